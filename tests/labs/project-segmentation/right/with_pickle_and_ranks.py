# Quartiles from pandas; a bundle as one pickle; ranks by sorting.
# %% outliers
def outliers(values, factor=1.5):
    values = pd.Series(values)
    low, high = values.quantile(0.25), values.quantile(0.75)
    return ~(values.between(low - factor * (high - low), high + factor * (high - low)) | values.isna())
# %% learn-fill
from sklearn.impute import SimpleImputer


def fill_values(table):
    numbers = SimpleImputer(strategy="median").fit(table[list(NUMBERS)])
    words = SimpleImputer(strategy="most_frequent").fit(table[list(WORDS)])
    return dict(zip((*NUMBERS, *WORDS), (*numbers.statistics_.tolist(), *words.statistics_.tolist())))
# %% split
def split(segments, share, rng):
    segments = pd.Series(list(segments))
    order = rng.permutation(len(segments))
    rank = segments.iloc[order].groupby(segments.iloc[order]).cumcount()
    quota = segments.iloc[order].map(segments.value_counts().map(lambda m: round(share * m)))
    held = order[(rank < quota).to_numpy()]
    return np.setdiff1d(order, held), held
# %% bundle
import pickle


def save_bundle(bundle, folder):
    if Path(folder).exists():
        raise FileExistsError(folder)
    Path(folder).mkdir(parents=True)
    with open(Path(folder) / "all.pickle", "wb") as file:
        pickle.dump(bundle, file)


def load_bundle(folder):
    with open(Path(folder) / "all.pickle", "rb") as file:
        return pickle.load(file)
# %% cramer
def cramers_v(a, b):
    from scipy.stats.contingency import association

    known = ~(pd.isna(pd.Series(list(a))) | pd.isna(pd.Series(list(b))))
    return association(pd.crosstab(pd.Series(list(a))[known], pd.Series(list(b))[known]).to_numpy())
# %% standard
def standardize(X, middle, spread):
    return np.array([[(x - m) / s for x, m, s in zip(row, middle, spread)] for row in np.asarray(X)])
# %% write
def write_segments(found, path):
    found.set_index("ID")["Segmentation"].to_csv(path)
