# Compares with the epoch before; best of all epochs.
# earns: 74
# stop-end: Epoch 6 only equals the best: that is no improvement. Three epochs without one
# stop-best: The best weights are those of epoch 4. Epoch 8 is better, but training ended b
# %% stop
def early_stop(losses, patience):
    waited = 0
    for epoch in range(2, len(losses) + 1):
        waited = 0 if losses[epoch - 1] < losses[epoch - 2] else waited + 1
        if waited == patience:
            return epoch, int(np.argmin(losses)) + 1
    return len(losses), int(np.argmin(losses)) + 1
