# The article with a name is thrown away.
# earns: 20
# article-whole: PADS is an article: it has a name instead of a number.
# %% article
def is_article(codes):
    return codes.str.fullmatch(r"\d{5}[A-Za-z]*")
