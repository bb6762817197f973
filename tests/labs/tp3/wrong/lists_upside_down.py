# Both lists run the wrong way; empty collections divide by zero.
# earns: 69
# jaccard-share: Two empty collections: 0 / 0. By definition their similarity is 1.
# retrieval-cosine: The first document shares no word with the query. Is the list upside down?
# retrieval-euclidean: The list runs from the farthest document to the nearest. The nearest comes f
# %% similarity
knn = KNeighborsClassifier(n_neighbors=5).fit(X_train, y_train)
knn_predictions = knn.predict(X_test)
knn_accuracy = knn.score(X_test, y_test)


def cosine(u, v):
    return np.dot(u, v) / (np.linalg.norm(u) * np.linalg.norm(v))


def jaccard(a, b):
    return len(set(a) & set(b)) / len(set(a) | set(b))
# %% retrieval
by_cosine = sorted(range(7), key=lambda i: cosine(counts[i], query))
by_euclidean = np.argsort(-np.linalg.norm(counts - query, axis=1))
