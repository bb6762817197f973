# The nearest old center, for each new one by itself.
# earns: 24
# carry-pairs: Both new clusters have the same old name, and one name has died.
# %% carry
def carry_names(old, new, segments):
    now = old[0].transform(new[0].inverse_transform(new[-1].cluster_centers_))
    gaps = cdist(now, old[-1].cluster_centers_)
    return [segments[j] for j in gaps.argmin(axis=1)], gaps.min(axis=1)
