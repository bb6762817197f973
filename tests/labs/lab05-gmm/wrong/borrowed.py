# SciPy inside two functions, scikit-learn at the head of a third.
# earns: 11
# log-density-value: `scipy.stats` is withheld here: write the step yourself.
# log-density-far: `scipy.stats` is withheld here: write the step yourself.
# log-sum-exp-value: `scipy` comes from scipy, which is withheld here.
# log-sum-exp-safe: `scipy` comes from scipy, which is withheld here.
# em-history: `GaussianMixture` comes from sklearn.mixture._gaussian_mixture, which is
# em-stops: `GaussianMixture` comes from sklearn.mixture._gaussian_mixture, which is
# climb-together: `scipy` comes from scipy, which is withheld here.
# %% log-density
def log_density(X, mean, covariance):
    from scipy.stats import multivariate_normal

    return multivariate_normal(mean, covariance).logpdf(X)
# %% log-sum-exp
import scipy.special


def log_sum_exp(table):
    return scipy.special.logsumexp(table, axis=1)
# %% em
from sklearn.mixture import GaussianMixture


def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    model = GaussianMixture(len(weights), tol=tol, max_iter=max_iter).fit(X)
    return model.weights_, model.means_, model.covariances_, [model.lower_bound_ * len(X)]
