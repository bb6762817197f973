# The parameters of before the last step are returned.
# earns: 17
# em-history: With max_iter=1 the means are those before the last M-step: they are older than
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    now = weights, means, covariances
    shares, value = e_step(X, *now)
    history = [value]
    for _ in range(max_iter):
        before, now = now, m_step(X, shares)
        shares, value = e_step(X, *now)
        history.append(value)
        if history[-1] - history[-2] < tol:
            break
    return *before, history
