# Sums and scatters over the number of all points.
# earns: 15
# m-step-means: Divide each sum by N_j, what the component owns, not by the number of all
# m-step-covariances: With the new means 3.5 and 7 the variances are 16.75 and 9, not
# climb-together: Your em stops after 1 iterations, far too early for this start.
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    n = len(X)
    weights, means = responsibilities.mean(axis=0), responsibilities.T @ X / n
    covariances = []
    for g, mean in zip(responsibilities.T, means):
        away = X - mean
        covariances.append((g * away.T) @ away / n + floor * np.eye(X.shape[1]))
    return weights, means, np.array(covariances)
