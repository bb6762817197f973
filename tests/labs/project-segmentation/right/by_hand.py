# Plain loops and dictionaries instead of pandas.
# %% overview
def overview(table):
    numbers, words, seen, repeated = [], [], set(), 0
    for name in table.columns:
        if name in ("ID", "Segmentation"):
            continue
        (numbers if table[name].dtype.kind in "if" else words).append(name)
    for person in table["ID"]:
        repeated += person in seen
        seen.add(person)
    return dict(rows=table.shape[0], columns=len(table.columns), numbers=numbers, words=words, repeated=repeated)
# %% missing
def missing(table):
    shares = [(sum(pd.isna(v) for v in table[name]) / len(table), name) for name in table]
    return {name: share for share, name in sorted(shares, reverse=True) if share}
# %% balance
def balance(segments):
    known = [s for s in segments if isinstance(s, str)]
    return {name: known.count(name) / len(known) for name in sorted(set(known))}
# %% outliers
def outliers(values, factor=1.5):
    values = [float(v) for v in values]
    known = sorted(v for v in values if v == v)

    def quartile(share):
        place = share * (len(known) - 1)
        low = int(place)
        return known[low] + (place - low) * (known[min(low + 1, len(known) - 1)] - known[low])

    low, high = quartile(0.25), quartile(0.75)
    reach = factor * (high - low)
    return np.array([v == v and not low - reach <= v <= high + reach for v in values])
# %% shares
def shares_of(column, values):
    column = list(column)
    return [column.count(value) / len(column) for value in values] + [sum(pd.isna(v) for v in column) / len(column)]
# %% cramer
from scipy.stats import chi2_contingency


def cramers_v(a, b):
    both = pd.DataFrame({"a": list(a), "b": list(b)}).dropna()
    counts = pd.crosstab(both["a"], both["b"])
    chi2 = chi2_contingency(counts, correction=False).statistic
    return (chi2 / len(both) / (min(counts.shape) - 1)) ** 0.5
# %% strongest
def strongest(table):
    best = ("", "", 0.0)
    numbers = list(table.select_dtypes(include=[np.number]))
    for i in range(len(numbers)):
        for j in range(i + 1, len(numbers)):
            both = table[[numbers[i], numbers[j]]].dropna().to_numpy()
            r = np.corrcoef(both.T)[0, 1]
            if abs(r) > abs(best[2]):
                best = (numbers[i], numbers[j], r)
    return best
# %% profile
def profile(table, groups):
    pieces = table.assign(own=list(groups)).groupby("own")
    told = pieces[list(NUMBERS)].mean()
    for name in WORDS:
        told[name] = pieces[name].agg(lambda column: column.value_counts().sort_index().idxmax())
    told.insert(0, "size", pieces.size())
    return told
# %% validate
def validate(table):
    problems = [f"no column {name}" for name in ["ID", *NUMBERS, *WORDS] if name not in table.columns]
    if problems:
        raise ValueError("; ".join(problems))
    for name in VALUES:
        for value in table[name]:
            if not pd.isna(value) and value not in VALUES[name]:
                problems.append(f"{value!r} in {name}")
    counts = table["ID"].value_counts()
    problems += [f"{person} comes {n} times" for person, n in counts.items() if n > 1]
    if problems:
        raise ValueError("; ".join(problems))
# %% learn-fill
from collections import Counter


def fill_values(table):
    values = {}
    for name in NUMBERS:
        values[name] = np.nanmedian(table[name])
    for name in WORDS:
        counts = Counter(value for value in sorted(table[name].dropna()))
        values[name] = counts.most_common(1)[0][0]
    return values
# %% fill
def fill(table, values):
    filled = table.copy()
    for name in filled:
        if name in values:
            filled[name] = [values[name] if pd.isna(v) else v for v in filled[name]]
    return filled
# %% encode
def encode(table):
    rows = []
    for _, person in table.iterrows():
        row = [float(person[name]) for name in NUMBERS]
        row += [VALUES[name].index(person[name]) for name in ("Spending_Score", "Gender", "Ever_Married", "Graduated")]
        for name in ("Profession", "Var_1"):
            row += [int(person[name] == value) for value in VALUES[name]]
        rows.append(row)
    return np.array(rows)
# %% split
def split(segments, share, rng):
    by_segment = {}
    for i, name in enumerate(segments):
        by_segment.setdefault(name, []).append(i)
    held = []
    for rows in by_segment.values():
        held += rng.choice(rows, size=round(share * len(rows)), replace=False).tolist()
    return [i for i in range(len(segments)) if i not in set(held)], held
# %% stop
def early_stop(losses, patience):
    best, at, waited = float("inf"), 0, 0
    for epoch in range(1, len(losses) + 1):
        if losses[epoch - 1] < best:
            best, at, waited = losses[epoch - 1], epoch, 0
        else:
            waited += 1
            if waited == patience:
                return epoch, at
    return len(losses), at
# %% calinski
def calinski_harabasz(X, labels):
    names = np.unique(labels)
    middle, between, within = X.mean(axis=0), 0.0, 0.0
    for name in names:
        own = X[labels == name]
        between += len(own) * np.sum((own.mean(axis=0) - middle) ** 2)
        within += np.sum((own - own.mean(axis=0)) ** 2)
    return between * (len(X) - len(names)) / (within * (len(names) - 1))
# %% names
def name_clusters(labels, segments, n_clusters):
    said = []
    for j in range(n_clusters):
        own = [s for s, label in zip(segments, labels) if label == j] or list(segments)
        said.append(max(sorted(set(own)), key=own.count))
    return said
# %% right
def right_shares(labels, segments, names):
    hits = sum(names[j] == s for j, s in zip(labels, segments))
    return hits / len(labels), max(list(segments).count(s) for s in set(segments)) / len(labels)
# %% predict
def predict_segments(bundle, table, encoder):
    validate(table)
    X = standardize(encode(fill(table, bundle["values"])), bundle["middle"], bundle["spread"])
    told = []
    for code in np.asarray(encoder(X)):
        gaps = [np.linalg.norm(code - center) for center in bundle["centers"]]
        told.append(bundle["names"][int(np.argmin(gaps))])
    return pd.DataFrame({"ID": list(table["ID"]), "Segmentation": told})
# %% write
def write_segments(found, path):
    with open(path, "w") as file:
        file.write("ID,Segmentation\n")
        for person, segment in zip(found["ID"], found["Segmentation"]):
            file.write(f"{person},{segment}\n")
