# Each "single" start is the best of ten, and init is not passed on.
# earns: 70
# starts-share: Random starts never fail here? Then all runs have ten starts, or you compare
# starts-compared: k-means++ fails as often as random starts, or more: pass init on to KMeans.
# %% starts
def bad_share(X, k, init, n_runs):
    ends = [KMeans(k, n_init=10, random_state=seed).fit(X).inertia_ for seed in range(n_runs)]
    return np.mean(np.array(ends) > 1.001 * min(ends))
