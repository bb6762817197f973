"""Tracking and registry, on a SQLite store of its own. MLflow is in the dependency group `ops`."""

import logging
import os
from pathlib import Path

import pytest

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
mlflow = pytest.importorskip("mlflow", reason="MLflow is in the dependency group `ops`")

from service.bundle import ModelUnavailable, load  # noqa: E402
from service.train import NAME, candidates, customers, track  # noqa: E402


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Track twice: the first version is the champion, the second a challenger."""
    before = mlflow.get_tracking_uri()
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    address = f"sqlite:///{(tmp_path_factory.mktemp('store') / 'mlflow.db').as_posix()}"
    table = customers()
    found = candidates(table)
    versions = [track(found, table, address, alias) for alias in ("champion", "challenger")]
    yield address, versions, found
    mlflow.set_tracking_uri(before)


def test_each_candidate_is_a_run_with_parameters_and_metrics(store):
    _, _, found = store
    runs = mlflow.search_runs(experiment_names=[NAME], order_by=["start_time"])
    assert len(runs) == 2 * len(found)
    assert set(runs["status"]) == {"FINISHED"}
    for _, run in runs.iterrows():
        _, metrics = found[int(run["params.n_clusters"])]
        assert {name: run[f"metrics.{name}"] for name in metrics} == pytest.approx(metrics)
        assert run["params.estimator"] == "KMeans"
        assert (run["params.n_init"], run["params.random_state"]) == ("10", "0")
    by_silhouette = runs.sort_values("metrics.silhouette")
    assert by_silhouette["params.n_clusters"].iloc[-1] == "5"


def test_aliases_point_to_versions(store):
    client = mlflow.MlflowClient()
    for alias, version in zip(("champion", "challenger"), store[1], strict=True):
        assert str(client.get_model_version_by_alias(NAME, alias).version) == version
    assert store[1] == ["1", "2"]


def test_the_champion_answers_from_the_registry(store):
    bundle = load(f"models:/{NAME}@champion")
    _, _, found = store
    rows = customers(2)
    answers = bundle.answer(rows.to_dict("records"))
    assert [a["id"] for a in answers] == found[5][0].predict(rows).tolist()
    assert bundle.metadata["features"] == ["annual_income", "spending_score"]


def test_the_signature_refuses_a_wrong_table(store):
    model = mlflow.pyfunc.load_model(f"models:/{NAME}@champion")
    assert model.metadata.signature.inputs.input_names() == ["annual_income", "spending_score"]
    with pytest.raises(mlflow.MlflowException, match="spending_score"):
        model.predict(customers()[["annual_income"]])
    with pytest.raises(mlflow.MlflowException, match="annual_income"):
        model.predict(customers().astype({"annual_income": str}))


def test_no_pickle_is_stored(store):
    folder = mlflow.artifacts.download_artifacts(f"models:/{NAME}@champion")
    kept = {path.suffix for path in Path(folder).rglob("*") if path.is_file()}
    assert ".skops" in kept
    assert not kept & {".pkl", ".joblib", ".pickle"}


def test_a_model_that_is_not_there(store):
    with pytest.raises(ModelUnavailable, match=r"nobody cannot be loaded.*service\.train"):
        load(f"models:/{NAME}@nobody")


def test_plain_files_are_refused_as_a_store(tmp_path):
    """MLflow 3.17 keeps its runs in a database."""
    if tuple(map(int, mlflow.__version__.split(".")[:2])) < (3, 17):
        pytest.skip("an older MLflow")
    if os.environ.get("MLFLOW_ALLOW_FILE_STORE"):
        pytest.skip("told to allow it")
    with pytest.raises(mlflow.MlflowException, match="MLFLOW_ALLOW_FILE_STORE"):
        mlflow.MlflowClient(tracking_uri=tmp_path.as_uri()).search_experiments()
