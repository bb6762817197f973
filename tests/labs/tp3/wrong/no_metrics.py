# A run with parameters and a model, but without metrics.
# earns: 67
# track-metrics: These metrics are not logged: ['CalinskiHarabasz', 'Inertia', 'Silhouette'].
# track-other-data: No metric is logged.
# compare-table: Define silhouette_by_k in the cell above.
# compare-best: Define best_run_id in the cell above.
# %% track
mlflow.set_experiment(EXPERIMENT)


def track_clustering_run(X_data, k, run_name):
    if k < 2:
        raise ValueError("k must be at least 2")
    pipeline = Pipeline([("scaler", StandardScaler()), ("kmeans", KMeans(k, n_init=10, random_state=42))])
    labels = pipeline.fit_predict(X_data)
    with mlflow.start_run(run_name=run_name) as run:
        mlflow.log_params({"K": k, "Algorithm": "KMeans", "n_init": 10, "random_state": 42})
        mlflow.sklearn.log_model(pipeline, name="model", signature=infer_signature(X_data, labels), pip_requirements=["scikit-learn"])
    return run.info.run_id
