# A correlation of ranks.
# earns: 15
# correlation-pairs: That is a correlation of ranks.
# %% correlation
from scipy.spatial.distance import pdist, squareform
from scipy.stats import spearmanr


def cophenetic_correlation(X, Z):
    return spearmanr(pdist(X), squareform(cophenetic(Z)))[0]
