"""Recency, frequency and money, against pencil, plain loops and the box plot of Matplotlib."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib import cbook

from course_lib.rfm import (
    OUTLIER_STRATEGIES,
    clean,
    outlier_bounds,
    outlier_groups,
    rfm_table,
    segment_names,
    strategies,
)
from course_lib.simulated_data import simulated_retail


@pytest.fixture
def lines():
    rng = np.random.default_rng(0)
    n = 400
    days = pd.to_datetime("2025-01-01") + pd.to_timedelta(rng.integers(0, 300, n), unit="D")
    return pd.DataFrame(
        {
            "customer": rng.integers(0, 40, n),
            "invoice": rng.integers(0, 150, n),
            "date": days,
            "amount": rng.lognormal(3, 1, n),
        }
    )


def test_equals_a_plain_loop(lines):
    table = rfm_table(lines)
    last = max(lines["date"])
    for name, rows in lines.groupby("customer"):
        assert table.loc[name, "recency"] == (last - max(rows["date"])).days
        assert table.loc[name, "frequency"] == len(set(rows["invoice"]))
        assert table.loc[name, "monetary"] == pytest.approx(sum(rows["amount"]))


def test_frequency_counts_invoices_not_lines():
    lines = pd.DataFrame(
        {
            "customer": [1, 1, 1],
            "invoice": ["a", "a", "b"],
            "date": pd.to_datetime(["2025-01-01"] * 3),
            "amount": [1.0, 1.0, 1.0],
        }
    )
    assert rfm_table(lines).loc[1, "frequency"] == 2


def test_the_two_conventions_of_recency_differ_by_a_day(lines):
    later = lines["date"].max() + pd.Timedelta(days=1)
    ours = rfm_table(lines)["recency"]
    assert ours.min() == 0
    assert (rfm_table(lines, reference_date=later)["recency"] == ours + 1).all()


def test_order_of_lines_does_not_matter(lines):
    shuffled = lines.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(rfm_table(lines), rfm_table(shuffled))


def test_other_column_names(lines):
    renamed = lines.rename(columns={"customer": "Customer ID", "amount": "Line total"})
    table = rfm_table(renamed, customer="Customer ID", amount="Line total")
    np.testing.assert_allclose(table.to_numpy(), rfm_table(lines).to_numpy())


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda lines: lines.drop(columns="invoice"), "no column.*invoice"),
        (lambda lines: lines.iloc[:0], "empty"),
        (lambda lines: lines.assign(customer=None), "missing values in.*customer"),
        (lambda lines: lines.assign(date=lines["date"].astype(str)), "pd.to_datetime"),
    ],
)
def test_bad_lines_are_named(lines, spoil, message):
    with pytest.raises(ValueError, match=message):
        rfm_table(spoil(lines))


def test_reference_date_before_the_last_order(lines):
    with pytest.raises(ValueError, match="reference_date"):
        rfm_table(lines, reference_date=pd.Timestamp("2025-01-02"))


def test_fences_are_those_of_the_box_plot(lines):
    values = lines["amount"].to_numpy()
    low, high = outlier_bounds(values)
    drawn = cbook.boxplot_stats(values)[0]
    assert set(values[(values < low) | (values > high)]) == set(drawn["fliers"])


def test_groups_add_up():
    table = pd.DataFrame(
        {
            "recency": 1,
            "frequency": [1, 2, 3, 2, 90, 2, 90],
            "monetary": [1.0, 2.0, 3.0, 2.0, 2.0, 90.0, 90.0],
        }
    )
    table = pd.concat([table.iloc[:4]] * 5 + [table.iloc[4:]])
    assert outlier_groups(table)[-3:].tolist() == [-2, -1, -3]
    assert not outlier_groups(table)[:-3].any()


def test_names_follow_the_profile_not_the_number():
    customers = pd.DataFrame(
        {"recency": [1, 2, 90, 100], "frequency": 1, "monetary": [500.0, 5.0, 400.0, 6.0]}
    )
    names = segment_names(customers, customers)
    assert names == ["Champions", "Promising", "At risk", "Lost"]
    order = [2, 0, 3, 1]
    assert segment_names(customers.iloc[order], customers) == [names[i] for i in order]


def test_low_recency_is_the_good_end():
    customers = pd.DataFrame(
        {"recency": [5, 50, 297], "frequency": [9, 5, 3], "monetary": [900.0, 300.0, 96.0]}
    )
    assert segment_names(customers.iloc[[2]], customers) == ["Lost"]


RETAIL = Path(os.environ.get("COURSE_DATA", "no-data")) / "online_retail_ii"


@pytest.mark.skipif(not RETAIL.exists(), reason="set COURSE_DATA to test on Online Retail II")
def test_online_retail_counts():
    pytest.importorskip("pyarrow", reason="reading parquet needs pyarrow")
    lines = pd.read_parquet(RETAIL / "online_retail_ii_2009_2010.parquet")
    text = lines["Invoice"].astype(str)
    code = lines["StockCode"].astype(str)
    kept = text.str.fullmatch(r"\d{6}") & code.str.fullmatch(r"\d{5}|\d{5}[a-zA-Z]+|PADS")
    lines = lines[kept & lines["Customer ID"].notna() & (lines["Price"] > 0)]
    assert len(lines) == 406_309
    table = rfm_table(
        lines.assign(amount=lines["Quantity"] * lines["Price"]),
        customer="Customer ID",
        invoice="Invoice",
        date="InvoiceDate",
    )
    groups = outlier_groups(table)
    assert len(table) == 4_285
    assert np.isin(groups, [-1, -3]).sum() == 423
    assert np.isin(groups, [-2, -3]).sum() == 279
    assert (groups == 0).sum() == 3_809


# Cleaning ----------------------------------------------------------------------------------------

GOOD = {"Invoice": "489434", "StockCode": "85048", "Quantity": 12, "Price": 6.95, "Customer ID": 7}


@pytest.mark.parametrize(
    ("spoil", "step"),
    [
        ({"Invoice": "C489434"}, "invoice of six digits"),
        ({"Invoice": "A506401"}, "invoice of six digits"),
        ({"Invoice": "4894341"}, "invoice of six digits"),
        ({"StockCode": "POST"}, "code of an article"),
        ({"StockCode": "C2"}, "code of an article"),
        ({"StockCode": "gift_0001_20"}, "code of an article"),
        ({"StockCode": "85048 "}, "code of an article"),
        ({"StockCode": "PADS2"}, "code of an article"),
        ({"Customer ID": np.nan}, "customer known"),
        ({"Price": 0.0}, "price above zero"),
        ({"Price": -11.0}, "price above zero"),
        ({"Quantity": 0}, "quantity above zero"),
        ({"Quantity": -12}, "quantity above zero"),
    ],
)
def test_each_kind_of_dirt_falls_in_its_step(spoil, step):
    sales, counts = clean(pd.DataFrame([GOOD, GOOD | spoil]))
    assert len(sales) == 1
    assert counts.loc[:step].tolist()[:-1] == [2] * (len(counts.loc[:step]) - 1)
    assert (counts.loc[step:] == 1).all()


@pytest.mark.parametrize("code", ["85048", "79323P", "15056BL", "85123a", "PADS"])
def test_articles_stay(code):
    sales, _ = clean(pd.DataFrame([GOOD | {"StockCode": code}]))
    assert sales["Sales Line Total"].tolist() == pytest.approx([83.4])


def test_cleaning_does_not_depend_on_the_order_of_rows_or_on_their_labels():
    lines = simulated_retail(200)
    lines.index = lines.index[::-1] + 5
    sales, counts = clean(lines)
    shuffled, recount = clean(lines.sample(frac=1, random_state=0))
    pd.testing.assert_frame_equal(sales.sort_index(), shuffled.sort_index())
    pd.testing.assert_series_equal(counts, recount)


def test_cleaning_leaves_its_input_alone():
    lines = pd.DataFrame([GOOD])
    sales, _ = clean(lines)
    sales.loc[0, "Price"] = 1.0
    assert lines.columns.tolist() == list(GOOD)
    assert lines.loc[0, "Price"] == 6.95


def test_numbers_as_invoices_are_read_as_text():
    assert len(clean(pd.DataFrame([GOOD | {"Invoice": 489434, "StockCode": 85048}]))[0]) == 1


def test_cleaning_names_the_missing_column():
    with pytest.raises(ValueError, match=r"no column \['Price'\]"):
        clean(pd.DataFrame([GOOD]).drop(columns="Price"))


# Strategies --------------------------------------------------------------------------------------


def test_the_first_question_with_a_yes_decides():
    customers = pd.DataFrame(
        {"recency": [100.0, 100.0], "frequency": [3.0, 3.0], "monetary": [50.0, 50.0]}
    )
    asked = pd.DataFrame(
        {
            "recency": [200.0, 199.0, 199.0, 199.0, 200.0],
            "frequency": [1.0, 6.0, 5.9, 5.9, 9.0],
            "monetary": [1.0, 1.0, 50.0, 49.9, 900.0],
        }
    )
    expected = ["Re-engage", "Reward", "Retain", "Nurture", "Re-engage"]
    assert strategies(asked, customers) == expected
    assert strategies(asked.iloc[::-1], customers) == expected[::-1]


def test_every_customer_has_a_strategy():
    table = pd.DataFrame(
        np.random.default_rng(0).lognormal(1, 1, (200, 3)),
        columns=["recency", "frequency", "monetary"],
    )
    assert set(strategies(table, table)) == {"Re-engage", "Reward", "Retain", "Nurture"}
    assert set(OUTLIER_STRATEGIES) == {-1, -2, -3}
