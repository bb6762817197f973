# The library of the course and its service.
# earns: 21
# answer-segment: `service.bundle` is withheld here: write the step yourself.
# answer-distance: `service.bundle` is withheld here: write the step yourself.
# answer-steady: `service.bundle` is withheld here: write the step yourself.
# gaps-ks: `feature_drift` comes from course_lib.drift, which is withheld here.
# %% answer
def answer(pipeline, segments, X):
    from service.bundle import Bundle

    facts = {"features": FEATURES, "segments": segments}
    return Bundle(pipeline, facts).answer([dict(zip(FEATURES, row)) for row in X.tolist()])
# %% gaps
from course_lib.drift import feature_drift


def ks_gap(reference, window):
    return float(feature_drift(np.c_[reference], np.c_[window])[0][0])


def share_shift(before, now, n_clusters):
    old, new = (np.bincount(labels, minlength=n_clusters) / len(labels) for labels in (before, now))
    return new - old
