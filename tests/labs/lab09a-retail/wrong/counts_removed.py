# counts says how many rows each step removes.
# earns: 20
# clean-counts: These are the rows that each step removes. Count what is left.
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
    left = list(counts.values())
    counts = dict(zip(counts, [left[0]] + [a - b for a, b in zip(left, left[1:])]))
    sales = lines[keep]
    return sales.assign(**{"Sales Line Total": sales["Quantity"] * sales["Price"]}), counts
