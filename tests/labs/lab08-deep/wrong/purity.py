# Each cluster named after its largest class.
# earns: 19
# score-match: Both clusters were named after class 0. One cluster a class: what one cluster
# score-forms: Three clusters cannot all have the name of one class. One cluster a class: the
# %% score
def clustering_accuracy(truth, labels):
    truth, labels = np.asarray(truth), np.asarray(labels)
    return sum(max((truth[labels == g] == c).sum() for c in set(truth)) for g in set(labels)) / len(truth)
