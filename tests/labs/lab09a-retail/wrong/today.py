# Recency counts from the day on which the program runs.
# earns: 20
# rfm-recency: The last day is 9 March, so customers 20, 11, 35 have recency 0, 7, 5, not
# %% rfm
def rfm_table(sales):
    of_customer = sales.groupby("Customer ID")
    return pd.DataFrame(
        {
            "recency": (pd.Timestamp.now() - of_customer["InvoiceDate"].max()).dt.days,
            "frequency": of_customer["Invoice"].nunique(),
            "monetary": of_customer["Sales Line Total"].sum(),
        }
    )
