# Six digits anywhere are a sale.
# earns: 19
# kinds-letters: C489449 cancels a sale. Its digits alone do not make it one.
# kinds-whole: 48944912 has eight digits. Your pattern fits its beginning only: use
# %% kinds
def invoice_kinds(invoices):
    return pd.Series(np.where(invoices.str.contains(r"\d{6}"), "sale", "other"), index=invoices.index)
