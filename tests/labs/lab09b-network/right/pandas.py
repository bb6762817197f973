# pandas where it is natural.
# %% numbers
def numbers(flows):
    table = flows[COUNTS + RATES].astype(float)
    table[COUNTS] = (table[COUNTS] + 1).map(np.log)
    return table
# %% onehot
def one_hot(values, categories):
    return pd.get_dummies(values).reindex(columns=categories, fill_value=False).astype(int)
# %% scale
def scale(normal, X):
    known = pd.DataFrame(normal)
    return ((pd.DataFrame(X) - known.mean()) / known.std(ddof=0).replace(0, 1)).to_numpy()
# %% limit
def limit_for(scores, rate):
    told = pd.Series(scores)
    above = told.rank(method="max").rsub(len(told))
    return told[above <= rate * len(told) + 1e-9].min()
# %% judge
def judge(attack, alarm):
    attack, alarm = pd.Series(attack), pd.Series(alarm)
    return pd.Series({"accuracy": attack.eq(alarm).mean(), "precision": attack[alarm].mean(), "recall": alarm[attack].mean(), "false alarm rate": alarm[~attack].mean()})
