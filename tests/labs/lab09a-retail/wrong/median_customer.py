# Medians instead of means.
# earns: 20
# profiles-means: These are medians. The center of a segment is the mean.
# %% profiles
def profiles(customers, labels):
    by_segment = customers.groupby(labels)
    return by_segment.median().assign(customers=by_segment.size())
