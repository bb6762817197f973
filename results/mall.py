"""Mall customers: scores by number of groups, and the five groups of income and score."""

import numpy as np
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from course_lib.kmeans import KMeans
from course_lib.real_data import mall_customers
from course_lib.selection import elbow, stability

TWO = ["Annual Income (k$)", "Spending Score (1-100)"]


def run() -> dict:
    """Return silhouettes on two columns and with age, the stability at four to six, the groups.

    Returns
    -------
    tables : dict
    """
    table = mall_customers()
    X = StandardScaler().fit_transform(table[TWO])
    with_age = StandardScaler().fit_transform(table[["Age", *TWO]])
    labels = KMeans(5, n_init=10, random_state=42).fit_predict(X)
    groups = table[["Age", *TWO]].groupby(labels).mean().round(1)
    groups = groups.assign(customers=np.bincount(labels)).sort_values(TWO)
    return {
        "silhouette": scores(X),
        "silhouette with age": scores(with_age),
        "chord rule": elbow(X, random_state=42).chord,
        "stability": {k: steadiness(X, k) for k in (4, 5, 6)},
        "groups": groups.to_dict("records"),
    }


def scores(X: np.ndarray) -> dict:
    """Return the silhouette of K-Means for 2 to 8 groups.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)

    Returns
    -------
    by_number : dict
    """
    fits = {k: KMeans(k, n_init=10, random_state=42).fit(X) for k in range(2, 9)}
    return {k: round(float(silhouette_score(X, fit.labels_)), 3) for k, fit in fits.items()}


def steadiness(X: np.ndarray, n_clusters: int) -> float:
    """Return the mean agreement of ten pairs of bootstrap samples.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    n_clusters : int

    Returns
    -------
    agreement : float
        Adjusted Rand index.
    """
    pairs = stability(
        X,
        lambda seed: KMeans(n_clusters, n_init=10, random_state=seed),
        n_pairs=10,
        random_state=0,
    )
    return round(float(pairs.mean()), 3)
