# Points count as together only if both labelings use the same name.
# earns: 16
# pair-counts-count: The pupils of the chapter have 2, 6, 3 and 15, not [0, 6, 3, 15].
# pair-counts-names: 0, 0, 1, 1 and 1, 1, 0, 0 are the same two groups under other names. Do not
# %% pair-counts
def pair_counts(first, second):
    both = one = two = pairs = 0
    for i in range(len(first)):
        for j in range(i):
            both += first[i] == first[j] == second[i] == second[j]
            one += first[i] == first[j]
            two += second[i] == second[j]
            pairs += 1
    return both, one, two, pairs
