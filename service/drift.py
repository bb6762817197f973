"""Compare new customers with those of training time, keep the report, ring: `-m service.drift`.

The exit status says what came out: 0 quiet, 1 alarm, 2 no comparison was possible. So a timer can
call it every night, and wake somebody on 1.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

from course_lib.drift import drift_report, matched_displacement
from service.bundle import Bundle, ModelUnavailable, load
from service.train import customers

NAME = "segments-drift"
QUIET, ALARM, NO_COMPARISON = 0, 1, 2

Drift = Callable[[pd.DataFrame, int, np.random.Generator], pd.DataFrame]


def unchanged(town: pd.DataFrame, rows: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw customers of a town in which nothing has changed."""
    return town.sample(rows, random_state=rng)


def richer(town: pd.DataFrame, rows: int, rng: np.random.Generator) -> pd.DataFrame:
    """Let all incomes rise by 15 percent."""
    window = unchanged(town, rows, rng)
    return window.assign(annual_income=1.15 * window["annual_income"])


def campaign(town: pd.DataFrame, rows: int, rng: np.random.Generator) -> pd.DataFrame:
    """Win three times as many of those who earn little and spend much."""
    liked = (town["annual_income"] < 45) & (town["spending_score"] > 55)
    return town.sample(rows, random_state=rng, weights=1.0 + 2 * liked)


def mixed_up(town: pd.DataFrame, rows: int, rng: np.random.Generator) -> pd.DataFrame:
    """Put the scores in the wrong rows: each feature alone stays as it was."""
    window = unchanged(town, rows, rng)
    return window.assign(spending_score=rng.permutation(window["spending_score"]))


DRIFTS: dict[str, Drift] = {
    "none": unchanged,
    "richer": richer,
    "campaign": campaign,
    "mixed-up": mixed_up,
}


@cache
def simulated_town(first: int, tables: int) -> pd.DataFrame:
    """Return customers that no model was fitted to, 200 a table."""
    drawn = [customers(seed) for seed in range(first, first + tables)]
    return pd.concat(drawn, ignore_index=True)


def simulated_window(drift: str, rows: int, random_state: int) -> pd.DataFrame:
    """Draw a window from a town of its own."""
    rng = np.random.default_rng(random_state)
    return DRIFTS[drift](simulated_town(1000, 50), rows, rng)


def read_customers(path: str, features: list[str]) -> pd.DataFrame:
    """Read the features of customers from a CSV file, in the order of the model."""
    try:
        table = pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read as CSV: {error}") from None
    missing = [feature for feature in features if feature not in table]
    if missing:
        raise ValueError(f"{path} lacks the columns {missing}; it has {list(table.columns)}.")
    return table[features]


def compare(
    bundle: Bundle, reference: pd.DataFrame, window: pd.DataFrame, *, error_level: float = 0.001
) -> dict:
    """Say what has moved, and how far a new fit on the window would move each center.

    The displacement is in standard deviations of the training data: both fits are measured with
    the scaler of the model in use. It is a size and rings no alarm.
    """
    names = bundle.metadata["segments"]
    report = drift_report(
        reference, window, bundle.pipeline, segment_names=names, error_level=error_level
    )
    old = bundle.pipeline[-1].cluster_centers_
    if len(window) < len(old):
        raise ValueError(
            f"The window has {len(window)} rows and the model {len(old)} segments: wait for more."
        )
    scaled = bundle.pipeline[:-1].transform(window)
    again = KMeans(len(old), n_init=10, random_state=0).fit(scaled)
    moved, _ = matched_displacement(old, again.cluster_centers_)
    return report | {"displacement": dict(zip(names, moved.tolist(), strict=True))}


def sizes(report: dict) -> dict[str, float]:
    """Return the numbers of a report that are worth a curve over time."""
    segments = report["segments"].values()
    return {
        "psi": report["psi"],
        "largest_gap": max(row["gap"] for row in report["features"].values()),
        "largest_share_shift": max(abs(row["now"] - row["before"]) for row in segments),
        "largest_displacement": max(report["displacement"].values()),
        "mean_distance": report["distance"]["now"],
        "n_window": report["n_window"],
        "alarms": len(report["alarms"]),
    }


def log(report: dict, source: str, store: str) -> str:
    """Keep a report as a run in MLflow: its sizes as metrics, all of it as a file."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    try:
        import mlflow
    except ImportError:
        raise ModelUnavailable("MLflow is missing. Install it, or give --no-store.") from None
    from service.train import beside

    mlflow.set_tracking_uri(store)
    if mlflow.get_experiment_by_name(NAME) is None:
        mlflow.create_experiment(NAME, artifact_location=beside(store))
    mlflow.set_experiment(NAME)
    with mlflow.start_run(run_name="alarm" if report["alarm"] else "quiet") as run:
        mlflow.log_params({"model": source, "threshold": report["threshold"]})
        mlflow.log_metrics(sizes(report))
        mlflow.set_tag("alarm", report["alarm"])
        mlflow.log_dict(report, "drift.json")
    return run.info.run_id


def show(report: dict) -> None:
    """Print what a person wants to know first."""
    print(f"alarms: {'; '.join(report['alarms']) or 'none'} (p below {report['threshold']:.2g})")
    print(f"stability index {report['psi']:.3f}: {report['level']}")
    for name, row in report["features"].items():
        print(f"{name}: largest gap {row['gap']:.3f}")
    for name, row in report["segments"].items():
        moved = report["displacement"][name]
        print(f"{name}: share {row['before']:.3f} to {row['now']:.3f}, center moved {moved:.2f}")


def main(arguments: list[str] | None = None) -> int:
    """Compare, print, log; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m service.drift", description=__doc__)
    address = os.environ.get("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db")
    parser.add_argument("--model", default=os.environ.get("SEGMENTS_MODEL", "model"))
    parser.add_argument("--reference", help="CSV of rows that the model was not fitted to")
    parser.add_argument("--window", help="CSV of new rows; without it they are simulated")
    parser.add_argument("--drift", choices=sorted(DRIFTS), default="none", help="to simulate")
    parser.add_argument("--rows", type=int, default=300, help="of a simulated window")
    parser.add_argument("--seed", type=int, default=0, help="of a simulated window")
    parser.add_argument("--error-level", type=float, default=0.001, help="of any false alarm")
    parser.add_argument("--store", default=address, help=f"MLflow's address (default {address})")
    parser.add_argument("--no-store", action="store_true", help="do without MLflow")
    parser.add_argument("--json", action="store_true", help="print the whole report as JSON")
    given = parser.parse_args(arguments)
    try:
        if given.model.startswith("models:/"):
            os.environ["MLFLOW_TRACKING_URI"] = given.store
        bundle = load(given.model)
        features = bundle.metadata["features"]
        reference = (
            read_customers(given.reference, features)
            if given.reference
            else simulated_town(1, 5)[features]
        )
        window = (
            read_customers(given.window, features)
            if given.window
            else simulated_window(given.drift, given.rows, given.seed)[features]
        )
        report = compare(bundle, reference, window, error_level=given.error_level)
        print(json.dumps(report, indent=2)) if given.json else show(report)
        if not given.no_store:
            print(f"kept as run {log(report, given.model, given.store)}", file=sys.stderr)
    except (ModelUnavailable, ValueError) as error:
        print(error, file=sys.stderr)
        return NO_COMPARISON
    return ALARM if report["alarm"] else QUIET


if __name__ == "__main__":
    raise SystemExit(main())
