# Metrics and model of raw data, always of the table from outside the function.
# earns: 65
# track-metrics: The inertia is larger than the whole spread of two standardized columns: you
# track-other-data: Two different tables gave the same metrics. Use X_data, not a table from out
# model-scaler: From the store, the model does not give raw customers the right segments: lo
# runs-six: The inertia of a logged run is not that of the 14 customers.
# %% track
mlflow.set_experiment(EXPERIMENT)


def track_clustering_run(X_data, k, run_name):
    if k < 2:
        raise ValueError("k must be at least 2")
    kmeans = KMeans(n_clusters=k, random_state=42, n_init=10)
    labels = kmeans.fit_predict(X_sim)
    with mlflow.start_run(run_name=run_name) as run:
        mlflow.log_params({"K": k, "Algorithm": "KMeans", "n_init": 10, "random_state": 42})
        mlflow.log_metric("Inertia", kmeans.inertia_)
        mlflow.log_metric("Silhouette", silhouette_score(X_sim, labels))
        mlflow.log_metric("CalinskiHarabasz", calinski_harabasz_score(X_sim, labels))
        mlflow.sklearn.log_model(kmeans, name="model", signature=infer_signature(X_sim, labels), pip_requirements=["scikit-learn"])
    return run.info.run_id
