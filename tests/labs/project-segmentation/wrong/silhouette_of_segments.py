# The silhouette of the segments.
# earns: 75
# judge-scores: The silhouette belongs to the labels, in X: here it is 0.3333, not 1.0000.
# %% judge
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score


def judge(X, labels, segments):
    return {"silhouette": silhouette_score(X, segments), "ARI": adjusted_rand_score(segments, labels), "NMI": normalized_mutual_info_score(segments, labels)}
