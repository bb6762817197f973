# Arrays, other number types, time spans, rows and keys in another order, a silhouette by hand.
# %% kinds
import re


def invoice_kinds(invoices):
    def kind(number):
        patterns = [("accounting", "A\\d{6}"), ("cancellation", "C\\d{6}"), ("sale", "\\d{6}")]
        return next((name for name, pattern in patterns if re.fullmatch(pattern, number)), "other")

    return np.array([kind(number) for number in invoices], dtype=object)
# %% article
def is_article(codes):
    return np.array([int(bool(re.fullmatch(r"(\d{5}[a-z]*)|pads", c.lower())) and c != "pads") for c in codes])
# %% clean
def clean(lines):
    sale = np.array([kind == "sale" for kind in invoice_kinds(lines["Invoice"])])
    good = np.array([bool(value) for value in is_article(lines["StockCode"])])
    rest = [~np.isnan(lines["Customer ID"].to_numpy(dtype=float)), lines["Price"].to_numpy() > 0, lines["Quantity"].to_numpy() >= 1]
    passed = np.logical_and.accumulate([sale, good, *rest])
    counts = dict(zip(["quantity", "price", "customer", "article", "invoice"], passed.sum(axis=1)[::-1]))
    counts["all rows"] = np.float64(len(lines))
    sales = lines.loc[passed[-1]].copy()
    sales.insert(0, "Sales Line Total", sales["Price"] * sales["Quantity"])
    return [sales, counts]
# %% rfm
def rfm_table(sales):
    first = sales.sort_values("InvoiceDate").groupby("Customer ID")
    table = pd.DataFrame(index=sorted(set(sales["Customer ID"]), reverse=True))
    table["monetary"] = first["Sales Line Total"].sum()
    table["frequency"] = sales.drop_duplicates(["Customer ID", "Invoice"]).groupby("Customer ID").size().astype(float)
    table["recency"] = sales["InvoiceDate"].max() - first["InvoiceDate"].last()
    return table
# %% fences
def fences(values):
    first, third = np.percentile(np.asarray(values), [25, 75])
    return np.array([2.5 * first - 1.5 * third, 2.5 * third - 1.5 * first])
# %% groups
def outlier_groups(table):
    codes = np.zeros(len(table))
    for name, code in {"frequency": 2, "monetary": 1}.items():
        low, high = fences(table[name].to_numpy())
        codes[np.flatnonzero((table[name] < low) | (table[name] > high))] -= code
    return codes
# %% standardize
def standardize(table):
    X = table.to_numpy(dtype=np.float32)
    return (X - X.mean(axis=0)) / X.std(axis=0)
# %% sweep
def sweep(X, ks):
    inertias, silhouettes, sizes = {}, {}, {}
    X = np.asarray(X, dtype=float)
    gaps = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    for k in reversed(list(ks)):
        model = KMeans(k, n_init=10, random_state=42).fit(X)
        member = model.labels_[:, None] == np.arange(k)
        sizes[k] = tuple(sorted(member.sum(axis=0)))
        inertias[k] = round(model.score(X) * -1, 3)
        to = gaps @ member
        scores = []
        for i, j in enumerate(model.labels_):
            own = member[:, j].sum() - 1
            b = min(to[i, c] / member[:, c].sum() for c in range(k) if c != j)
            a = to[i, j] / max(own, 1)
            scores.append((b - a) / max(a, b) if own else 0)
        silhouettes[k] = round(float(np.mean(scores)), 3)
    return [inertias, silhouettes, sizes]
# %% profiles
def profiles(customers, labels):
    rows = {}
    for j in np.unique(labels)[::-1]:
        rows[j] = customers[np.asarray(labels) == j].mean().round(3)
        rows[j]["customers"] = (np.asarray(labels) == j).sum()
    return pd.DataFrame(rows).T
# %% strategies
def strategies(profile, customers):
    names = np.full(len(profile), "Nurture", dtype=object)
    names[(profile["monetary"] >= customers["monetary"].mean()).to_numpy()] = "Retain"
    names[(profile["frequency"] / 2 >= customers["frequency"].mean()).to_numpy()] = "Reward"
    names[(profile["recency"] / 2 >= customers["recency"].mean()).to_numpy()] = "Re-engage"
    return names
