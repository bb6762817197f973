# tol is ignored.
# earns: 17
# em-stops: em ran all 100 iterations. Stop when an iteration raised the log-likelihood by
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    shares, value = e_step(X, weights, means, covariances)
    history = [value]
    for _ in range(max_iter):
        weights, means, covariances = m_step(X, shares)
        shares, value = e_step(X, weights, means, covariances)
        history.append(value)
    return weights, means, covariances, history
