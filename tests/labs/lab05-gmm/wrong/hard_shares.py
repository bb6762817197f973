# Each point goes to one component, and counts there only.
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    return np.eye(len(weights))[joint.argmax(axis=1)], joint.max(axis=1).sum()
