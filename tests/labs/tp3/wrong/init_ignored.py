# init is not passed on.
# earns: 71
# starts-compared: k-means++ fails as often as random starts, or more: pass init on to KMeans.
# %% starts
def bad_share(X, k, init, n_runs):
    best = KMeans(n_clusters=k, n_init=50, random_state=0).fit(X).inertia_
    ends = [KMeans(k, init="random", n_init=1, random_state=seed).fit(X).inertia_ for seed in range(n_runs)]
    return np.mean(np.array(ends) > 1.001 * min(best, *ends))
