# Each point goes to one component, and counts there only.
# earns: 15
# e-step-shares: Each share is 0 or 1: that is the hard choice of K-Means. Keep the
# e-step-likelihood: You keep only the largest term of each sum. Add them all.
# climb-together: Your functions end at another log-likelihood.
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    return np.eye(len(weights))[joint.argmax(axis=1)], joint.max(axis=1).sum()
