# Cholesky factors, all components at once with einsum, a NumPy reduction, another order of the loop.
# %% log-density
def log_density(X, mean, covariance):
    factor = np.linalg.cholesky(np.asarray(covariance, dtype=float))
    white = np.linalg.solve(factor, (np.asarray(X, dtype=float) - mean).T)
    d = X.shape[-1]
    return -0.5 * (white**2).sum(0) - np.log(np.diagonal(factor)).sum() - d / 2 * np.log(2 * np.pi)
# %% log-sum-exp
def log_sum_exp(table):
    return np.logaddexp.reduce(table, axis=-1)
# %% e-step
def e_step(X, weights, means, covariances):
    joint = np.array([log_density(X, m, c) for m, c in zip(means, covariances)]).T + np.log(weights)
    total = log_sum_exp(joint).reshape(-1, 1)
    return np.exp(joint - total), float(total.sum())
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    owned = np.einsum("ij->j", responsibilities)
    means = np.einsum("ij,id->jd", responsibilities, X) / owned[:, None]
    away = X[:, None, :] - means
    covariances = np.einsum("ij,ijd,ije->jde", responsibilities, away, away) / owned[:, None, None]
    diagonal = np.arange(X.shape[1])
    covariances[:, diagonal, diagonal] += floor
    return owned / owned.sum(), means, covariances
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    state, history, rise, n_iter = (weights, means, covariances), [], np.inf, 0
    shares, value = e_step(X, *state)
    history.append(value)
    while rise >= tol and n_iter < max_iter:
        state = m_step(X, shares)
        shares, value = e_step(X, *state)
        rise, n_iter = value - history[-1], n_iter + 1
        history.append(value)
    return *state, np.array(history)
# %% n-parameters
def n_parameters(n_components, n_features):
    upper = np.triu_indices(n_features)[0].size
    return n_components * (1 + n_features + upper) - 1
# %% bic
def bic(log_likelihood, n_components, n_features, n_samples):
    price = np.log(n_samples)
    return np.float64(-2 * log_likelihood + price * n_parameters(n_components, n_features))
# %% paper-m
weights_paper = np.array([0.625, 0.375])
means_paper = np.array([[1.6], [20 / 3]])
variances_paper = np.array([[[2.24]], [[32 / 9]]])
