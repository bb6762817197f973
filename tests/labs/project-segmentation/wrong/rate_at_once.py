# The rate falls within the epoch; counting does not start again.
# earns: 75
# rates-used: Epochs 3 and 4 did not improve; epoch 4 still used the old rate. The next one
# %% rates
def rates(losses, rate, factor, patience):
    used, best, waited = [], float("inf"), 0
    for loss in losses:
        waited = 0 if loss < best else waited + 1
        best = min(best, loss)
        if waited >= patience:
            rate = rate * factor
        used.append(rate)
    return used
