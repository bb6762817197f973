# The floor is added to every entry.
# earns: 17
# m-step-floor: Add the floor to the diagonal only: the other entries are no variances, and
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    owned = responsibilities.sum(axis=0)
    means = responsibilities.T @ X / owned[:, None]
    covariances = []
    for g, mean in zip(responsibilities.T, means):
        away = X - mean
        covariances.append((g * away.T) @ away / g.sum() + floor)
    return owned / len(X), means, np.array(covariances)
