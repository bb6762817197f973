"""One folder with all that a prediction needs, and what is known about it.

Preparation, encoder, clusters and their names belong to each other. They are saved together, under
another name until all of them are written, and loaded together, or not at all.
"""

import hashlib
import json
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import joblib
import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from course_lib.backend import keras
from course_lib.customer_schema import check_customers
from course_lib.kmeans import KMeans

FILES = ("preparation.joblib", "encoder.keras", "clusters.joblib")
PACKAGES = ("scikit-learn", "keras", "tensorflow", "numpy")


class Bundle(NamedTuple):
    """What turns a customer into a segment.

    Parameters
    ----------
    preparation : Pipeline
        From the columns of the schema to standardized numbers.
    encoder : keras.Model
        From these to a code.
    clusters : KMeans
        From the code to a cluster.
    about : dict
        ``segment_of`` names each cluster; ``schema`` tells the columns, in order; the rest says
        when, from what and with which versions the bundle was made, and how good it is.
    """

    preparation: Pipeline
    encoder: keras.Model
    clusters: KMeans
    about: dict

    def codes(self, table: pd.DataFrame) -> np.ndarray:
        """Return the codes of checked customers."""
        return encoded(self.encoder, self.preparation.transform(table))

    def predict(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return two columns, ID and Segmentation, one row a customer, in the order of the table.

        Parameters
        ----------
        table : DataFrame

        Returns
        -------
        segments : DataFrame

        Raises
        ------
        ValueError
            If the table does not fit the schema of the bundle.
        """
        found = self.clusters.predict(self.codes(check_customers(table, self.about["schema"])))
        names = np.array(self.about["segment_of"])
        return pd.DataFrame({"ID": table["ID"].to_numpy(), "Segmentation": names[found]})


def encoded(encoder: keras.Model, X: np.ndarray) -> np.ndarray:
    """Return what an encoder alone makes of prepared rows."""
    return np.asarray(encoder(np.asarray(X, dtype=np.float32)), dtype=float)


def save(bundle: Bundle, folder: str | Path) -> None:
    """Write a bundle, whole or not at all.

    Parameters
    ----------
    bundle : Bundle
    folder : str or Path
        Must not exist yet: a bundle in use is not overwritten.

    Raises
    ------
    OSError
        If there is something of that name, or nothing to put it into.
    """
    folder = place_for(folder)
    half = Path(tempfile.mkdtemp(prefix=".half-", dir=folder.parent))
    try:
        joblib.dump(bundle.preparation, half / FILES[0])
        bundle.encoder.save(half / FILES[1])
        joblib.dump(bundle.clusters, half / FILES[2])
        about = bundle.about | {"sha256": {name: _digest(half / name) for name in FILES}}
        (half / "about.json").write_text(json.dumps(about, indent=2), encoding="utf-8")
        half.chmod(0o755)
        half.rename(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def load(folder: str | Path) -> Bundle:
    """Read a bundle. Unpickling runs code: load only what you trust.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    bundle : Bundle

    Raises
    ------
    ValueError
        If a file is missing or is not the one that was saved with the others, or scikit-learn or
        Keras is of another version.
    """
    folder = Path(folder)
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(
            f"{folder} is no bundle: it has no about.json. Train one first."
        ) from None
    for name, digest in about["sha256"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise ValueError(
                f"{name} is missing in {folder}, or is not the one that was saved with the rest: "
                "copy the whole bundle again."
            )
    for package in PACKAGES[:2]:
        if (made := about["versions"][package]) != (here := version(package)):
            raise ValueError(
                f"The bundle was made with {package} {made}, and here is {here}: install "
                f"{package}=={made}, or train again."
            )
    encoder = keras.saving.load_model(folder / FILES[1], compile=False)
    return Bundle(joblib.load(folder / FILES[0]), encoder, joblib.load(folder / FILES[2]), about)


def write_segments(segments: pd.DataFrame, path: str | Path) -> None:
    """Write the two columns, whole or not at all.

    Parameters
    ----------
    segments : DataFrame
        From `Bundle.predict`.
    path : str or Path
        An older file of that name is replaced in one move.
    """
    path = Path(path)
    half = path.with_name(f".half-{os.getpid()}-{path.name}")
    try:
        segments.to_csv(half, index=False)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def place_for(folder: str | Path) -> Path:
    """Return the path of a bundle to be, if it can be made: best asked before the training.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    folder : Path

    Raises
    ------
    OSError
        If there is something of that name, or nothing to put it into.
    """
    folder = Path(folder)
    if folder.exists():
        raise FileExistsError(f"{folder} exists: choose another name, or remove it first.")
    if not folder.parent.is_dir():
        raise FileNotFoundError(f"{folder.parent} is no folder: make it first.")
    return folder
