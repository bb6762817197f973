# One is subtracted for noise also where there is none, and the moons are broken into pieces.
# earns: 15
# sweep-results: Did you subtract one for noise where there is none?
# choice-eps: the moons break into pieces
# %% sweep
results = {}
for eps in GRID:
    labels = np.asarray(dbscan(moons, eps, 5))
    results[eps] = len(set(labels.tolist())) - 1, (labels == -1).sum()
# %% choice
eps_moons = 0.15
