# The means are right, the scatters are divided by the number of all points.
# earns: 16
# m-step-covariances: Divide the scatter by N_j, not by the number of all points.
# climb-together: Your em stops after 2 iterations, far too early for this start.
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    owned = responsibilities.sum(axis=0)
    means = responsibilities.T @ X / owned[:, None]
    covariances = []
    for g, mean in zip(responsibilities.T, means):
        away = X - mean
        covariances.append((g * away.T) @ away / len(X) + floor * np.eye(X.shape[1]))
    return owned / len(X), means, np.array(covariances)
