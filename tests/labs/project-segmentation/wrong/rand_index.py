# The Rand index without correction.
# earns: 75
# judge-scores: That is the Rand index. Correct it for chance: ARI.
# %% judge
from sklearn.metrics import normalized_mutual_info_score, rand_score


def judge(X, labels, segments):
    return {"silhouette": silhouette_score(X, labels), "ARI": rand_score(segments, labels), "NMI": normalized_mutual_info_score(segments, labels)}
