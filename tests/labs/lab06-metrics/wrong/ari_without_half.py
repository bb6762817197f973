# The mean of the two counts became their sum; 0 / 0 is left open.
# earns: 16
# adjusted-rand-value: Below the fraction line stands HALF of in_first + in_second.
# adjusted-rand-edges: Equal groups have ARI 1.
# %% adjusted-rand
def adjusted_rand(first, second):
    both, one, two, pairs = pair_counts(first, second)
    chance = one * two / pairs
    return (both - chance) / (one + two - chance)
