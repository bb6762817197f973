# At the limit there is an alarm, and the rate is halved.
# earns: 16
# detector-learns: A score of exactly the limit is no alarm: only above it.
# detector-limit: rate was 0.07, but limit_for was asked for 0.035.
# %% detector
def detector(teach, check, day, k, rate, seed):
    model = KMeans(k, n_init=10, random_state=seed).fit(scale(teach, teach))
    limit = limit_for(score(scale(teach, check), model.cluster_centers_), rate / 2)
    return score(scale(teach, day), model.cluster_centers_) >= limit
