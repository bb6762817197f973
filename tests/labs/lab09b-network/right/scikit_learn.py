# scikit-learn's own tools where they fit.
# %% numbers
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler


def numbers(flows):
    logs = FunctionTransformer(np.log1p).fit_transform(flows[COUNTS])
    return pd.concat([logs, flows[RATES]], axis=1).to_numpy(dtype=np.float32)
# %% onehot
def one_hot(values, categories):
    coder = OneHotEncoder(categories=[list(categories)], handle_unknown="ignore", sparse_output=False)
    return coder.fit_transform(np.array(values, dtype=object).reshape(-1, 1)) if set(values) <= set(categories) else np.array([[v == c for c in categories] for v in values])
# %% scale
def scale(normal, X):
    return StandardScaler().fit(normal).transform(X)
# %% score
from sklearn.metrics import pairwise_distances


def score(X, centers):
    return pairwise_distances(X, centers).min(axis=1).round(6)
# %% limit
def limit_for(scores, rate):
    kept = np.sort(scores)[::-1]
    allowed = int(np.floor(rate * len(kept) + 1e-9))
    return float(kept[allowed])
# %% unreached
from sklearn.neighbors import NearestNeighbors


def unreached(normal, X, eps, min_samples):
    model = DBSCAN(eps=eps, min_samples=min_samples).fit(normal)
    if not len(model.components_):
        return np.full(len(X), True)
    far, _ = NearestNeighbors(n_neighbors=1).fit(model.components_).kneighbors(X)
    return far[:, 0] > eps
# %% judge
from sklearn.metrics import accuracy_score, precision_score, recall_score


def judge(attack, alarm):
    return {
        "accuracy": accuracy_score(attack, alarm),
        "precision": precision_score(attack, alarm, zero_division=np.nan),
        "recall": recall_score(attack, alarm, zero_division=np.nan),
        "false alarm rate": 1 - recall_score(~attack, ~alarm, zero_division=np.nan),
    }
