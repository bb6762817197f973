# Recency of the first purchase instead of the last.
# earns: 20
# rfm-recency: Customer 20 came on 1 March and on 9 March. Recency looks at the last visit.
# %% rfm
def rfm_table(sales):
    of_customer = sales.groupby("Customer ID")
    return pd.DataFrame(
        {
            "recency": (sales["InvoiceDate"].max() - of_customer["InvoiceDate"].min()).dt.days,
            "frequency": of_customer["Invoice"].nunique(),
            "monetary": of_customer["Sales Line Total"].sum(),
        }
    )
