# The smallest inertia is taken for the best.
# earns: 17
# elbow-drops: The smallest inertia is always at the largest K: it cannot choose.
# %% elbow
inertias = [KMeans(k, n_init=10, random_state=42).fit(X_groups).inertia_ for k in range(1, 11)]
drops = [1 - after / before for before, after in zip(inertias[:-1], inertias[1:])]
k_elbow = 1 + np.argmin(inertias)
