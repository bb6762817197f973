# Other tools of the libraries, other right choices, small types.
# %% prepare
from sklearn.preprocessing import scale

X_sim = customers.loc[:, "Annual_Income":"Spending_Score"].to_numpy(dtype=np.float32)
X_mean, X_std = X_sim.mean(axis=0), X_sim.std(axis=0)
X_scaled = scale(X_sim.astype(float))
ruler = StandardScaler().fit(X_sim)


def standardize_new(income, score):
    return ruler.transform([[income, score]])
# %% elbow
inertias = {k: KMeans(k, n_init=30, random_state=42).fit(X_scaled).inertia_ for k in range(1, 11)}
ratios = {k: inertias[k] / inertias[k - 1] for k in range(2, 11)}
# %% chord
def chord_elbow(ks, values):
    line = np.interp(ks, [ks[0], ks[-1]], [values[0], values[-1]])
    return list(ks)[np.argmax(line - np.asarray(values))]


curve = list(inertias.values())
chord_picks = [chord_elbow(range(a, b), curve[a - 1 : b - 1]) for a, b in [(1, 6), (1, 11), (2, 11)]]
# %% silhouette-parts
from scipy.spatial.distance import cdist


def silhouette_parts(X, labels, i):
    X, labels = np.asarray(X), np.asarray(labels)
    gaps = cdist(X[[i]], X)[0]
    groups = np.unique(labels)
    means = np.array([gaps[labels == j].mean() for j in groups])
    own = groups == labels[i]
    size = np.sum(labels == labels[i])
    b = means[~own].min()
    if size == 1:
        return 0, b, 0
    a = means[own][0] * size / (size - 1)
    return a, b, (1 - a / b if a < b else b / a - 1)
# %% em
from scipy.special import logsumexp
from scipy.stats import multivariate_normal


def e_step(X, weights, means, covariances):
    logs = [np.log(w) + multivariate_normal.logpdf(X, m, c) for w, m, c in zip(weights, means, covariances)]
    logs = np.transpose(logs)
    return np.exp(logs - logsumexp(logs, axis=1, keepdims=True))


def m_step(X, responsibilities):
    means = [np.average(X, axis=0, weights=r) for r in responsibilities.T]
    covariances = [np.atleast_2d(np.cov(np.transpose(X), aweights=r, ddof=0)) for r in responsibilities.T]
    return responsibilities.mean(axis=0), np.array(means), np.array(covariances)
# %% kdist
from scipy.spatial import cKDTree

k_distances = np.sort(cKDTree(X_moons_scaled).query(X_moons_scaled, k=5)[0][:, 4]).astype(np.float32)
# %% dbscan
eps, min_samples = 0.5, 8
labels_dbscan = DBSCAN(eps=eps, min_samples=min_samples).fit_predict(X_moons_scaled).astype(float)
# %% similarity
from scipy.spatial import distance

knn = KNeighborsClassifier(n_neighbors=5, algorithm="brute").fit(X_train, y_train)
knn_predictions = knn.predict(X_test)
knn_accuracy = (knn_predictions == y_test).mean()


def cosine(u, v):
    return 1 - distance.cosine(u, v)


def jaccard(a, b):
    items = sorted(set(a) | set(b))
    if not items:
        return 1
    return 1 - distance.jaccard([x in a for x in items], [x in b for x in items])
# %% bonus
from scipy.optimize import brentq


def meet_probability(s, bands, rows):
    return -np.expm1(bands * np.log1p(-(s**rows)))


half_way = round(brentq(lambda s: meet_probability(s, 20, 5) - 0.5, 0.01, 0.99), 3)


def share_compared(points, queries):
    tree = KDTree(np.asarray(points), leaf_size=10)
    tree.query(queries)
    return tree.get_n_calls() / np.size(points) * np.shape(points)[1] / len(queries)
# %% track
def track_clustering_run(X_data, k, run_name):
    if k not in range(2, len(X_data)):
        raise ValueError(f"no silhouette with {k} clusters")
    raw = np.asarray(X_data, dtype=float)
    scaler = StandardScaler()
    kmeans = KMeans(n_clusters=k, n_init=10, random_state=42)
    pipeline = Pipeline(steps=[("scale", scaler), ("cluster", kmeans)])
    pipeline.fit(raw)
    experiment = mlflow.get_experiment_by_name(EXPERIMENT)
    mlflow.start_run(run_name=run_name, experiment_id=experiment.experiment_id)
    mlflow.log_params({**kmeans.get_params(), "K": k, "Algorithm": type(kmeans).__name__})
    Z = scaler.transform(raw)
    mlflow.log_metric("Silhouette", float(silhouette_score(Z, kmeans.labels_)))
    mlflow.log_metric("Inertia", float(-pipeline.score(raw)))
    mlflow.log_metric("CalinskiHarabasz", float(calinski_harabasz_score(Z, kmeans.labels_)))
    mlflow.sklearn.log_model(pipeline, name="model", pip_requirements=["scikit-learn"], signature=infer_signature(raw, kmeans.labels_))
    run_id = mlflow.active_run().info.run_id
    mlflow.end_run()
    return run_id
# %% runs
run_ids = {k: track_clustering_run(customers[["Annual_Income", "Spending_Score"]], k, f"K={k}") for k in range(2, 8)}
silhouette_by_k = {}
for run in client.search_runs([mlflow.get_experiment_by_name(EXPERIMENT).experiment_id]):
    silhouette_by_k[int(run.data.params["K"])] = run.data.metrics["Silhouette"]
best_run_id = client.search_runs([mlflow.get_experiment_by_name(EXPERIMENT).experiment_id], order_by=["metrics.Silhouette DESC"])[0].info.run_id
# %% package
def save_package(X_data, k, path):
    scaler = StandardScaler()
    kmeans = KMeans(k, n_init=10, random_state=42).fit(scaler.fit_transform(X_data.to_numpy()))
    table = pd.DataFrame(scaler.inverse_transform(kmeans.cluster_centers_), columns=X_data.columns)
    names = {j: segment_name(*table.loc[j, ["Annual_Income", "Spending_Score"]]) for j in table.index}
    joblib.dump(
        dict(
            pipeline=Pipeline([("scaler", scaler), ("kmeans", kmeans)]),
            features=X_data.columns.tolist(),
            names=names,
            versions={"scikit-learn": sklearn.__version__},
            trained_on="2026-11-21",
        ),
        path,
    )
# %% drift
from scipy.optimize import linear_sum_assignment
from scipy.special import rel_entr


def psi(expected, actual):
    expected, actual = np.clip(expected, 1e-4, None), np.clip(actual, 1e-4, None)
    return rel_entr(expected, actual).sum() + rel_entr(actual, expected).sum()


def psi_of_feature(reference, current, n_bins=4):
    edges = np.quantile(reference, np.linspace(0, 1, n_bins + 1))
    edges[[0, -1]] = [-np.inf, np.inf]
    count = lambda sample: np.histogram(np.clip(sample, -1e9, 1e9), np.nan_to_num(edges, posinf=1e9, neginf=-1e9))[0]
    return psi(count(reference) / len(reference), count(current) / len(current))


def center_shift(old, new):
    table = cdist(old, new)
    return table[np.arange(len(table)), linear_sum_assignment(table)[1]].tolist()
# %% topics
lda = LatentDirichletAllocation(2, random_state=42, learning_method="online", max_iter=20).fit(word_counts)
topic_shares = lda.transform(word_counts)
one_label = KMeans(2, n_init=10, random_state=1).fit(TfidfTransformer().fit_transform(word_counts)).labels_
