# Each component is shared out among the points.
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    total = log_sum_exp(joint)
    shares = np.exp(joint - joint.max(axis=0))
    return shares / shares.sum(axis=0), total.sum()
