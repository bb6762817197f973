# DataFrames and Series wherever they are natural; labels under other numbers.
# %% prepare
X_sim = customers[["Annual_Income", "Spending_Score"]]
X_mean, X_std = X_sim.mean(), X_sim.std(ddof=0)
X_scaled = (X_sim - X_mean) / X_std
print(X_scaled.head())


def standardize_new(income, score):
    return (pd.Series({"Annual_Income": income, "Spending_Score": score}) - X_mean) / X_std
# %% elbow
inertias = pd.Series({k: KMeans(k, n_init=10, random_state=42).fit(X_scaled).inertia_ for k in range(1, 11)})
ratios = (inertias / inertias.shift(1)).dropna()
# %% chord
def chord_elbow(ks, values):
    curve = pd.Series(list(values), index=list(ks), dtype=float)
    line = pd.Series([curve.iloc[0], curve.iloc[-1]], index=[curve.index[0], curve.index[-1]])
    return (line.reindex(curve.index).interpolate(method="index") - curve).idxmax()


chord_picks = np.array([chord_elbow(range(1, 6), inertias[:5]), chord_elbow(range(1, 11), inertias), chord_elbow(range(2, 11), inertias[1:])])
# %% silhouette
silhouettes = {k: round(float(silhouette_score(X_scaled, KMeans(k, n_init=10, random_state=42).fit_predict(X_scaled))), 3) for k in range(2, 11)}
best_k = int(pd.Series(silhouettes).idxmax())
best_silhouette = pd.Series(silhouettes).max()
# %% profile
segments = KMeans(best_k, n_init=10, random_state=42).fit_predict(X_scaled)
profile = X_sim.groupby(segments).agg(customers=("Annual_Income", "size"), income=("Annual_Income", "mean"), score=("Spending_Score", "mean")).sort_values("income").round(3)
# %% mixture
labels_kmeans = 7 - 3 * KMeans(2, n_init=10, random_state=42).fit_predict(X_moons_scaled)
labels_gmm = list(1 - GaussianMixture(2, random_state=42).fit_predict(X_moons_scaled))
ari_kmeans = round(adjusted_rand_score(labels_kmeans, y_moons), 4)
ari_gmm = round(adjusted_rand_score(labels_gmm, y_moons), 4)
# %% bic
bics = {k: round(GaussianMixture(k, n_init=5, random_state=42).fit(X_moons_scaled).bic(X_moons_scaled), 1) for k in (2, 4, 6, 8, 10, 12)}
best_components = sorted(bics, key=bics.get)[0]
# %% count
def count_clusters(labels):
    sizes = pd.Series(labels).value_counts()
    noise = int(sizes.get(-1, 0))
    return len(sizes) - (noise > 0), noise
# %% dbscan
eps, min_samples = 0.35, 4
labels_dbscan = pd.Series(DBSCAN(eps=eps, min_samples=min_samples).fit(X_moons_scaled).labels_).replace({0: 5, 1: 3})
# %% sweep
rows = {}
for radius in EPS_VALUES:
    found = DBSCAN(eps=radius, min_samples=5).fit(X_moons_scaled).labels_
    rows[radius] = [*count_clusters(found), round(adjusted_rand_score(found, y_moons), 3)]
sweep = dict(sorted(rows.items(), reverse=True))
# %% retrieval
from sklearn.metrics.pairwise import cosine_similarity, euclidean_distances

by_cosine = pd.Series(cosine_similarity(counts, [query])[:, 0]).sort_values(ascending=False).index
by_euclidean = pd.Series(euclidean_distances(counts, [query])[:, 0]).sort_values().index.tolist()
# %% track
def track_clustering_run(X_data, k, run_name):
    if k <= 1:
        raise ValueError("k must be at least 2")
    mlflow.set_experiment(EXPERIMENT)
    scaler = StandardScaler().set_output(transform="pandas")
    model = Pipeline([("z", scaler), ("groups", KMeans(k, n_init=10, random_state=42))]).fit(X_data)
    z, labels = scaler.transform(X_data), model.predict(X_data)
    with mlflow.start_run(run_name=run_name):
        for name, value in {"K": k, "Algorithm": "KMeans", "n_init": 10, "random_state": 42, "rows": len(z)}.items():
            mlflow.log_param(name, value)
        mlflow.log_metrics({"Inertia": model["groups"].inertia_, "Silhouette": silhouette_score(z, labels), "CalinskiHarabasz": calinski_harabasz_score(z, labels), "n_samples": len(z)})
        mlflow.sklearn.log_model(model, name="model", input_example=X_data.head(2), signature=infer_signature(X_data), pip_requirements=["scikit-learn"])
        return mlflow.active_run().info.run_id
# %% runs
table = customers[["Annual_Income", "Spending_Score"]].astype(float)
run_ids = {}
for k in [7, 3, 5, 2, 6, 4]:
    run_ids[k] = track_clustering_run(table, k, "segmentation")
silhouette_by_k = {k: round(client.get_run(name).data.metrics["Silhouette"], 4) for k, name in run_ids.items()}
best_run_id = run_ids[max(silhouette_by_k, key=silhouette_by_k.get)]
# %% package
import datetime

from sklearn.pipeline import make_pipeline


def save_package(X_data, k, path):
    model = make_pipeline(StandardScaler(), KMeans(k, n_init=10, random_state=42))
    groups = X_data.assign(segment=model.fit_predict(X_data)).groupby("segment").mean()
    with open(path, "wb") as file:
        joblib.dump(
            {
                "pipeline": model,
                "features": tuple(X_data.columns),
                "names": {j: segment_name(row.Annual_Income, row.Spending_Score) for j, row in groups.iterrows()},
                "versions": {"scikit-learn": sklearn.__version__, "pandas": pd.__version__},
                "trained_on": datetime.datetime.now(),
            },
            file,
        )
# %% predict
def predict_customer(package, customer):
    try:
        row = pd.DataFrame([customer])[package["features"]].astype(float)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"bad customer: {error}")
    if not np.isfinite(row.to_numpy()).all() or not row["Spending_Score"].between(1, 100).all() or (row["Annual_Income"] < 0).any():
        raise ValueError("a value is out of range")
    segment = package["pipeline"].predict(row)[0]
    return {"id": segment, "name": package["names"][segment], "distance": package["pipeline"].transform(row).min()}
# %% drift
from scipy.optimize import linear_sum_assignment


def psi(expected, actual):
    table = pd.DataFrame({"e": expected, "a": actual}).clip(lower=1e-4)
    return ((table.a - table.e) * np.log(table.a / table.e)).sum()


def psi_of_feature(reference, current, n_bins=4):
    edges = pd.qcut(reference, n_bins, retbins=True)[1]
    edges[0], edges[-1] = -np.inf, np.inf
    shares = [pd.Series(pd.cut(sample, edges)).value_counts(normalize=True, sort=False).to_numpy() for sample in (reference, current)]
    return psi(*shares)


def center_shift(old, new):
    table = np.linalg.norm(np.asarray(old)[:, None] - np.asarray(new)[None], axis=2)
    return pd.Series(table[linear_sum_assignment(table)])
# %% topics
lda = LatentDirichletAllocation(2, random_state=42).fit(word_counts)
topic_shares = pd.DataFrame(lda.transform(word_counts)).round(3)
one_label = list(KMeans(2, n_init=10, random_state=42).fit_predict(TfidfTransformer().fit_transform(word_counts).toarray()) + 1)
