# A point is counted as a pair with itself.
# earns: 16
# pair-counts-count: A point is no pair with itself: six points have 15 pairs.
# pair-counts-names: 0, 0, 1, 1 and 1, 1, 0, 0 give 2, 2, 2 and 6, not [6, 6, 6, 10].
# %% pair-counts
def pair_counts(first, second):
    both = one = two = pairs = 0
    for i in range(len(first)):
        for j in range(i + 1):
            both += first[i] == first[j] and second[i] == second[j]
            one += first[i] == first[j]
            two += second[i] == second[j]
            pairs += 1
    return both, one, two, pairs
