"""A real server process that loads the champion from a registry, and many clients at once.

FastAPI, uvicorn and MLflow are in the dependency group `ops`.
"""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
for package in ("fastapi", "uvicorn", "mlflow"):
    pytest.importorskip(package, reason=f"{package} is in the dependency group `ops`")

from service.load import measure  # noqa: E402
from service.train import NAME, candidates, customers, track  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"annual_income": 88, "spending_score": 17}
PATIENCE = 120  # seconds; a loaded machine imports slowly


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A registry with two versions; the first, of five segments, is the champion."""
    import mlflow

    before = mlflow.get_tracking_uri()
    address = f"sqlite:///{(tmp_path_factory.mktemp('process') / 'mlflow.db').as_posix()}"
    table = customers()
    found = candidates(table)
    track({5: found[5]}, table, address, "champion")
    track({3: found[3]}, table, address, "challenger")
    yield address
    mlflow.set_tracking_uri(before)


@pytest.fixture
def serve(store):
    """Return what starts a server on the registry and tells its address once it answers."""
    running = []

    def start(**variables):
        port = free_port()
        environment = {k: v for k, v in os.environ.items() if k != "SEGMENTS_MODEL"}
        environment |= {"MLFLOW_TRACKING_URI": store, **variables}
        command = [
            sys.executable, "-m", "uvicorn", "--factory", "service.app:create_app",
            "--port", str(port), "--no-access-log", "--log-level", "warning",
        ]  # fmt: skip
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        )
        running.append(process)
        address, begun = f"http://127.0.0.1:{port}", time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            assert process.poll() is None, process.stderr.read()
            try:
                urlopen(f"{address}/health", timeout=5)
            except HTTPError:
                return address  # it answers, if only to say what is missing
            except (URLError, OSError):
                time.sleep(0.2)
            else:
                return address
        raise AssertionError("the server did not answer in time")

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=30)


def ask(address, customers):
    body = json.dumps({"customers": customers}).encode()
    request = Request(f"{address}/predict", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)["segments"]


def test_the_server_answers_from_the_alias_until_it_starts_again(serve, store):
    import mlflow

    table = customers(4)
    address = serve()
    with urlopen(f"{address}/health", timeout=30) as answer:
        assert json.load(answer)["status"] == "ok"
    champion, challenger = (
        mlflow.sklearn.load_model(f"models:/{NAME}@{alias}")
        for alias in ("champion", "challenger")
    )
    rows = table.to_dict("records")
    segments = ask(address, rows)
    assert [one["id"] for one in segments] == champion.predict(table).tolist()
    assert ask(address, [GOOD])[0]["name"] == "high income, low score"

    found = measure(address, n_requests=200, n_clients=8, batch=5)
    assert found["requests per second"] > 0, "each of 200 requests of 8 clients was answered"

    client = mlflow.MlflowClient()
    try:
        client.set_registered_model_alias(NAME, "champion", "2")
        assert ask(address, rows) == segments, "the model is loaded once, at the start"
        again = ask(serve(), rows)
        assert [one["id"] for one in again] == challenger.predict(table).tolist()
    finally:
        client.set_registered_model_alias(NAME, "champion", "1")


def test_a_server_without_a_model_says_what_is_missing(serve):
    address = serve(SEGMENTS_MODEL=f"models:/{NAME}@nobody")
    for call in (lambda: urlopen(f"{address}/health"), lambda: ask(address, [GOOD])):
        with pytest.raises(HTTPError) as refusal:
            call()
        assert refusal.value.code == 503
        assert "nobody cannot be loaded" in json.load(refusal.value)["detail"]
