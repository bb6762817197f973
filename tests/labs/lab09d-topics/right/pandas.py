# pandas where it is natural.
# %% count
import pandas as pd


def count_words(texts, words):
    said = pd.Series(texts).str.lower().str.split().explode()
    table = pd.crosstab(said.index, said) if said.notna().any() else pd.DataFrame()
    return table.reindex(index=range(len(texts)), columns=words, fill_value=0).fillna(0)
# %% idf
def idf(counts):
    table = pd.DataFrame(counts)
    return 1 + np.log((len(table) + 1) / (table.gt(0).sum() + 1))
# %% unit
def unit_rows(table):
    frame = pd.DataFrame(table)
    return frame.div(frame.pow(2).sum(axis=1).pow(0.5).replace(0, 1), axis=0)
# %% top
def top_words(rows, labels, words, n):
    frame, found = pd.DataFrame(rows, columns=words).sort_index(axis=1), {}
    for label in pd.unique(pd.Series(labels)):
        own = np.asarray(labels) == label
        lead = frame[own].mean() - frame[~own].mean()
        found[label] = lead.sort_values(ascending=False, kind="stable").index[:n].tolist()
    return found
# %% search
def search(shares, topic, least):
    column = pd.Series(shares[:, topic])
    return column[column >= least].sort_values(ascending=False, kind="stable").index
