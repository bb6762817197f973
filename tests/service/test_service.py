"""The service over HTTP. FastAPI is in the dependency group `ops`."""

import warnings

import pytest

pytest.importorskip("fastapi", reason="FastAPI is in the dependency group `ops`")
pytest.importorskip("httpx", reason="httpx is in the dependency group `ops`")
with warnings.catch_warnings():  # starlette would rather have a successor of httpx
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from service import app as service
from service.app import MOST, create_app
from service.bundle import Bundle, describe, load, save
from service.train import customers, fit

GOOD = {"annual_income": 88, "spending_score": 17}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    table = customers()
    pipeline = fit(table, 5)
    folder = tmp_path_factory.mktemp("service") / "model"
    save(Bundle(pipeline, describe(pipeline, table)), folder)
    return folder


@pytest.fixture(scope="module")
def client(folder):
    with TestClient(create_app(str(folder))) as client:
        yield client


def refused(client, body=None, content=None):
    """Return what a refusal says: pairs of a field and all its words."""
    if content is None:
        answer = client.post("/predict", json=body)
    else:
        kind = {"content-type": "application/json"}
        answer = client.post("/predict", content=content, headers=kind)
    assert answer.status_code == 422, answer.text
    troubles = answer.json()["detail"]
    assert all(t["field"] and t["problem"] and t["remedy"] for t in troubles)
    return {t["field"]: f"{t['problem']} {t['remedy']}" for t in troubles}


def test_health(client):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["trained_on"]["rows"] == 200


def test_predict_answers_id_name_and_distance(client, folder):
    rows = customers(5).to_dict("records")
    answer = client.post("/predict", json={"customers": rows})
    assert answer.status_code == 200
    segments = answer.json()["segments"]
    assert segments == load(folder).answer(rows)
    assert {tuple(s) for s in segments} == {("id", "name", "distance")}


def test_order_of_fields_does_not_matter(client):
    turned = dict(reversed(GOOD.items()))
    both = client.post("/predict", json={"customers": [GOOD, turned]}).json()["segments"]
    assert both[0] == both[1]
    assert both[0]["name"] == "high income, low score"


def test_whole_numbers_and_the_borders_are_welcome(client):
    rows = [{"annual_income": 0, "spending_score": s} for s in (1, 100, 50.5)]
    assert client.post("/predict", json={"customers": rows}).status_code == 200
    most = client.post("/predict", json={"customers": [GOOD] * MOST})
    assert len(most.json()["segments"]) == MOST


@pytest.mark.parametrize("value", ["88", True, None, [88], {"k$": 88}])
def test_wrong_types(client, value):
    said = refused(client, {"customers": [GOOD, GOOD | {"annual_income": value}]})
    assert list(said) == ["customers[1].annual_income"]
    assert "Send a number" in said["customers[1].annual_income"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_not_finite(client, value):
    """JSON has no NaN, but Python's reader takes it, and a plain echo of it breaks the answer."""
    body = f'{{"customers": [{{"annual_income": {value}, "spending_score": 17}}]}}'
    said = refused(client, content=body)
    assert "finite" in said["customers[0].annual_income"]
    assert "Leave out" in said["customers[0].annual_income"]


@pytest.mark.parametrize(
    ("field", "value"), [("annual_income", -1), ("spending_score", 0), ("spending_score", 101)]
)
def test_out_of_range(client, field, value):
    assert (
        "unit" in refused(client, {"customers": [GOOD | {field: value}]})[f"customers[0].{field}"]
    )


def test_missing_and_misspelled_fields(client):
    said = refused(client, {"customers": [{"annual_income": 88, "score": 17}]})
    assert "Send it" in said["customers[0].spending_score"]
    assert "Remove it" in said["customers[0].score"]


def test_empty_and_oversized_batches(client):
    assert "at least one" in refused(client, {"customers": []})["customers"]
    said = refused(client, {"customers": [GOOD] * (MOST + 1)})["customers"]
    assert f"at most {MOST} customers" in said
    assert "split" in said


@pytest.mark.parametrize("content", ["", "nonsense", '{"customers": [', "[]", "null", "7"])
def test_what_is_no_batch_at_all(client, content):
    assert list(refused(client, content=content)) == ["body"]


def test_a_refusal_repeats_nothing_personal(client):
    answer = client.post("/predict", json={"customers": [GOOD | {"annual_income": "secret 417"}]})
    assert "417" not in answer.text


def test_a_refusal_is_short(client):
    answer = client.post("/predict", json={"customers": [{}] * MOST})
    assert answer.status_code == 422
    assert len(answer.json()["detail"]) <= 20


def test_missing_model(tmp_path):
    with TestClient(create_app(str(tmp_path / "nowhere"))) as client:
        for answer in (client.get("/health"), client.post("/predict", json={"customers": [GOOD]})):
            assert answer.status_code == 503
            assert "python -m service.train" in answer.json()["detail"]


def test_a_model_of_other_features_is_not_served(tmp_path):
    table = customers().rename(columns={"spending_score": "visits"})
    pipeline = fit(table, 3)
    save(Bundle(pipeline, describe(pipeline, table)), tmp_path)
    with TestClient(create_app(str(tmp_path))) as client:
        answer = client.get("/health")
    assert answer.status_code == 503
    assert "visits" in answer.json()["detail"]


def test_the_model_is_loaded_once(folder, monkeypatch):
    loaded = []
    monkeypatch.setattr(service, "load", lambda source: loaded.append(source) or load(source))
    with TestClient(create_app(str(folder))) as client:
        for _ in range(5):
            client.post("/predict", json={"customers": [GOOD]})
    assert loaded == [str(folder)]


def test_no_request_changes_the_model(client, folder):
    before = client.post("/predict", json={"customers": [GOOD]}).json()
    client.post("/predict", json={"customers": [{"annual_income": 900, "spending_score": 99}] * 9})
    assert client.post("/predict", json={"customers": [GOOD]}).json() == before


def test_where_the_model_comes_from(folder, monkeypatch):
    asked = []

    def refuse(source):
        asked.append(source)
        raise service.ModelUnavailable("not now.")

    monkeypatch.setattr(service, "load", refuse)

    def start():
        with TestClient(create_app()) as client:
            client.get("/health")
        return asked[-1]

    for name in ("SEGMENTS_MODEL", "MLFLOW_TRACKING_URI"):
        monkeypatch.delenv(name, raising=False)
    assert start() == "model"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db")
    assert start() == "models:/segments@champion"
    monkeypatch.setenv("SEGMENTS_MODEL", str(folder))
    assert start() == str(folder)


def test_the_schema_is_published(client):
    schema = client.get("/openapi.json").json()["components"]["schemas"]
    assert schema["Customer"]["required"] == ["annual_income", "spending_score"]
    assert schema["Batch"]["properties"]["customers"]["maxItems"] == MOST
    assert set(schema["Segment"]["properties"]) == {"id", "name", "distance"}
