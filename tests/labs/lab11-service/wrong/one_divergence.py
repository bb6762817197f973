# Only one of the two divergences.
# earns: 24
# psi-fixed: The shares are 1.5/8 and 6.5/8, and the index is
# %% psi
def psi(stored, values):
    b, a = np.array(stored["shares"]), np.array(shares_in(values, stored["edges"]))
    return float((a * np.log(a / b)).sum())
