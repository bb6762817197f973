# An empty cluster has no mode; the last of equally frequent segments.
# earns: 73
# names-vote: On other labels a name is wrong.
# names-edges: IndexError: single positional indexer is out-of-bounds
# %% names
def name_clusters(labels, segments, n_clusters):
    return [pd.Series(segments)[np.asarray(labels) == j].mode().iloc[-1] for j in range(n_clusters)]
