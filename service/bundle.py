"""What must travel with a model: the pipeline, and the facts that a number alone does not tell."""

import hashlib
import json
import platform
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn.pipeline import Pipeline

REGISTERED = "models:/"  # how an address in MLflow's registry begins
RETRAIN = "Train one with `python -m service.train`."


class ModelUnavailable(RuntimeError):
    """There is no model to answer with; the message says what to do."""


class Bundle(NamedTuple):
    """A fitted pipeline of scaler and K-Means with its metadata."""

    pipeline: Pipeline
    metadata: dict[str, Any]

    def answer(self, rows: list[dict[str, float]]) -> list[dict[str, Any]]:
        """Give each customer a segment: id, name, and the distance to its center, scaled units."""
        table = pd.DataFrame(rows, columns=self.metadata["features"], dtype=float)
        distances = self.pipeline.transform(table)
        ids = distances.argmin(axis=1).tolist()
        nearest = distances.min(axis=1).round(4).tolist()
        names = self.metadata["segments"]
        return [
            {"id": own, "name": names[own], "distance": gap}
            for own, gap in zip(ids, nearest, strict=True)
        ]


def describe(pipeline: Pipeline, table: pd.DataFrame) -> dict[str, Any]:
    """Write down what a service, and whoever repairs it in two years, needs to know."""
    return {
        "features": list(table.columns),
        "segments": segment_names(pipeline, table),
        "trained_on": {"rows": len(table), "date": date.today().isoformat()},
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
        },
    }


def segment_names(pipeline: Pipeline, table: pd.DataFrame) -> list[str]:
    """Name each segment by where its center lies among the thirds of each feature."""
    centers = pipeline[:-1].inverse_transform(pipeline[-1].cluster_centers_)
    levels = np.array(["low", "middle", "high"])
    thirds = table.quantile([1 / 3, 2 / 3]).to_numpy()
    names = []
    for center in centers:
        of_features = levels[(center > thirds).sum(axis=0)]
        said = [f"{a} {b.split('_')[-1]}" for a, b in zip(of_features, table.columns, strict=True)]
        names.append(", ".join(said))
    # Two segments in the same thirds are told apart by their centers.
    return [
        name if names.count(name) == 1 else f"{name} ({' / '.join(f'{v:.0f}' for v in center)})"
        for name, center in zip(names, centers, strict=True)
    ]


def save(bundle: Bundle, folder: Path) -> None:
    """Write the pipeline (joblib) and the metadata (JSON), with the fingerprint of the former."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(bundle.pipeline, folder / "pipeline.joblib")
    written = bundle.metadata | {"sha256": _fingerprint(folder / "pipeline.joblib")}
    (folder / "metadata.json").write_text(json.dumps(written, indent=2) + "\n")


def load(source: str | Path) -> Bundle:
    """Load a bundle from a folder, or from MLflow's registry, such as models:/segments@champion.

    Loading a pickle runs whatever code it holds: load only what your own training wrote. The
    fingerprint finds a broken copy. It does not stop an attacker, who would change it as well.
    """
    if str(source).startswith(REGISTERED):
        return _registered(str(source))
    return _stored(Path(source))


def _stored(folder: Path) -> Bundle:
    model, facts = folder / "pipeline.joblib", folder / "metadata.json"
    if not (model.exists() and facts.exists()):
        raise ModelUnavailable(f"There is no model in the folder '{folder}'. {RETRAIN}")
    metadata = _checked(json.loads(facts.read_text()))
    if _fingerprint(model) != metadata.get("sha256"):
        raise ModelUnavailable(
            f"The pipeline in the folder '{folder}' is not the one its metadata describe. Copy "
            "both files again."
        )
    return Bundle(joblib.load(model), metadata)


def _registered(address: str) -> Bundle:
    try:
        import mlflow
        from mlflow.exceptions import MlflowException
    except ImportError:
        raise ModelUnavailable(
            "A model from the registry needs MLflow. Install it, or give a folder."
        ) from None
    try:
        metadata = _checked(mlflow.models.get_model_info(address).metadata)
        return Bundle(mlflow.sklearn.load_model(address), metadata)
    except MlflowException as error:
        raise ModelUnavailable(f"{address} cannot be loaded: {error.message} {RETRAIN}") from None


def _checked(metadata: dict[str, Any] | None) -> dict[str, Any]:
    """Look at the metadata before anything is unpickled."""
    missing = {"features", "segments", "trained_on", "versions"} - set(metadata or {})
    if missing:
        raise ModelUnavailable(f"The model's metadata lack {sorted(missing)}. {RETRAIN}")
    trained, here = metadata["versions"]["scikit-learn"], sklearn.__version__
    if trained.split(".")[:2] != here.split(".")[:2]:
        raise ModelUnavailable(
            f"The model was trained with scikit-learn {trained}, this is {here}. Install "
            f"scikit-learn {trained}, or train again."
        )
    return metadata


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
