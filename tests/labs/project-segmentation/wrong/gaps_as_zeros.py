# A gap pulls the mean to zero; the last of equally frequent values.
# earns: 74
# profile-numbers: One of the three in D has no Work_Experience: the mean is that of the others,
# profile-words: In a, Average and Low are equally frequent: take the first in alphabetic order
# %% profile
def profile(table, groups):
    groups = np.asarray(groups)
    rows = {}
    for name in sorted(set(groups.tolist())):
        own = table[groups == name]
        rows[name] = {"size": len(own), **{c: own[c].fillna(0).mean() for c in NUMBERS}, **{c: own[c].mode().iloc[-1] for c in WORDS}}
    return pd.DataFrame.from_dict(rows, orient="index")
