# The new column is written into the lines that were given.
# earns: 20
# clean-total: clean added a column to lines. Work on a copy.
# %% clean
def clean(lines):
    lines["Sales Line Total"] = lines["Quantity"] * lines["Price"]
    steps = {
        "invoice": invoice_kinds(lines["Invoice"]) == "sale",
        "article": is_article(lines["StockCode"]),
        "customer": lines["Customer ID"].notna(),
        "price": lines["Price"] > 0,
        "quantity": lines["Quantity"] > 0,
    }
    keep, counts = pd.Series(True, index=lines.index), {"all rows": len(lines)}
    for name, passed in steps.items():
        keep = keep & passed
        counts[name] = int(keep.sum())
    sales = lines[keep]
    return sales, counts
