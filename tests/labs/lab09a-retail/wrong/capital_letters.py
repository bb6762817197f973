# Small letters after the digits are refused.
# earns: 20
# article-pattern: 84029gr is an article: small letters may follow, and more than one.
# %% article
def is_article(codes):
    return codes.str.fullmatch(r"\d{5}[A-Z]*|PADS")
