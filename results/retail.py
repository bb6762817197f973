"""Online Retail II: what cleaning leaves, which scores the segments get, and what they are."""

import numpy as np
import pandas as pd
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from course_lib.kmeans import KMeans
from course_lib.real_data import online_retail
from course_lib.rfm import clean, outlier_groups, rfm_table, strategies
from course_lib.selection import chord_rule

SHOP = {"customer": "Customer ID", "invoice": "Invoice", "date": "InvoiceDate"}


def run() -> dict:
    """Return the tables of both years.

    Returns
    -------
    tables : dict
        One entry a year, as `measure` returns it.
    """
    return {year: measure(online_retail(year)) for year in ("2009-2010", "2010-2011")}


def measure(lines: pd.DataFrame) -> dict:
    """Run the pipeline of the page on a year of order lines.

    Parameters
    ----------
    lines : DataFrame
        As `online_retail` returns it.

    Returns
    -------
    tables : dict
        `rows` left after each cleaning step; `groups` set aside; `silhouette` by number of
        clusters, of the customers that are left and of all; `segments` for four clusters.
    """
    sales, counts = clean(lines)
    table = rfm_table(sales, **SHOP, amount="Sales Line Total")
    group = outlier_groups(table)
    main, money = table[group == 0], table["monetary"]
    X, everybody = StandardScaler().fit_transform(main), StandardScaler().fit_transform(table)
    fits = {k: KMeans(k, n_init=10, random_state=42).fit(X) for k in range(1, 11)}
    frequent = money[group == -2]
    return {
        "rows": counts.to_dict(),
        "duplicates": int(sales.duplicated().sum()),
        "customers": len(table),
        "groups": [
            {
                "group": code,
                "customers": int((group == code).sum()),
                "share of revenue": round(float(money[group == code].sum() / money.sum()), 3),
                "median money": round(float(money[group == code].median()), 2),
            }
            for code in (-1, -2, -3, 0)
        ],
        "frequent above the median": round(
            float((frequent > main["monetary"].median()).mean()), 3
        ),
        "silhouette": {
            k: round(float(silhouette_score(X, fits[k].labels_)), 3) for k in range(2, 11)
        },
        "chord rule": chord_rule(list(fits), [fit.inertia_ for fit in fits.values()]),
        "with outliers": [with_outliers(everybody, k) for k in range(2, 6)],
        "segments": profiles(main, fits[4].labels_),
    }


def with_outliers(X: np.ndarray, n_clusters: int) -> dict:
    """Score K-Means on all customers, and count its smallest group.

    Parameters
    ----------
    X : float array of shape (n_samples, 3)
    n_clusters : int

    Returns
    -------
    row : dict
    """
    labels = KMeans(n_clusters, n_init=10, random_state=42).fit_predict(X)
    score = round(float(silhouette_score(X, labels)), 3)
    return {"k": n_clusters, "silhouette": score, "smallest group": int(np.bincount(labels).min())}


def profiles(customers: pd.DataFrame, labels: np.ndarray) -> list[dict]:
    """Return a row a segment, with the strategy that its profile calls for.

    Parameters
    ----------
    customers : DataFrame of shape (n_customers, 3)
    labels : int array of shape (n_customers,)

    Returns
    -------
    rows : list of dict
        The longest away first.
    """
    means = customers.groupby(labels).mean()
    rows = means.round(1).assign(
        customers=np.bincount(labels), strategy=strategies(means, customers)
    )
    return rows.sort_values("recency", ascending=False).to_dict("records")
