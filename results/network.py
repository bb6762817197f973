"""Network anomalies: alarms of DBSCAN and of K-Means on NSL-KDD."""

import numpy as np
import pandas as pd
from sklearn.metrics import precision_score, recall_score
from sklearn.preprocessing import StandardScaler

from course_lib.dbscan import dbscan
from course_lib.kmeans import KMeans
from course_lib.real_data import nsl_kdd
from course_lib.simulated_fields import simulated_connections

KINDS = ("neptune", "satan", "portsweep", "smurf", "ipsweep", "warezclient")


def run() -> list[dict]:
    """Return one row a method: how many alarms, their precision, their recall by kind of attack.

    Returns
    -------
    rows : list of dict
        ``tested`` counts the connections that the row is about; ``false alarms`` is the share of
        normal ones among them that raise an alarm.
    """
    table = nsl_kdd()
    columns = list(simulated_connections().columns[:-1])
    kind = table["attack"].to_numpy()
    logs = np.log1p(table[columns].to_numpy(dtype=float))
    raw = StandardScaler().fit_transform(table[columns].astype(float))
    scaled = StandardScaler().fit_transform(logs)
    everything = np.ones(len(table), dtype=bool)
    rows = [scored("alarm at everything", everything, kind, everything)]
    for X, name, eps, min_samples in [
        (raw, "DBSCAN noise, as published", 0.5, 10),
        (scaled, "DBSCAN noise, logarithms, eps 1.5", 1.5, 18),
    ]:
        noise = dbscan(X, eps, min_samples)[1] == -1
        rows.append(scored(name, noise, kind, everything))
    same_day = KMeans(20, n_init=3, random_state=0).fit(scaled).transform(scaled).min(axis=1)
    farthest = same_day > np.quantile(same_day, 0.95)
    rows.append(scored("K-Means, same day, farthest 5 %", farthest, kind, everything))
    novel, tested = novelty(logs, kind)
    rows.append(scored("K-Means, clean traffic", novel, kind, tested))
    return rows


def novelty(logs: np.ndarray, kind: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Learn from a quarter of the normal rows, set the limit by another, test on the rest.

    Parameters
    ----------
    logs : float array of shape (n_samples, n_features)
    kind : str array of shape (n_samples,)

    Returns
    -------
    alarm : bool array of shape (n_samples,)
    tested : bool array of shape (n_samples,)
        The rows that neither taught nor set the limit.
    """
    quarters = np.array_split(
        np.random.RandomState(0).permutation(np.flatnonzero(kind == "normal")), 4
    )
    teach, hold = quarters[:2]
    scaler = StandardScaler().fit(logs[teach])
    model = KMeans(20, n_init=3, random_state=0).fit(scaler.transform(logs[teach]))
    distance = model.transform(scaler.transform(logs)).min(axis=1)
    tested = np.ones(len(logs), dtype=bool)
    tested[teach] = tested[hold] = False
    return distance > np.quantile(distance[hold], 0.99), tested


def scored(method: str, alarm: np.ndarray, kind: np.ndarray, tested: np.ndarray) -> dict:
    """Return the row of one method.

    Parameters
    ----------
    method : str
    alarm : bool array of shape (n_samples,)
    kind : str array of shape (n_samples,)
        "normal" or the name of the attack.
    tested : bool array of shape (n_samples,)
        The rows to judge by.

    Returns
    -------
    row : dict
    """
    alarm, kind = alarm[tested], kind[tested]
    attack = kind != "normal"
    shares = pd.Series(alarm).groupby(kind).mean()
    return {
        "method": method,
        "tested": len(kind),
        "alarms": int(alarm.sum()),
        "precision": round(float(precision_score(attack, alarm)), 3),
        "recall": round(float(recall_score(attack, alarm)), 3),
        "false alarms": round(float(alarm[~attack].mean()), 4),
        **{name: round(float(shares[name]), 2) for name in KINDS},
    }
