# The pattern may fit the beginning only: match for fullmatch.
# earns: 20
# kinds-whole: 48944912 has eight digits. Your pattern fits its beginning only: use
# %% kinds
def invoice_kinds(invoices):
    kinds = pd.Series("other", index=invoices.index)
    kinds[invoices.str.match(r"\d{6}")] = "sale"
    kinds[invoices.str.match(r"C\d{6}")] = "cancellation"
    kinds[invoices.str.match(r"A\d{6}")] = "accounting"
    return kinds
