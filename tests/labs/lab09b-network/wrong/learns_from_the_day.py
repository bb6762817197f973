# The centers are found on the day, and the limit too.
# earns: 16
# detector-learns: The centers are found on teach, scaled. Their mean is 101 here, not [101.7].
# detector-limit: The limit comes from check. The rows of day may be attacks.
# %% detector
def detector(teach, check, day, k, rate, seed):
    model = KMeans(k, n_init=10, random_state=seed).fit(scale(teach, day))
    scale(teach, teach), scale(teach, check)
    scores = score(scale(teach, day), model.cluster_centers_)
    return scores > limit_for(scores, rate)
