# Cluster numbers taken for classes.
# earns: 19
# score-match: These are the same groups under other names: accuracy 1. Match clusters with c
# score-forms: One cluster over classes of 1, 1 and 2 points: 2 of 4 are right, not 0.25.
# %% score
def clustering_accuracy(truth, labels):
    return np.mean(truth == labels)
