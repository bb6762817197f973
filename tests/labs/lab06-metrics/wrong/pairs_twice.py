# Each pair is counted in both directions.
# earns: 16
# pair-counts-count: You count each pair twice. (Ann, Ben) and (Ben, Ann) are the same pair.
# pair-counts-names: 0, 0, 1, 1 and 1, 1, 0, 0 give 2, 2, 2 and 6, not [4, 4, 4, 12].
# %% pair-counts
def pair_counts(first, second):
    one = np.equal.outer(np.asarray(first), np.asarray(first))
    two = np.equal.outer(np.asarray(second), np.asarray(second))
    n = len(first)
    return (one & two).sum() - n, one.sum() - n, two.sum() - n, n * (n - 1)
