# Anything that begins with five digits is an article.
# earns: 20
# article-whole: 850481 has six digits. An article has five, and then letters or nothing.
# %% article
def is_article(codes):
    return codes.str.match(r"\d{5}|PADS")
