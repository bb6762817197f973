# Monetary value is the mean of the lines.
# earns: 20
# rfm-monetary: That is the mean of the lines. Monetary value is the sum.
# %% rfm
def rfm_table(sales):
    of_customer = sales.groupby("Customer ID")
    return pd.DataFrame(
        {
            "recency": (sales["InvoiceDate"].max() - of_customer["InvoiceDate"].max()).dt.days,
            "frequency": of_customer["Invoice"].nunique(),
            "monetary": of_customer["Sales Line Total"].mean(),
        }
    )
