# The drops are differences, and so is the elbow.
# earns: 17
# elbow-drops: drops are shares of the inertia before the step: from 0 to 1, no percentages.
# %% elbow
inertias = [KMeans(k, n_init=10, random_state=42).fit(X_groups).inertia_ for k in range(1, 11)]
drops = [before - after for before, after in zip(inertias[:-1], inertias[1:])]
k_elbow = 2 + np.argmax(drops)
