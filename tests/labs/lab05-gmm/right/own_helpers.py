# Helper functions and a class; an e_step that calls neither earlier function; eigenvalues; second moments.
# %% log-density
class Ellipse:
    def __init__(self, mean, covariance):
        self.mean = np.asarray(mean, dtype=float)
        self.values, self.axes = np.linalg.eigh(np.asarray(covariance, dtype=float))

    def log_density(self, X):
        along = (np.asarray(X, dtype=float) - self.mean) @ self.axes
        return -0.5 * (along**2 / self.values + np.log(2 * np.pi * self.values)).sum(axis=1)


def log_density(X, mean, covariance):
    return Ellipse(mean, covariance).log_density(X)
# %% log-sum-exp
def log_sum_exp(table):
    ordered = np.sort(table, axis=1)[:, ::-1]
    rest = np.exp(ordered[:, 1:] - ordered[:, :1]).sum(axis=1)
    return ordered[:, 0] + np.log1p(rest)
# %% e-step
def e_step(X, weights, means, covariances):
    joint = np.empty((len(X), len(means)))
    for j in range(len(means)):
        gap = X - means[j]
        inverse = np.linalg.inv(covariances[j])
        joint[:, j] = np.log(weights[j]) - 0.5 * np.sum(gap @ inverse * gap, axis=1)
        joint[:, j] -= 0.5 * np.linalg.slogdet(2 * np.pi * np.asarray(covariances[j]))[1]
    top = joint.max(axis=1, keepdims=True)
    parts = np.exp(joint - top)
    whole = parts.sum(axis=1, keepdims=True)
    return parts / whole, (top + np.log(whole)).sum()
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    G = np.asarray(responsibilities)
    means = np.array([np.average(X, axis=0, weights=g) for g in G.T])
    spreads = [
        np.average([np.outer(v, v) for v in X - mean], axis=0, weights=g) for mean, g in zip(means, G.T)
    ]
    return G.mean(axis=0), means, np.stack(spreads) + floor * np.identity(X.shape[1])
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    def climb(parameters, history):
        shares, value = e_step(X, *parameters)
        history = history + [value]
        done = len(history) == max_iter + 1 or (len(history) > 1 and value - history[-2] < tol)
        return (*parameters, history) if done else climb(m_step(X, shares), history)

    return climb((weights, means, covariances), [])
# %% n-parameters
def n_parameters(n_components, n_features):
    d = n_features
    return n_components * (d + 1) * (d + 2) // 2 - 1
# %% paper-limit
limit_shares = np.array([[0.999], [0.25], [0.001]])
limit_cost = "2"
