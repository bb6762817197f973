# Only the two runs of the sheet; the last one is called the best.
# earns: 68
# runs-six: run_ids has the keys 2 to 7, not [3, 4].
# compare-table: silhouette_by_k has the whole numbers 2 to 7 as keys. (The store gives param
# compare-best: best_run_id is not the id of a run in the store. An id is a text of 32 chara
# %% runs
mlflow.set_experiment(EXPERIMENT)
raw = customers[["Annual_Income", "Spending_Score"]].astype(float)
run_ids = {k: track_clustering_run(raw, k, f"K{k}") for k in (3, 4)}
table = mlflow.search_runs(experiment_names=[EXPERIMENT])
silhouette_by_k = dict(zip(table["params.K"], table["metrics.Silhouette"]))
best_run_id = "4"
