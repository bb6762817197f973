"""Train the segmentation, track every candidate, register the best: `python -m service.train`."""

import argparse
import os
from pathlib import Path

import pandas as pd
import sklearn
from sklearn.cluster import KMeans
from sklearn.metrics import calinski_harabasz_score, silhouette_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from course_lib.simulated_data import simulated_mall_customers
from service.bundle import Bundle, describe, load, save

NAME = "segments"


def customers(random_state: int = 0) -> pd.DataFrame:
    """Return simulated customers: income in thousands of dollars, spending score of 1 to 100."""
    table = simulated_mall_customers(random_state)
    table = table[["Annual Income (k$)", "Spending Score (1-100)"]].astype(float)
    return table.set_axis(["annual_income", "spending_score"], axis=1)


def fit(table: pd.DataFrame, n_clusters: int) -> Pipeline:
    """Fit scaler and K-Means as one model."""
    kmeans = KMeans(n_clusters, n_init=10, random_state=0)
    return make_pipeline(StandardScaler(), kmeans).fit(table)


def scores(pipeline: Pipeline, table: pd.DataFrame) -> dict[str, float]:
    """Judge a fit, in the scaled units that K-Means saw."""
    scaled, kmeans = pipeline[:-1].transform(table), pipeline[-1]
    return {
        "inertia": float(kmeans.inertia_),
        "silhouette": float(silhouette_score(scaled, kmeans.labels_)),
        "calinski_harabasz": float(calinski_harabasz_score(scaled, kmeans.labels_)),
    }


def candidates(table: pd.DataFrame) -> dict[int, tuple[Pipeline, dict[str, float]]]:
    """Fit two to eight clusters."""
    fits = {k: fit(table, k) for k in range(2, 9)}
    return {k: (pipeline, scores(pipeline, table)) for k, pipeline in fits.items()}


def best(found: dict[int, tuple[Pipeline, dict[str, float]]]) -> int:
    """Choose the number of clusters with the largest silhouette."""
    return max(found, key=lambda k: found[k][1]["silhouette"])


def track(found: dict, table: pd.DataFrame, store: str, alias: str) -> str:
    """Log one run a candidate in MLflow, register the best under the alias, return its version."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    try:
        import mlflow
    except ImportError:
        raise SystemExit("MLflow is missing. Install it, or give --no-store.") from None

    mlflow.set_tracking_uri(store)
    if mlflow.get_experiment_by_name(NAME) is None:
        mlflow.create_experiment(NAME, artifact_location=beside(store))
    mlflow.set_experiment(NAME)
    for k, (pipeline, metrics) in found.items():
        with mlflow.start_run(run_name=f"kmeans-{k}"):
            mlflow.log_params({"estimator": "KMeans", **pipeline[-1].get_params()})
            mlflow.log_metrics(metrics)
            if k == best(found):
                logged = mlflow.sklearn.log_model(
                    pipeline,
                    name="model",
                    signature=mlflow.models.infer_signature(table, pipeline.predict(table)),
                    metadata=describe(pipeline, table),
                    registered_model_name=NAME,
                    pip_requirements=[f"scikit-learn=={sklearn.__version__}"],  # else it searches
                )
    version = str(logged.registered_model_version)
    mlflow.MlflowClient().set_registered_model_alias(NAME, alias, version)
    return version


def beside(store: str) -> str | None:
    """Return a folder for models beside a SQLite file; a server knows its own."""
    if not store.startswith("sqlite:///"):
        return None
    return (Path(store.removeprefix("sqlite:///")).resolve().parent / "mlartifacts").as_uri()


def main(arguments: list[str] | None = None) -> None:
    """Train, track, register, and write the bundle of the registered version."""
    parser = argparse.ArgumentParser(prog="python -m service.train", description=__doc__)
    default = os.environ.get("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db")
    parser.add_argument("--store", default=default, help=f"MLflow's address (default {default})")
    parser.add_argument("--no-store", action="store_true", help="do without MLflow")
    parser.add_argument("--alias", default="champion", help="of the new version")
    parser.add_argument("--bundle", default="model", help="folder to write (default model)")
    given = parser.parse_args(arguments)
    table = customers()
    found = candidates(table)
    for k, (_, metrics) in found.items():
        print(k, *(f"{name} {value:.3f}" for name, value in metrics.items()))
    pipeline = found[best(found)][0]
    save(Bundle(pipeline, describe(pipeline, table)), Path(given.bundle))
    print(f"The bundle is in {given.bundle}: {'; '.join(load(given.bundle).metadata['segments'])}")
    if not given.no_store:
        version = track(found, table, given.store, given.alias)
        print(f"Version {version} of {NAME} is the {given.alias} in {given.store}.")


if __name__ == "__main__":
    main()
