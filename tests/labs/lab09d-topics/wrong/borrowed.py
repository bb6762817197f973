# scikit-learn's vectorizer, and the library of the course.
# earns: 14
# count-table: is withheld here
# count-whole: is withheld here
# idf-formula: is withheld here
# idf-documents: is withheld here
# %% count
def count_words(texts, words):
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(vocabulary=list(words)).transform(texts).toarray()
# %% idf
from sklearn.feature_extraction.text import TfidfTransformer


def idf(counts):
    return TfidfTransformer().fit(counts).idf_
