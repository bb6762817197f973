# Recency counts from the day after the last purchase.
# earns: 20
# rfm-recency: You count from the day after the last purchase. Here the latest customer
# %% rfm
def rfm_table(sales):
    of_customer = sales.groupby("Customer ID")
    return pd.DataFrame(
        {
            "recency": (sales["InvoiceDate"].max() - of_customer["InvoiceDate"].max()).dt.days + 1,
            "frequency": of_customer["Invoice"].nunique(),
            "monetary": of_customer["Sales Line Total"].sum(),
        }
    )
