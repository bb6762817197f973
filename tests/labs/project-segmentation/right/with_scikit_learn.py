# The tools of scikit-learn; files of NumPy; a sequential network.
# %% overview
def overview(table):
    kinds = table.dtypes.drop(["ID", "Segmentation"], errors="ignore")
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in kinds]
    n, m = table.shape
    return {"rows": n, "columns": m, "numbers": list(kinds.index[numeric]), "words": list(kinds.index[~np.array(numeric)]), "repeated": n - table["ID"].nunique()}
# %% missing
def missing(table):
    counts = table.isnull().sum()
    return (counts[counts > 0] / len(table)).sort_values(ascending=False)
# %% encode
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder


def encode(table):
    ordered = OrdinalEncoder(categories=[VALUES[name] for name in WORDS[:4]])
    wide = OneHotEncoder(categories=[VALUES[name] for name in WORDS[4:]], sparse_output=False)
    return pd.concat([pd.DataFrame(part) for part in (table[list(NUMBERS)].to_numpy(), ordered.fit_transform(table[list(WORDS[:4])]), wide.fit_transform(table[list(WORDS[4:])]))], axis=1)
# %% scale
from sklearn.preprocessing import StandardScaler


def scale_of(X):
    model = StandardScaler().fit(X)
    return model.mean_, model.scale_
# %% network
def network(n_features, hidden, n_latent):
    dense = [keras.layers.Dense(units, activation="relu") for units in hidden]
    encoder = keras.Sequential([keras.Input((n_features,)), *dense, keras.layers.Dense(n_latent)])
    back = [keras.layers.Dense(units, activation="relu") for units in reversed(hidden)]
    return keras.Sequential([encoder, *back, keras.layers.Dense(n_features)]), encoder
# %% rates
def rates(losses, rate, factor, patience):
    used, best, since = [], np.inf, 0
    for loss in losses:
        used.append(rate)
        if loss < best:
            best, since = loss, 0
        else:
            since += 1
        if since >= patience:
            rate *= factor
            since = 0
    return np.array(used)
# %% pca
def pca_error(X, X_new, k):
    from sklearn.decomposition import PCA

    model = PCA(n_components=k).fit(X)
    return float(((X_new - model.inverse_transform(model.transform(X_new))) ** 2).mean())
# %% sweep
def sweep(Z, ks, seed):
    def one(k):
        models = [KMeans(k, n_init=1, random_state=100 * seed + i).fit(Z) for i in range(20)]
        best = min(models, key=lambda model: model.inertia_)
        return best.inertia_, None if k == 1 else silhouette_score(Z, best.labels_)

    return tuple(zip(*[one(k) for k in ks]))


from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
# %% calinski
def calinski_harabasz(X, labels):
    from sklearn.metrics import calinski_harabasz_score

    return calinski_harabasz_score(X, labels)
# %% judge
from sklearn import metrics


def judge(X, labels, segments):
    return dict(silhouette=metrics.silhouette_samples(X, labels).mean(), ARI=metrics.adjusted_rand_score(labels, segments), NMI=metrics.normalized_mutual_info_score(labels, segments))
# %% marks
def marks(X, labels, names):
    table = pd.DataFrame(X, columns=names)
    far = (table.groupby(labels).mean() - table.mean()) / table.std().replace(0, np.nan)
    return {label: f"{'+' if row[row.abs().idxmax()] > 0 else '-'}{row.abs().idxmax()}" for label, row in far.iterrows()}
# %% bundle
def save_bundle(bundle, folder):
    folder = Path(folder)
    folder.mkdir(exist_ok=False)
    np.savez(folder / "numbers.npz", **{key: bundle[key] for key in ("middle", "spread", "centers")})
    (folder / "words.json").write_text(json.dumps([bundle["values"], list(bundle["names"])]))


def load_bundle(folder):
    folder = Path(folder)
    values, names = json.loads((folder / "words.json").read_text())
    return {"values": values, "names": names} | dict(np.load(folder / "numbers.npz"))
# %% predict
def predict_segments(bundle, table, encoder):
    from scipy.spatial.distance import cdist

    validate(table)
    whole = fill(table, bundle["values"])
    codes = np.asarray(encoder(standardize(encode(whole), bundle["middle"], bundle["spread"])))
    nearest = cdist(codes, bundle["centers"]).argmin(1)
    found = table[["ID"]].copy()
    found["Segmentation"] = [bundle["names"][j] for j in nearest]
    return found
