# An equal error counts as an improvement.
# earns: 74
# stop-end: Epoch 6 only equals the best: that is no improvement. Three epochs without one
# stop-best: The best weights are those of epoch 4. Epoch 8 is better, but training ended b
# %% stop
def early_stop(losses, patience):
    best = 1
    for epoch, loss in enumerate(losses, start=1):
        if loss <= losses[best - 1]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch, best
