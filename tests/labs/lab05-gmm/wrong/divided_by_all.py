# Sums and scatters over the number of all points.
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    n = len(X)
    weights, means = responsibilities.mean(axis=0), responsibilities.T @ X / n
    covariances = []
    for g, mean in zip(responsibilities.T, means):
        away = X - mean
        covariances.append((g * away.T) @ away / n + floor * np.eye(X.shape[1]))
    return weights, means, np.array(covariances)
