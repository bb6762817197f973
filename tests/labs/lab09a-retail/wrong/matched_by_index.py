# pandas matches the labels by index, and rows are lost.
# earns: 19
# profiles-means: One row for each number in labels: 3 and 7, not [7.0]. If rows are missing,
# profiles-sizes: One row for each number in labels: 3 and 7, not [7.0]. If rows are missing,
# %% profiles
def profiles(customers, labels):
    by_segment = customers.groupby(pd.Series(labels))
    return by_segment.mean().assign(customers=by_segment.size())
