# The square of the sum is not divided.
# earns: 17
# spread-cost: -6 = 10 - 16: the square of the sum must be divided by N.
# %% spread
def spread(N, LS, SS):
    return SS - np.dot(LS, LS)
