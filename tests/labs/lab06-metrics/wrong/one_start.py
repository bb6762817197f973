# A single random start, and the largest K because its inertia is smallest.
# earns: 17
# elbow-drops: For some K you stopped in a poor minimum: give n_init=10.
# %% elbow
inertias = [KMeans(k, init="random", n_init=1, random_state=5).fit(X_groups).inertia_ for k in range(1, 11)]
drops = [1 - after / before for before, after in zip(inertias[:-1], inertias[1:])]
k_elbow = 3
