# The same profile for each group; gaps as zeros.
# earns: 74
# profile-numbers: size counts the rows of each group.
# profile-words: In a, Average and Low are equally frequent: take the first in alphabetic order
# %% profile
def profile(table, groups):
    rows = {}
    for name in sorted(set(groups)):
        rows[name] = {"size": len(table), **{c: table[c].fillna(0).mean() for c in NUMBERS}, **{c: table[c].mode()[0] for c in WORDS}}
    return pd.DataFrame.from_dict(rows, orient="index")
