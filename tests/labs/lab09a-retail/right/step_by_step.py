# One filter after the other, pandas and scikit-learn for the rest.
# %% kinds
def invoice_kinds(invoices):
    letter = invoices.str.extract(r"^([CA]?)[0-9]{6}\Z")[0]
    return letter.map({"": "sale", "C": "cancellation", "A": "accounting"}).fillna("other")
# %% article
def is_article(codes):
    return (codes == "PADS") | codes.str.match(r"^[0-9]{5}[a-zA-Z]*$")
# %% clean
def clean(lines):
    counts = {"all rows": len(lines)}
    lines = lines[invoice_kinds(lines["Invoice"]) == "sale"]
    counts["invoice"] = len(lines)
    lines = lines[is_article(lines["StockCode"])]
    counts["article"] = len(lines)
    lines = lines.dropna(subset=["Customer ID"])
    counts["customer"] = len(lines)
    lines = lines[lines["Price"] > 0]
    counts["price"] = len(lines)
    lines = lines.query("Quantity > 0").reset_index(drop=True)
    counts["quantity"] = len(lines)
    lines["Sales Line Total"] = lines["Quantity"].mul(lines["Price"])
    return lines, pd.Series(counts)
# %% rfm
def rfm_table(sales):
    today = sales["InvoiceDate"].max().normalize()
    return sales.groupby("Customer ID").agg(
        recency=("InvoiceDate", lambda dates: (today - dates.max().normalize()).days),
        frequency=("Invoice", "nunique"),
        monetary=("Sales Line Total", "sum"),
    )
# %% fences
def fences(values):
    q = pd.Series(values).quantile([0.25, 0.75])
    width = q[0.75] - q[0.25]
    return float(q[0.25] - 1.5 * width), float(q[0.75] + 1.5 * width)
# %% groups
def outlier_groups(table):
    money = ~table["monetary"].between(*fences(table["monetary"]))
    often = ~table["frequency"].between(*fences(table["frequency"]))
    return np.select([money & often, money, often], [-3, -1, -2], 0)
# %% standardize
def standardize(table):
    return StandardScaler().fit_transform(table)
# %% sweep
def sweep(X, ks):
    models = {k: KMeans(k, n_init=10, random_state=42).fit(X) for k in ks}
    return (
        {k: m.inertia_ for k, m in models.items()},
        {k: silhouette_score(X, m.labels_) for k, m in models.items()},
        {k: np.sort(np.unique(m.labels_, return_counts=True)[1]) for k, m in models.items()},
    )
# %% profiles
def profiles(customers, labels):
    with_labels = customers.assign(label=labels)
    return with_labels.groupby("label").agg(
        recency=("recency", "mean"), frequency=("frequency", "mean"),
        monetary=("monetary", "mean"), customers=("label", "size"),
    )
# %% strategies
def strategies(profile, customers):
    average = customers.mean()

    def choose(row):
        if row.recency >= 2 * average.recency:
            return "Re-engage"
        if row.frequency >= 2 * average.frequency:
            return "Reward"
        return "Retain" if row.monetary >= average.monetary else "Nurture"

    return profile.apply(choose, axis=1)
