# The first letter decides; the rest is not looked at.
# earns: 20
# kinds-whole: 48944912 has eight digits. Your pattern fits its beginning only: use
# %% kinds
def invoice_kinds(invoices):
    return invoices.str[:1].map({"C": "cancellation", "A": "accounting"}).fillna("sale")
