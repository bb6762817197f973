# Each step is counted on all rows.
# earns: 20
# clean-counts: You test each step on all rows. Each step goes on with what the one before
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
        counts[name] = int(passed.sum())
    sales = lines[keep]
    return sales.assign(**{"Sales Line Total": sales["Quantity"] * sales["Price"]}), counts
