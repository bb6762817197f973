"""Topics of arXiv abstracts: K-Means on counts and on TF-IDF, and LDA, against eight fields."""

from itertools import combinations

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from course_lib.agreement import adjusted_rand_score, normalized_mutual_info_score
from course_lib.real_data import arxiv_abstracts

SEEDS = (0, 1, 2)


def run() -> list[dict]:
    """Return one row a method, over three seeds.

    Returns
    -------
    rows : list of dict
    """
    fields, counts = read()
    tfidf = TfidfTransformer().fit_transform(counts)
    shares = [
        LatentDirichletAllocation(8, max_iter=30, random_state=seed).fit_transform(counts)
        for seed in SEEDS
    ]
    unclear = float(np.mean([(table.max(axis=1) < 0.6).mean() for table in shares]))
    return [
        scored("K-Means on counts", piles(counts), fields),
        scored("K-Means on TF-IDF", piles(tfidf), fields),
        scored("LDA on counts", [table.argmax(axis=1) for table in shares], fields)
        | {"no topic of 60 %": round(unclear, 2)},
    ]


def read() -> tuple[np.ndarray, csr_matrix]:
    """Return the field of each paper, and how often each word stands in its title and abstract.

    Returns
    -------
    fields : str array of shape (1550,)
    counts : sparse int array of shape (1550, n_words)
        Words of letters, no stop words, in at least 5 papers and at most half of them.
    """
    papers = arxiv_abstracts()
    vectorizer = CountVectorizer(
        stop_words="english", min_df=5, max_df=0.5, token_pattern=r"(?u)\b[a-zA-Z]{2,}\b"
    )
    counts = vectorizer.fit_transform(papers["title"] + " " + papers["summary"])
    return papers["category"].to_numpy(), counts


def piles(X: csr_matrix) -> list[np.ndarray]:
    """Cluster with each seed: eight groups, best of five starts.

    Parameters
    ----------
    X : sparse float array of shape (n_samples, n_features)

    Returns
    -------
    runs : list of int arrays of shape (n_samples,)
    """
    return [KMeans(8, n_init=5, random_state=seed).fit_predict(X) for seed in SEEDS]


def scored(method: str, runs: list[np.ndarray], fields: np.ndarray) -> dict:
    """Compare the runs of a method with the fields and with each other.

    Parameters
    ----------
    method : str
    runs : list of int arrays of shape (n_samples,)
    fields : str array of shape (n_samples,)

    Returns
    -------
    row : dict
        Adjusted Rand indices (lowest and highest of the runs; mean over pairs of runs), mean
        normalized mutual information, and the largest group of the first run.
    """
    ari = [adjusted_rand_score(fields, labels) for labels in runs]
    nmi = [normalized_mutual_info_score(fields, labels) for labels in runs]
    between = [adjusted_rand_score(a, b) for a, b in combinations(runs, 2)]
    return {
        "method": method,
        "lowest ARI": round(min(ari), 2),
        "highest ARI": round(max(ari), 2),
        "mean NMI": round(float(np.mean(nmi)), 2),
        "ARI between seeds": round(float(np.mean(between)), 2),
        "largest group": int(np.bincount(runs[0]).max()),
    }
