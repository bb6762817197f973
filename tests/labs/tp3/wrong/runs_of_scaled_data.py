# Standardized data are handed to a function that standardizes; the smallest inertia is best.
# earns: 68
# runs-six: The logged models were fitted to data that are standardized already. Hand th
# compare-table: A value of silhouette_by_k is not what the store says.
# compare-best: There is a run with a higher silhouette. (The smallest inertia, or the last
# %% runs
mlflow.set_experiment(EXPERIMENT)
run_ids = {k: track_clustering_run(pd.DataFrame(X_scaled), k, f"K{k}") for k in range(2, 8)}
silhouette_by_k = {k: client.get_run(name).data.metrics["Inertia"] for k, name in run_ids.items()}
best_run_id = run_ids[min(silhouette_by_k, key=silhouette_by_k.get)]
