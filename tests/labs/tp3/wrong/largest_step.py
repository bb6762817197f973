# The largest single step down.
# earns: 69
# chord-rule: That is the largest single step down. The rule asks for the largest gap belo
# chord-picks: chord_picks holds three numbers: for K = 1 to 5, 1 to 10 and 2 to 10.
# %% chord
def chord_elbow(ks, values):
    return list(ks)[1 + int(np.argmin(np.diff(values)))]


chord_picks = [chord_elbow(range(1, 6), inertias[:5]), chord_elbow(range(1, 11), inertias)]
