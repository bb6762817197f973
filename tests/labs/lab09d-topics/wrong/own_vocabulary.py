# One column for each word of the texts, in alphabetical order; empty texts have no row.
# earns: 16
# count-table: With the columns soil, rose, map the rows are [1, 2, 0] and [1, 0, 1], not
# count-whole: Four texts and two words: shape (4, 2), not
# %% count
def count_words(texts, words):
    found = sorted({word for text in texts for word in text.lower().split()})
    return np.array([[text.lower().split().count(word) for word in found] for text in texts if text])
