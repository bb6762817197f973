# The two steps are done once.
# earns: 15
# em-history: With max_iter=2 history needs 3 entries, the start and one for each iteration,
# em-stops: In the chapter's run iterations 1 and 2 raise the log-likelihood by 1.69 and
# climb-together: Your em stops after 1 iterations, far too early for this start.
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    shares, first = e_step(X, weights, means, covariances)
    weights, means, covariances = m_step(X, shares)
    return weights, means, covariances, [first, e_step(X, weights, means, covariances)[1]]
