# The floor is ignored.
# earns: 17
# m-step-floor: Two equal points have variance 0, and a matrix of zeros has no inverse. Add the
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    owned = responsibilities.sum(axis=0)
    means = responsibilities.T @ X / owned[:, None]
    covariances = []
    for g, mean in zip(responsibilities.T, means):
        away = X - mean
        covariances.append((g * away.T) @ away / g.sum())
    return owned / len(X), means, np.array(covariances)
