# LDA on TF-IDF; K-Means on the raw lengths of the documents.
# earns: 70
# topics-shares: The shares are far from the true ones. Fit the counts, not their TF-IDF.
# topics-labels: K-Means separates the documents of a single topic, but one_label does not.
# %% topics
tfidf = TfidfTransformer().fit_transform(word_counts)
topic_shares = LatentDirichletAllocation(2, random_state=42).fit_transform(tfidf)
one_label = KMeans(2, n_init=10, random_state=42).fit_predict(word_counts.sum(axis=1)[:, None])
