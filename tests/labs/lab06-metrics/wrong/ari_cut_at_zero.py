# Negative values are cut, and equal trivial labelings divide by zero.
# earns: 16
# adjusted-rand-value: ARI may be negative: less agreement than by chance. Do not cut it at 0.
# adjusted-rand-edges: All points in one group, in both labelings: 0 / 0 is no number. The labelings
# %% adjusted-rand
def adjusted_rand(first, second):
    both, one, two, pairs = pair_counts(first, second)
    chance = one * two / pairs
    return max(0, (both - chance) / ((one + two) / 2 - chance))
