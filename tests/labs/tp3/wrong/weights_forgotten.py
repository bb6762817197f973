# Responsibilities without weights; covariances over n - 1.
# earns: 70
# e-step-weights: The weights have no effect. A component that makes 9 of 10 points is more li
# m-step-covariances: You divided by n - 1. The step of EM divides by the sum of the responsibilit
# %% em
from scipy.stats import multivariate_normal


def e_step(X, weights, means, covariances):
    joint = np.column_stack([multivariate_normal(m, c).pdf(X) for m, c in zip(means, covariances)])
    return joint / joint.sum(axis=1, keepdims=True)


def m_step(X, responsibilities):
    totals = responsibilities.sum(axis=0)
    means = responsibilities.T @ X / totals[:, None]
    covariances = []
    for j in range(len(means)):
        gaps = X - means[j]
        covariances.append((responsibilities[:, j, None] * gaps).T @ gaps / (totals[j] - 1))
    return totals / len(X), means, np.array(covariances)
