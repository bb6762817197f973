# Each segment given once, by Hungarian matching.
# earns: 73
# names-vote: On other labels a name is wrong.
# names-edges: In cluster 0, B and C are equally frequent: take the first in alphabetic order
# %% names
def name_clusters(labels, segments, n_clusters):
    from scipy.optimize import linear_sum_assignment

    letters = sorted(set(segments))
    table = np.array([[sum((labels == j) & (segments == s)) for s in letters] for j in range(n_clusters)])
    rows, columns = linear_sum_assignment(-table)
    names = dict(zip(rows, columns))
    return [letters[names.get(j, 0)] for j in range(n_clusters)]
