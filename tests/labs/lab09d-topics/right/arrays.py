# Array operations, float32, other orders of the dictionary.
# %% count
def count_words(texts, words):
    table = np.zeros((len(texts), len(words)), dtype=np.float32)
    for i, text in enumerate(texts):
        own = np.array(text.lower().split(), dtype=object)
        table[i] = [(own == word).sum() for word in words]
    return table
# %% idf
def idf(counts):
    n, df = np.shape(counts)[0], np.count_nonzero(counts, axis=0)
    return (np.log1p(n) - np.log1p(df) + 1).round(4)
# %% unit
from sklearn.preprocessing import normalize


def unit_rows(table):
    return normalize(table).astype(np.float32)
# %% alike
from sklearn.metrics.pairwise import cosine_similarity


def most_alike(rows, i):
    others = np.delete(np.arange(len(rows)), i)
    cosines = cosine_similarity(rows[i : i + 1], rows[others])[0]
    best = np.argmax(cosines)
    return np.array([others[best], round(cosines[best], 3)])
# %% pairs
def pairs_sharing(counts):
    has = np.minimum(counts, 1)
    meet = has @ has.T > 0
    np.fill_diagonal(meet, False)
    return meet.sum() / 2
# %% top
def top_words(rows, labels, words, n):
    labels, words, found = np.asarray(labels), np.asarray(words), {}
    for label in np.unique(labels)[::-1]:
        own = labels == label
        lead = rows[own].mean(axis=0) - rows[~own].mean(axis=0)
        found[label] = words[np.lexsort([words, -lead])][:n]
    return found
# %% step
def share_step(counts, topics, shares):
    mix = np.asarray(shares) @ topics
    per_word = np.divide(counts * (mix > 0), mix, out=np.zeros(len(mix)), where=mix > 0)
    new = shares * (topics @ per_word)
    return new / new.sum() if new.sum() > 0 else shares
# %% search
def search(shares, topic, least):
    order = np.argsort(-shares[:, topic], kind="stable")
    return order[shares[order, topic] >= least]
