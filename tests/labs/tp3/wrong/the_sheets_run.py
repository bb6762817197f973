# The sheet's function: the scaler is left out, so are two parameters, a score, the signature, the guard.
# earns: 62
# track-params: The run is in the experiment 'Default'. Call mlflow.set_experiment(EXPERIMEN
# track-metrics: These metrics are not logged: ['CalinskiHarabasz']. Runs cannot be compared
# model-signature: The model has no signature, so nobody can check what is sent to it: signatur
# model-scaler: From the store, the model puts all raw customers into one segment: the scale
# track-guard: k = 1 left a broken run in the store. Check k before start_run.
# compare-table: Define silhouette_by_k in the cell above.
# compare-best: Define best_run_id in the cell above.
# %% track
def track_clustering_run(X_data, k, run_name):
    kmeans = KMeans(n_clusters=k, random_state=42, n_init=10)
    scaled = StandardScaler().fit_transform(X_data)
    with mlflow.start_run(run_name=run_name) as run:
        labels = kmeans.fit_predict(scaled)
        mlflow.log_param("K", k)
        mlflow.log_param("Algorithm", "KMeans")
        mlflow.log_metric("Inertia", kmeans.inertia_)
        mlflow.log_metric("Silhouette", silhouette_score(scaled, labels))
        mlflow.sklearn.log_model(kmeans, name="model", pip_requirements=["scikit-learn"])
    return run.info.run_id
