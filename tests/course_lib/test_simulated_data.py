"""Simulated tables: the columns of the real ones, the dirt that is promised, and no more."""

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from course_lib import real_data
from course_lib.rfm import clean, rfm_table
from course_lib.simulated_data import (
    simulated_automobile_customers,
    simulated_ecommerce,
    simulated_mall_customers,
    simulated_retail,
)

MAKERS = [
    simulated_retail,
    simulated_ecommerce,
    simulated_mall_customers,
    simulated_automobile_customers,
]
PAIRS = [
    (simulated_retail, real_data.online_retail, "online_retail_2009"),
    (simulated_mall_customers, real_data.mall_customers, "mall_customers"),
    (simulated_automobile_customers, real_data.automobile_customers, "automobile_train"),
]


@pytest.fixture(scope="module")
def retail():
    return simulated_retail()


@pytest.fixture(scope="module")
def cars():
    return simulated_automobile_customers()


@pytest.mark.parametrize("make", MAKERS)
def test_a_seed_is_a_table(make):
    pd.testing.assert_frame_equal(make(random_state=3), make(random_state=3))
    assert not make(random_state=3).equals(make(random_state=4))


@pytest.mark.parametrize("make", MAKERS)
def test_the_global_seed_is_left_alone(make):
    np.random.seed(5)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    make()
    assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002


@pytest.mark.parametrize(("make", "load", "name"), PAIRS)
def test_columns_and_kinds_are_the_real_ones(make, load, name):
    if not real_data.is_present(name):
        pytest.skip(f"set COURSE_DATA to a folder with {real_data.FILES[name].path}")
    made, real = make(), load()
    assert made.columns.tolist() == real.columns.tolist()
    assert [d.kind for d in made.dtypes] == [d.kind for d in real.dtypes]
    assert made.index.equals(pd.RangeIndex(len(made)))


# Retail ------------------------------------------------------------------------------------------


def test_retail_has_the_dirt(retail):
    invoice, code = retail["Invoice"], retail["StockCode"]
    cancelled = invoice.str.fullmatch(r"C\d{6}")
    debt = invoice.str.fullmatch(r"A\d{6}")
    assert (cancelled | debt | invoice.str.fullmatch(r"\d{6}")).all()
    assert cancelled.mean() > 0.01
    assert debt.sum() == 3
    assert retail.loc[debt, "Customer ID"].isna().all()
    assert (retail.loc[cancelled, "Quantity"] < 0).all()
    assert 0.15 < retail["Customer ID"].isna().mean() < 0.3
    assert {"POST", "M", "DOT", "C2", "BANK CHARGES", "PADS"} <= set(code)
    assert (retail["Price"] == 0).any()
    corrections = (retail["Quantity"] < 0) & ~cancelled
    assert corrections.any()
    assert retail.loc[corrections, "Customer ID"].isna().all()


def test_retail_cleans_to_sales(retail):
    sales, counts = clean(retail)
    # Each step but the last removes something, and the last one nothing: as in the real file.
    removed = -np.diff(counts)
    assert (removed[:-1] > 0).all()
    assert removed[-1] == 0
    assert sales["Customer ID"].nunique() == 900


def test_retail_invoices_are_one_visit_of_one_customer(retail):
    sales, _ = clean(retail)
    by_invoice = sales.groupby("Invoice")
    assert (by_invoice["Customer ID"].nunique() == 1).all()
    assert (by_invoice["InvoiceDate"].nunique() == 1).all()
    first = by_invoice["InvoiceDate"].first()
    assert first.sort_index().is_monotonic_increasing  # numbers follow the calendar


def test_an_article_has_one_code_and_price(retail):
    sales, _ = clean(retail)
    articles = sales[sales["StockCode"] != "PADS"].groupby("StockCode")
    assert (articles["Price"].nunique() == 1).all()
    assert (articles["Description"].nunique() == 1).all()


def test_retail_spans_a_year():
    dates = simulated_retail()["InvoiceDate"]
    assert 360 < (dates.max() - dates.min()).days <= 373


# The other three ---------------------------------------------------------------------------------


def test_ecommerce_has_orders_of_one_to_three_lines():
    lines = simulated_ecommerce()
    by_order = lines.groupby("order_id")
    assert set(by_order.size()) == {1, 2, 3}
    assert (by_order["customer_id"].nunique() == 1).all()
    assert (by_order["last_purchase_date"].nunique() == 1).all()
    assert (lines["revenue"] > 0).all()


def test_ecommerce_has_the_kinds_that_were_put_in():
    lines = simulated_ecommerce()
    table = rfm_table(
        lines,
        customer="customer_id",
        invoice="order_id",
        date="last_purchase_date",
        amount="revenue",
    )
    kind = np.repeat(range(5), [200, 250, 200, 150, 12])
    medians = table.groupby(kind).median()
    assert medians.loc[:3, "recency"].is_monotonic_increasing
    assert medians.loc[:3, "frequency"].is_monotonic_decreasing
    assert medians.loc[4, "monetary"] > 5 * medians.loc[0, "monetary"]


def test_mall_groups_can_be_found():
    table = simulated_mall_customers()
    columns = ["Annual Income (k$)", "Spending Score (1-100)"]
    X = StandardScaler().fit_transform(table[columns])
    labels = KMeans(5, n_init=10, random_state=0).fit_predict(X)
    centers = np.array([[26, 20], [26, 79], [55, 50], [88, 17], [87, 82]])
    nearest = ((table[columns].to_numpy()[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
    assert adjusted_rand_score(nearest, labels) > 0.9


@pytest.mark.parametrize("seed", range(5))
def test_mall_values_are_possible(seed):
    table = simulated_mall_customers(random_state=seed)
    assert table["Age"].between(18, 70).all()
    assert table["Spending Score (1-100)"].between(1, 99).all()
    assert table["Annual Income (k$)"].between(15, 137).all()
    assert table["Annual Income (k$)"].is_monotonic_increasing
    assert table["CustomerID"].tolist() == list(range(1, 201))


def test_automobile_shares(cars):
    shares = cars["Segmentation"].value_counts(normalize=True)
    assert shares.idxmax() == "D"
    assert shares.between(0.2, 0.32).all()
    assert cars["ID"].is_unique
    gaps = cars.isna().mean()
    assert gaps.idxmax() == "Work_Experience"
    assert (gaps > 0).sum() == 6
    assert gaps["Work_Experience"] == pytest.approx(0.103, abs=0.01)
    assert (cars["Var_1"] == "Cat_6").mean() == pytest.approx(0.65, abs=0.03)
    assert cars["Profession"].nunique() == 9


def test_automobile_columns_depend_on_the_segment_where_promised(cars):
    by_segment = cars.groupby("Segmentation")
    assert by_segment["Age"].mean().idxmin() == "D"
    assert by_segment["Family_Size"].mean().is_monotonic_increasing
    spent = pd.crosstab(cars["Segmentation"], cars["Spending_Score"], normalize="index")
    np.testing.assert_allclose(spent.loc["D", "Low"], 0.87, atol=0.03)
    np.testing.assert_allclose(spent.loc["C", "Average"], 0.45, atol=0.03)
    male = (cars["Gender"] == "Male").groupby(cars["Segmentation"]).mean()
    assert np.ptp(male) < 0.06


def test_automobile_size():
    assert len(simulated_automobile_customers(50)) == 50
