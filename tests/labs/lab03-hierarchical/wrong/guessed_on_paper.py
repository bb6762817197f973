# Single and complete mixed up, points that did not merge forgotten, the sizes left out of Ward's rise.
# earns: 12
# exercise-9-single: take the NEAREST pair
# exercise-9-complete: the FARTHEST pair of two clusters is their distance
# chain-counts: A number that has not merged yet is a cluster too.
# ward-numbers: is the factor ab / (a + b) there
# %% exercise-9
heights_single = [1, 1, 2, 2, 5, 11]
heights_complete = [1, 1, 1, 1, 3, 4]
# %% chain
n_below, n_at, top_complete = 2, 1, 10
# %% ward
mean_one, mean_two = one.mean(axis=0), two.mean(axis=0)
rise = ((mean_one - mean_two) ** 2).sum()
ward_height = np.sqrt(2 * rise)
