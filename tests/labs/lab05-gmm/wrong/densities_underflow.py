# exp before the division.
# earns: 17
# e-step-far: Far from all components the shares are NaN: 0 / 0. Subtract logarithms, and
# %% e-step
def e_step(X, weights, means, covariances):
    densities = np.stack([np.exp(log_density(X, m, c)) for m, c in zip(means, covariances)], axis=1)
    joint = weights * densities
    whole = joint.sum(axis=1)
    return joint / whole[:, None], np.log(whole).sum()
