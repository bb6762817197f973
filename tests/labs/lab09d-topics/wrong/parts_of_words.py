# bed is found in bedroom.
# earns: 17
# count-whole: bed does not stand in bedroom. Compare whole words.
# %% count
def count_words(texts, words):
    return np.array([[text.lower().count(word) for word in words] for text in texts])
