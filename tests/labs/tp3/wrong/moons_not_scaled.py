# DBSCAN on the raw moons, with an eps of their own.
# earns: 71
# dbscan-runs: labels_dbscan is not what DBSCAN finds in X_moons_scaled with your eps and m
# %% dbscan
eps, min_samples = 0.25, 5
labels_dbscan = DBSCAN(eps=eps, min_samples=min_samples).fit_predict(X_moons)
