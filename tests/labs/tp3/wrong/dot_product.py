# A dot product for the cosine, repeated items counted again, the accuracy of the training part.
# earns: 68
# knn-held-out: knn_predictions holds one label for each row of X_test, which the fit has no
# cosine-angle: That is the dot product. Divide by the lengths, or a long text wins by its l
# jaccard-share: 2 items are in both and 4 in at least one: 0.5, not 0.75.
# retrieval-cosine: The documents are not in the order of their cosine with the query.
# %% similarity
knn = KNeighborsClassifier(n_neighbors=5).fit(X_train, y_train)
knn_predictions = knn.predict(X_train)
knn_accuracy = knn.score(X_train, y_train)


def cosine(u, v):
    return np.dot(u, v)


def jaccard(a, b):
    common = len([x for x in a if x in b])
    return common / (len(a) + len(b) - common)
# %% retrieval
by_cosine = np.argsort(-(counts @ query), kind="stable")
by_euclidean = np.argsort(((counts - query) ** 2).sum(axis=1))
