# The table of topics and words for that of documents; the strongest topic for the label of K-Means.
# earns: 70
# topics-shares: That is a table of topics and words. You need the topics of each document: t
# topics-labels: one_label has two clusters.
# %% topics
lda = LatentDirichletAllocation(n_components=2, random_state=42).fit(word_counts)
topic_shares = lda.components_
one_label = np.zeros(60)
