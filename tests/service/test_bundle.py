"""What travels with a model: this needs neither FastAPI nor MLflow."""

import json
import re
import tomllib
from pathlib import Path

import joblib
import numpy as np
import pytest

from course_lib.kmeans import KMeans
from service import bundle as bundles
from service.bundle import Bundle, ModelUnavailable, describe, load, save, segment_names
from service.train import best, candidates, customers, fit, main, scores

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def packed():
    table = customers()
    pipeline = fit(table, 5)
    return Bundle(pipeline, describe(pipeline, table))


@pytest.fixture
def folder(packed, tmp_path):
    save(packed, tmp_path / "model")
    return tmp_path / "model"


def rewrite(folder, **changes):
    facts = folder / "metadata.json"
    metadata = json.loads(facts.read_text()) | changes
    facts.write_text(json.dumps({k: v for k, v in metadata.items() if v is not None}))


def test_a_loaded_bundle_answers_as_the_saved_one(packed, folder):
    rows = customers(1).to_dict("records")
    assert load(folder).answer(rows) == packed.answer(rows)


def test_answers_by_hand(packed):
    """Scale by hand, measure by hand: the answer is the nearest center of the scaled row."""
    table = customers()
    mean, scale = table.mean().to_numpy(), table.std(ddof=0).to_numpy()
    centers = packed.pipeline[-1].cluster_centers_
    new = customers(7)
    answers = packed.answer(new.to_dict("records"))
    for row, answer in zip(new.to_numpy(), answers, strict=True):
        gaps = np.sqrt((((row - mean) / scale - centers) ** 2).sum(axis=1))
        assert answer["id"] == gaps.argmin()
        assert answer["distance"] == pytest.approx(gaps.min(), abs=1e-4)
        assert answer["name"] == packed.metadata["segments"][answer["id"]]


def test_the_order_of_the_fields_does_not_matter(packed):
    row = {"annual_income": 88.0, "spending_score": 17.0}
    assert packed.answer([row]) == packed.answer([dict(reversed(row.items()))])
    assert packed.answer([row])[0]["name"] == "high income, low score"


def test_one_customer_is_answered_as_in_a_batch(packed):
    rows = customers(3).to_dict("records")
    assert packed.answer(rows) == [packed.answer([row])[0] for row in rows]


def test_names_follow_the_centers_and_not_the_numbers():
    table = customers()
    pipeline = fit(table, 5)
    names = segment_names(pipeline, table)
    assert len(set(names)) == 5
    order = np.array([3, 0, 4, 1, 2])
    pipeline[-1].cluster_centers_ = pipeline[-1].cluster_centers_[order]
    assert segment_names(pipeline, table) == [names[j] for j in order]


def test_two_segments_in_the_same_thirds_have_two_names():
    table = customers()
    names = segment_names(fit(table, 8), table)
    assert len(set(names)) == 8


def test_the_best_of_the_candidates():
    table = customers()
    found = candidates(table)
    assert list(found) == list(range(2, 9))
    assert best(found) == 5
    for k in (2, 5):
        scaled = (table - table.mean()) / table.std(ddof=0)
        ours = KMeans(k, n_init=10, random_state=0).fit(scaled.to_numpy())
        metrics = scores(found[k][0], table)
        assert metrics == found[k][1]
        assert metrics["inertia"] == pytest.approx(ours.inertia_)


# What can go wrong -------------------------------------------------------------------------------


def test_no_model(tmp_path):
    with pytest.raises(ModelUnavailable, match=r"no model in .*python -m service\.train"):
        load(tmp_path / "nowhere")


def test_a_broken_copy_is_not_unpickled(folder, monkeypatch):
    with (folder / "pipeline.joblib").open("ab") as file:
        file.write(b"x")
    monkeypatch.setattr(bundles.joblib, "load", lambda path: pytest.fail("it was unpickled"))
    with pytest.raises(ModelUnavailable, match="Copy both files again"):
        load(folder)


def test_another_version_is_not_unpickled(folder, monkeypatch):
    rewrite(folder, versions={"scikit-learn": "0.24.2"})
    monkeypatch.setattr(bundles.joblib, "load", lambda path: pytest.fail("it was unpickled"))
    with pytest.raises(ModelUnavailable, match=r"0\.24\.2.*Install scikit-learn 0\.24\.2"):
        load(folder)


def test_metadata_are_complete(folder):
    metadata = json.loads((folder / "metadata.json").read_text())
    assert metadata["features"] == ["annual_income", "spending_score"]
    assert metadata["trained_on"]["rows"] == 200
    assert set(metadata["versions"]) == {"python", "numpy", "scikit-learn"}
    for lost in ("features", "segments", "trained_on", "versions"):
        rewrite(folder, **{lost: None})
        with pytest.raises(ModelUnavailable, match=lost):
            load(folder)


def test_the_pipeline_is_only_what_the_image_can_import(folder):
    """A pickle names the modules it needs: the image has scikit-learn, and no course."""
    pipeline = joblib.load(folder / "pipeline.joblib")
    assert {type(step).__module__.split(".")[0] for step in pipeline} == {"sklearn"}


def test_training_without_a_store(tmp_path, capsys):
    main(["--no-store", "--bundle", str(tmp_path / "model")])
    said = capsys.readouterr().out
    assert "high income, low score" in said
    assert len(load(tmp_path / "model").metadata["segments"]) == 5


# The image ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dockerfile():
    return (ROOT / "service/Dockerfile").read_text()


def test_image_is_pinned_and_not_root(dockerfile):
    assert re.search(r"^ARG BASE=\S+/python:3\.\d+\.\d+-slim-\w+$", dockerfile, re.M)
    assert "pip install --no-cache-dir --constraint requirements.txt" in dockerfile
    user = re.findall(r"^USER (\S+)$", dockerfile, re.M)
    assert user
    assert user[-1] not in ("root", "0")
    assert dockerfile.index("USER") < dockerfile.index("\nCMD [")


def test_image_has_all_that_the_service_imports(dockerfile):
    installed = set(re.search(r"requirements.txt ((?:[\w-]+ ?)+)$", dockerfile, re.M)[1].split())
    pins = (ROOT / "requirements.txt").read_text()
    for package in installed:
        assert re.search(rf"^{package}==", pins, re.M), f"{package} is not pinned"
    copied = re.findall(r"service/(\w+)\.py", dockerfile)
    imported = set()
    for name in copied:
        assert (ROOT / f"service/{name}.py").exists()
        source = (ROOT / f"service/{name}.py").read_text()
        imported |= set(re.findall(r"^(?:from|import) (\w+)", source, re.M))
        own = re.findall(r"^from service\.(\w+)", source, re.M)
        assert set(own) <= set(copied)
    standard = {"hashlib", "json", "platform", "datetime", "pathlib", "typing", "os", "contextlib"}
    brought = {"fastapi", "pydantic", "joblib", "numpy", "pandas", "sklearn"}  # some by others
    assert imported - {"service"} <= standard | brought


def test_image_takes_nothing_that_is_not_named():
    lines = (ROOT / "service/Dockerfile.dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert all(rule.startswith("!") for rule in rules[1:])


def test_image_has_the_python_of_the_project(dockerfile):
    python = re.search(r"python:3\.(\d+)", dockerfile)[1]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    low, high = re.findall(r"3\.(\d+)", wanted)
    assert int(low) <= int(python) < int(high)
