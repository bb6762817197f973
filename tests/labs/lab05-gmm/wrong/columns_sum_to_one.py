# Each component is shared out among the points.
# earns: 15
# e-step-shares: Each COLUMN sums to 1. Divide by the sum over the components: each point, each
# e-step-far: At 100 the component at 10 owns the whole point, the one at 0 nothing, not
# climb-together: Your em stops after 1 iterations, far too early for this start.
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    total = log_sum_exp(joint)
    shares = np.exp(joint - joint.max(axis=0))
    return shares / shares.sum(axis=0), total.sum()
