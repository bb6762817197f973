# The limit comes from the rows that taught the centers, and the day is scaled by itself.
# earns: 16
# detector-learns: The unit is that of teach: call scale(teach, ...) for each of the three tables.
# detector-limit: The limit comes from check. The rows of teach lie too close to their own centers.
# %% detector
def detector(teach, check, day, k, rate, seed):
    model = KMeans(k, n_init=10, random_state=seed).fit(scale(teach, teach))
    limit = limit_for(score(scale(teach, teach), model.cluster_centers_), rate)
    return score(scale(day, day), model.cluster_centers_) > limit
