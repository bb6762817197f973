# Counters, dictionaries and the math module.
# %% count
from collections import Counter


def count_words(texts, words):
    bags = [Counter(text.lower().split()) for text in texts]
    return [[bag[word] for word in words] for bag in bags]
# %% idf
import math


def idf(counts):
    n = len(counts)
    return [1 + math.log((1 + n) / (1 + sum(1 for v in column if v))) for column in np.transpose(counts)]
# %% unit
def unit_rows(table):
    return [[v / (math.hypot(*row) or 1) for v in row] for row in table]
# %% alike
def most_alike(rows, i):
    def cosine(a, b):
        return sum(x * y for x, y in zip(a, b)) / math.hypot(*a) / math.hypot(*b)

    found = {j: cosine(rows[i], rows[j]) for j in range(len(rows)) if j != i}
    best = max(found, key=found.get)
    return best, found[best]
# %% pairs
def pairs_sharing(counts):
    bags = [{j for j, v in enumerate(row) if v} for row in counts]
    return sum(bool(bags[i] & bags[j]) for i in range(len(bags)) for j in range(i))
# %% top
def top_words(rows, labels, words, n):
    found = {}
    for label in set(labels):
        a = [row for row, own in zip(rows, labels) if own == label]
        b = [row for row, own in zip(rows, labels) if own != label]
        lead = {w: sum(r[j] for r in a) / len(a) - sum(r[j] for r in b) / len(b) for j, w in enumerate(words)}
        found[label] = sorted(lead, key=lambda w: (-lead[w], w))[:n]
    return found
# %% step
def share_step(counts, topics, shares):
    gained, n = [0.0] * len(shares), 0
    for w, count in enumerate(counts):
        parts = [s * row[w] for s, row in zip(shares, topics)]
        if sum(parts) > 0 and count > 0:
            n += count
            gained = [g + count * p / sum(parts) for g, p in zip(gained, parts)]
    return [g / n for g in gained] if n else list(shares)
# %% shares
def document_shares(counts, topics, n_steps=100):
    def of(document):
        shares = np.array([1 / len(topics)] * len(topics))
        for _ in range(n_steps):
            shares = np.asarray(share_step(document, topics, shares))
        return shares.tolist()

    return [of(document) for document in counts]
# %% search
def search(shares, topic, least):
    found = [(-row[topic], i) for i, row in enumerate(shares) if row[topic] >= least]
    return [i for _, i in sorted(found)]
# %% paper
first_step = 0.75
second_step = 0.825
in_the_end = 0.857
