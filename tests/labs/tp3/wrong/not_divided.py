# Nothing is divided: joint densities for responsibilities, totals for weights.
# earns: 68
# e-step-rows: The responsibilities of a point add up to 1: divide by the sum of its row.
# e-step-weights: Halfway between two equal shapes the weights alone decide: (0.9, 0.1), not [
# m-step-averages: The weights are shares: divide by the number of points.
# m-step-covariances: You divided by the number of all points. Divide by the sum of the component'
# %% em
from scipy.stats import multivariate_normal


def e_step(X, weights, means, covariances):
    return np.column_stack([w * multivariate_normal(m, c).pdf(X) for w, m, c in zip(weights, means, covariances)])


def m_step(X, responsibilities):
    totals = responsibilities.sum(axis=0)
    means = responsibilities.T @ X / totals[:, None]
    covariances = []
    for j in range(len(means)):
        gaps = X - means[j]
        covariances.append((responsibilities[:, j, None] * gaps).T @ gaps / len(X))
    return totals, means, np.array(covariances)
