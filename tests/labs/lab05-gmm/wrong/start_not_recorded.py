# The log-likelihood of the start is missing, and the last entry is older than the parameters.
# earns: 16
# em-history: With max_iter=1 history needs 2 entries, the start and one for each iteration,
# em-stops: On another climb em does not stop where it should.
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    history = []
    for _ in range(max_iter):
        shares, value = e_step(X, weights, means, covariances)
        weights, means, covariances = m_step(X, shares)
        history.append(value)
        if len(history) > 1 and history[-1] - history[-2] < tol:
            break
    return weights, means, covariances, history
