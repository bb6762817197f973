# A mean of the squared distances.
# earns: 17
# spread-cost: 1 is the mean of the squared distances. spread is their sum.
# %% spread
def spread(N, LS, SS):
    return SS / N - np.dot(LS, LS) / N**2
