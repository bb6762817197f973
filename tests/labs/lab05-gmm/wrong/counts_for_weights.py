# The weights are never divided.
# earns: 16
# m-step-means: These are the counts N_j. A weight is a share of all points: divide by n.
# climb-together: Your functions end at another log-likelihood.
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    owned = responsibilities.sum(axis=0)
    means = responsibilities.T @ X / owned[:, None]
    covariances = []
    for g, mean in zip(responsibilities.T, means):
        away = X - mean
        covariances.append((g * away.T) @ away / g.sum() + floor * np.eye(X.shape[1]))
    return owned, means, np.array(covariances)
