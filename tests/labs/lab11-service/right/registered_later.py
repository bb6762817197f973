# The model is logged first and registered after; aliases are asked one by one; pandas and SciPy do the rest.
# %% register
def register(pipeline, table, segments, name):
    signature = infer_signature(table, pd.Series(pipeline.predict(table)))
    example = pd.DataFrame([table.mean()])
    with mlflow.start_run(run_name="release candidate") as run:
        mlflow.log_param("n_clusters", len(segments))
        mlflow.sklearn.log_model(
            pipeline, name="model", signature=signature, input_example=example,
            metadata={"segments": list(segments), "rows": len(table)}, pip_requirements=["scikit-learn"],
        )
    return int(mlflow.register_model(f"runs:/{run.info.run_id}/model", name).version)
# %% release
def release(name, version):
    new = client.get_model_version(name, str(version))
    try:
        old = client.get_model_version_by_alias(name, "champion")
    except MlflowException:
        old = None
    if old is not None and int(old.version) == int(new.version):
        return None
    client.set_registered_model_alias(name, "champion", new.version)
    if old is not None:
        client.set_registered_model_alias(name, "previous", old.version)
# %% rollback
def rollback(name):
    try:
        version = client.get_model_version_by_alias(name, "previous").version
    except MlflowException:
        raise KeyError(name) from None
    client.delete_registered_model_alias(name, "previous")
    client.set_registered_model_alias(name, "champion", version)
    return int(version)
# %% load
def load_champion(name):
    try:
        version = client.get_model_version_by_alias(name, "champion").version
    except MlflowException:
        raise LookupError(name) from None
    home = f"models:/{name}/{version}"
    return mlflow.sklearn.load_model(home), mlflow.models.Model.load(home).metadata["segments"]
# %% batch
def read_batch(batch):
    if type(batch) is not list or len(batch) == 0 or len(batch) > MOST:
        raise ValueError("a list of riders, please")
    if not all(type(rider) is dict and sorted(rider) == sorted(FEATURES) for rider in batch):
        raise ValueError("wrong fields")
    for feature in FEATURES:
        for i in range(len(batch)):
            value = batch[i][feature]
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if not number or value != value or value < 0 or value > LARGEST:
                raise ValueError(f"wrong value: rider {i}, {feature}")
    return pd.DataFrame(batch)[FEATURES].astype(float).to_numpy()
# %% answer
def answer(pipeline, segments, X):
    table = pd.DataFrame(X, columns=FEATURES)
    ids, gaps = pipeline.predict(table), pipeline.transform(table)
    return [
        {"distance": float(gap[j]), "id": int(j), "name": str(segments[j])} for j, gap in zip(ids, gaps)
    ]
# %% shares
def shares_in(values, edges):
    bins = pd.cut(pd.Series(values), [-np.inf, *edges, np.inf], right=False, labels=False)
    counts = bins.value_counts().reindex(range(len(edges) + 1), fill_value=0) + 0.5
    return (counts / counts.sum()).tolist()
# %% baseline
def baseline(values, n_bins=10):
    cuts = pd.Series(values).quantile([i / n_bins for i in range(1, n_bins)])
    edges = cuts.drop_duplicates().tolist()
    return dict(edges=edges, shares=list(shares_in(values, edges)))
# %% psi
def psi(stored, values):
    from scipy.stats import entropy

    now = shares_in(values, stored["edges"])
    return entropy(now, stored["shares"]) + entropy(stored["shares"], now)
# %% gaps
def ks_gap(reference, window):
    from scipy.stats import ks_2samp

    return ks_2samp(reference, window, method="asymp").statistic


def share_shift(before, now, n_clusters):
    old = pd.Series(before).value_counts(normalize=True)
    new = pd.Series(now).value_counts(normalize=True)
    return new.sub(old, fill_value=0).reindex(range(n_clusters), fill_value=0).tolist()
# %% limit
def alarm_limit(calm, level):
    calm = sorted(calm)
    allowed = int(np.floor(level * len(calm) + 1e-9))
    return calm[len(calm) - 1 - allowed]


def rings(value, limit):
    return np.isnan(value) or value > limit
# %% carry
def carry_names(old, new, segments):
    scaler, fresh = old[0], new[0]
    centers = new[-1].cluster_centers_ * fresh.scale_ + fresh.mean_
    centers = (centers - scaler.mean_) / scaler.scale_
    gaps = np.linalg.norm(old[-1].cluster_centers_[:, None] - centers[None], axis=2)
    rows, columns = linear_sum_assignment(gaps)
    partner = dict(zip(columns, rows))
    return [segments[partner[i]] for i in range(len(gaps))], [gaps[partner[i], i] for i in range(len(gaps))]
