# Plain loops over points and components, an inverse and a determinant by elimination, lists for arrays.
# %% log-density
import math


def log_density(X, mean, covariance):
    d = len(mean)
    results = []
    for x in X:
        rows = [[float(v) for v in row] + [float(a) - float(m)] for row, a, m in zip(covariance, x, mean)]
        gap = [row[-1] for row in rows]
        log_determinant = 0.0
        for i in range(d):
            log_determinant += math.log(rows[i][i])
            for r in range(d):
                if r != i:
                    factor = rows[r][i] / rows[i][i]
                    rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
        solved = [rows[i][-1] / rows[i][i] for i in range(d)]
        squared = sum(a * b for a, b in zip(gap, solved))
        results.append(-(d * math.log(2 * math.pi) + log_determinant + squared) / 2)
    return results
# %% log-sum-exp
def log_sum_exp(table):
    results = []
    for row in table:
        top = max(row)
        results.append(top + math.log(sum(math.exp(a - top) for a in row)))
    return results
# %% e-step
def e_step(X, weights, means, covariances):
    columns = [log_density(X, means[j], covariances[j]) for j in range(len(weights))]
    responsibilities, total = [], 0
    for i in range(len(X)):
        row = np.array([[math.log(weights[j]) + columns[j][i] for j in range(len(weights))]])
        whole = float(log_sum_exp(row)[0])
        responsibilities.append([math.exp(a - whole) for a in row[0]])
        total += whole
    return responsibilities, total
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    n, d, k = len(X), len(X[0]), len(responsibilities[0])
    weights, means, covariances = [], [], []
    for j in range(k):
        owns = sum(row[j] for row in responsibilities)
        mean = [sum(row[j] * x[a] for row, x in zip(responsibilities, X)) / owns for a in range(d)]
        matrix = [[floor if a == b else 0.0 for b in range(d)] for a in range(d)]
        for row, x in zip(responsibilities, X):
            for a in range(d):
                for b in range(d):
                    matrix[a][b] += row[j] * (x[a] - mean[a]) * (x[b] - mean[b]) / owns
        weights.append(owns / n)
        means.append(mean)
        covariances.append(matrix)
    return weights, means, covariances
# %% em
def em(X, weights, means, covariances, tol=1e-3, max_iter=100):
    history = []
    while True:
        shares, value = e_step(X, weights, means, covariances)
        history.append(value)
        if len(history) > max_iter or (len(history) > 1 and history[-1] < history[-2] + tol):
            return [weights, means, covariances, history]
        weights, means, covariances = m_step(X, shares)
# %% n-parameters
def n_parameters(n_components, n_features):
    free = -1
    for _ in range(n_components):
        free += 1 + n_features + sum(i + 1 for i in range(n_features))
    return free
# %% bic
def bic(log_likelihood, n_components, n_features, n_samples):
    return math.log(n_samples) * n_parameters(n_components, n_features) - 2.0 * log_likelihood
# %% paper-e
share_halfway, share_narrow = "0.25", 0.667
# %% paper-m
weights_paper, means_paper, variances_paper = (0.625, 0.375), (1.6, 6.667), (2.24, 3.556)
# %% paper-limit
limit_shares, limit_cost = (1.0, 0.25, 0.0), 2.0
