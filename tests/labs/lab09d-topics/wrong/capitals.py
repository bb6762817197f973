# Capital letters matter.
# earns: 17
# count-whole: Bread, BREAD and bread are one word: 3, not 1.0.
# %% count
def count_words(texts, words):
    return np.array([[text.split().count(word) for word in words] for text in texts])
