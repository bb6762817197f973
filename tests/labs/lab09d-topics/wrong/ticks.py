# Ticks instead of counts; capital letters matter.
# earns: 16
# count-table: rose stands twice in the first text. Count, do not only tick.
# count-whole: Bread, BREAD and bread are one word: 3, not 1.0.
# %% count
def count_words(texts, words):
    return np.array([[float(word in text.split()) for word in words] for text in texts])
