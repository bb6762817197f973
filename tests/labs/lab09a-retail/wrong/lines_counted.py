# Frequency counts order lines.
# earns: 20
# rfm-frequency: Customer 20 has three order lines on two invoices. Frequency counts
# %% rfm
def rfm_table(sales):
    of_customer = sales.groupby("Customer ID")
    return pd.DataFrame(
        {
            "recency": (sales["InvoiceDate"].max() - of_customer["InvoiceDate"].max()).dt.days,
            "frequency": of_customer["Invoice"].count(),
            "monetary": of_customer["Sales Line Total"].sum(),
        }
    )
