# Divided by the variance.
# earns: 76
# standard-ages: The ages become -1.15, -0.13, 1.72, 0.32 and -0.77, not [-0.07, -0.01, 0.11, 0
# %% standard
def standardize(X, middle, spread):
    return (X - middle) / spread**2
