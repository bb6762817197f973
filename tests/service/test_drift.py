"""The drift report: which windows ring, what it writes down, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course_lib.drift import drift_report
from service import drift
from service.bundle import Bundle, describe, save
from service.train import customers, fit

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bundle():
    table = customers()
    pipeline = fit(table, 5)
    return Bundle(pipeline, describe(pipeline, table))


@pytest.fixture(scope="module")
def folder(bundle, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drift") / "model"
    save(bundle, folder)
    return str(folder)


@pytest.fixture(scope="module")
def reference():
    return drift.simulated_town(1, 5)


def call(folder, *arguments):
    return drift.main(["--model", folder, "--no-store", *arguments])


# The alarm ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_drifted_windows_ring_and_others_do_not(bundle, reference, seed):
    """The bar: over 20 seeds each kind of drift raises the alarm, and no drift does not."""
    for kind in drift.DRIFTS:
        window = drift.simulated_window(kind, 300, seed)
        report = drift_report(reference, window, bundle.pipeline)
        assert report["alarm"] == (kind != "none"), (kind, report["alarms"])


def test_each_drift_is_seen_by_its_own_instrument(bundle, reference):
    found = {
        kind: drift.compare(bundle, reference, drift.simulated_window(kind, 300, 0))
        for kind in drift.DRIFTS
    }
    assert "annual_income" in found["richer"]["alarms"]
    assert set(found["campaign"]["alarms"]) & set(bundle.metadata["segments"])
    assert found["none"]["level"] == "quiet" != found["campaign"]["level"]
    assert not set(found["mixed-up"]["alarms"]) & {"annual_income", "spending_score"}
    assert "distance to the center" in found["mixed-up"]["alarms"]
    moves = {kind: max(report["displacement"].values()) for kind, report in found.items()}
    assert moves["none"] < 0.3 < moves["richer"]


def test_windows_are_of_the_kind_that_they_say():
    calm, richer = (drift.simulated_window(kind, 80, 3) for kind in ("none", "richer"))
    assert richer["annual_income"].to_numpy() == pytest.approx(
        1.15 * calm["annual_income"].to_numpy()
    )
    mixed = drift.simulated_window("mixed-up", 80, 3)
    for feature in calm:
        assert sorted(mixed[feature]) == sorted(calm[feature])
    assert not mixed.reset_index(drop=True).equals(calm.reset_index(drop=True))
    pd.testing.assert_frame_equal(calm, drift.simulated_window("none", 80, 3))


def test_displacement_is_that_of_centers_under_one_ruler(bundle):
    """Shift all customers by one standard deviation of income: each center moves by 1."""
    table = customers()
    step = bundle.pipeline[0].scale_[0]
    report = drift.compare(
        bundle, table, table.assign(annual_income=table["annual_income"] + step)
    )
    assert list(report["displacement"]) == bundle.metadata["segments"]
    assert list(report["displacement"].values()) == pytest.approx([1] * 5, abs=1e-6)


def test_the_model_in_use_stays_as_it_is(bundle, reference):
    before = bundle.pipeline[-1].cluster_centers_.copy()
    drift.compare(bundle, reference, drift.simulated_window("richer", 100, 0))
    assert np.array_equal(bundle.pipeline[-1].cluster_centers_, before)


# The command -------------------------------------------------------------------------------------


def test_the_exit_status_tells_quiet_from_alarm(folder, capsys):
    assert call(folder) == drift.QUIET == 0
    assert "alarms: none" in capsys.readouterr().out
    assert call(folder, "--drift", "richer") == drift.ALARM == 1
    said = capsys.readouterr().out
    assert "alarms: annual_income" in said
    assert "high income, low score: share" in said


def test_files_of_customers(folder, tmp_path, capsys):
    kept, new = tmp_path / "kept.csv", tmp_path / "new.csv"
    drift.simulated_town(1, 5).to_csv(kept, index=False)
    turned = drift.simulated_window("none", 300, 0)[["spending_score", "annual_income"]]
    turned.assign(town="Yaoundé").to_csv(new, index=False)
    files = ("--reference", str(kept), "--window", str(new))
    assert call(folder, *files, "--json") == drift.QUIET
    report = json.loads(capsys.readouterr().out)
    assert (report["n_reference"], report["n_window"]) == (1000, 300)
    turned.assign(annual_income=1.3 * turned["annual_income"]).to_csv(new, index=False)
    assert call(folder, *files) == drift.ALARM


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("annual_income,score\n1,2\n", r"lacks the columns ['spending_score']"),
        ("annual_income,spending_score\n1,\n" * 20, "could not convert string to float"),
        ("annual_income,spending_score\n1,\n3,4\n", "window contains NaN"),
        ("annual_income,spending_score\n1,2\n", "has 1 rows and the model 5 segments"),
        ("", "cannot be read as CSV"),
    ],
)
def test_what_cannot_be_compared(folder, tmp_path, capsys, text, said):
    path = tmp_path / "new.csv"
    path.write_text(text)
    assert call(folder, "--window", str(path)) == drift.NO_COMPARISON == 2
    assert said in capsys.readouterr().err


def test_no_model_and_a_wrong_level(folder, tmp_path, capsys):
    assert call(str(tmp_path / "nowhere")) == 2
    assert "python -m service.train" in capsys.readouterr().err
    assert call(folder, "--error-level", "2") == 2
    assert "error_level" in capsys.readouterr().err
    assert call(folder, "--window", str(tmp_path / "nothing.csv")) == 2
    assert "nothing.csv" in capsys.readouterr().err


def test_as_a_program(folder):
    command = [sys.executable, "-m", "service.drift", "--model", folder, "--no-store"]
    done = subprocess.run(
        [*command, "--drift", "campaign"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "stability index" in done.stdout


# The store ---------------------------------------------------------------------------------------


def test_a_report_is_kept_in_the_store(folder, tmp_path, capsys):
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    mlflow = pytest.importorskip("mlflow", reason="MLflow is in the dependency group `ops`")
    before = mlflow.get_tracking_uri()
    store = f"sqlite:///{(tmp_path / 'mlflow.db').as_posix()}"
    try:
        for kind, status in (("none", 0), ("richer", 1)):
            given = ["--model", folder, "--store", store, "--drift", kind, "--json"]
            assert drift.main(given) == status
            said = capsys.readouterr()
            report, key = json.loads(said.out), said.err.split()[-1]
            run = mlflow.get_run(key)
            assert run.info.status == "FINISHED"
            assert run.data.tags["alarm"] == str(report["alarm"])
            assert run.data.metrics == pytest.approx(drift.sizes(report))
            assert run.data.params["model"] == folder
            assert mlflow.artifacts.load_dict(f"runs:/{key}/drift.json") == report
        assert len(mlflow.search_runs(experiment_names=[drift.NAME])) == 2
    finally:
        mlflow.set_tracking_uri(before)
