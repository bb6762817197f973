# The two steps are done once.
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    shares, first = e_step(X, weights, means, covariances)
    weights, means, covariances = m_step(X, shares)
    return weights, means, covariances, [first, e_step(X, weights, means, covariances)[1]]
