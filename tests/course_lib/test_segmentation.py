"""The pipeline of segments: tables that are wrong, bundles that are whole, and the command."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.customer_schema import SCHEMA, check_customers, read_customers
from course_lib.simulated_data import simulated_automobile_customers

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = simulated_automobile_customers(400)


def complaint(table, **options):
    with pytest.raises(ValueError, match=r"\.$") as raised:
        check_customers(table, **options)
    return str(raised.value)


def changed(column, value, row=7):
    table = PEOPLE.astype({column: object})
    table.loc[row, column] = value
    return table


# The table ---------------------------------------------------------------------------------------


def test_the_simulated_table_fits_and_keeps_its_gaps():
    features = check_customers(PEOPLE, segments=True)
    assert features.columns.tolist() == list(SCHEMA)
    assert len(SCHEMA) == 9
    assert (features.isna() == PEOPLE[list(SCHEMA)].isna()).all(axis=None)
    for name, rule in SCHEMA.items():
        assert set(PEOPLE[name].dropna()) <= set(rule["values"]) if "values" in rule else True


def test_schema_is_that_of_the_real_file():
    from course_lib.real_data import automobile_customers, is_present

    if not is_present("automobile_train"):
        pytest.skip("COURSE_DATA has no automobile table")
    check_customers(automobile_customers("train"), segments=True)
    check_customers(automobile_customers("test"))


@pytest.mark.parametrize("column", SCHEMA)
def test_each_missing_column_is_named(column):
    assert f"lacks the column {column!r}" in complaint(PEOPLE.drop(columns=column))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Spending_Score", "Medium"),
        ("Gender", "male"),
        ("Gender", "Male "),
        ("Profession", ""),
        ("Graduated", True),
        ("Var_1", 6),
        ("Age", -1),
        ("Age", 121),
        ("Age", "forty"),
        ("Family_Size", 0),
        ("Work_Experience", np.inf),
    ],
)
def test_each_wrong_value_is_named_with_its_row(column, value):
    said = complaint(changed(column, value))
    assert said.startswith(f"{column} has {value!r} in 1 row (first: ID {PEOPLE.loc[7, 'ID']})")
    assert "leave it empty" in said


def test_all_that_is_wrong_is_said_at_once():
    table = changed("Spending_Score", "Medium").drop(columns=["Age", "ID"])
    table.loc[8, "Spending_Score"] = "Medium"
    said = complaint(table).splitlines()
    assert len(said) == 3
    assert "'ID'" in said[0]
    assert "in 2 rows" in said[2]


def test_rows_without_a_name_or_with_the_name_of_another():
    assert "repeat an ID" in complaint(pd.concat([PEOPLE, PEOPLE.iloc[:1]]))
    assert "ID is empty in 1 row" in complaint(changed("ID", None))
    assert "Segmentation is empty" in complaint(changed("Segmentation", None), segments=True)
    assert "no rows" in complaint(PEOPLE.iloc[:0])
    twice = pd.concat([PEOPLE, PEOPLE[["Age"]]], axis=1)
    assert "two columns of one name, ['Age']" in complaint(twice)


def test_the_order_of_columns_and_further_columns_do_not_matter():
    shuffled = PEOPLE[PEOPLE.columns[::-1]].assign(Note="x")
    pd.testing.assert_frame_equal(check_customers(shuffled), check_customers(PEOPLE))


def test_an_id_stays_text(tmp_path):
    PEOPLE.iloc[:2].assign(ID=["007", "7"]).to_csv(tmp_path / "t.csv", index=False)
    assert read_customers(tmp_path / "t.csv")["ID"].tolist() == ["007", "7"]


@settings(deadline=None, max_examples=30)
@given(st.dictionaries(st.sampled_from(sorted(SCHEMA)), st.integers(0, 399), max_size=6))
def test_gaps_anywhere_are_fine(gaps):
    table = PEOPLE.copy()
    for column, row in gaps.items():
        table[column] = table[column].mask(table.index == row)
    features = check_customers(table)
    assert all(pd.isna(features.loc[row, column]) for column, row in gaps.items())


# The pipeline ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lib():
    pytest.importorskip("tensorflow", reason="TensorFlow is in the dependency group `deep`")
    from course_lib import segmentation

    return segmentation


@pytest.fixture(scope="module")
def bundle(lib):
    return lib.fit(PEOPLE, epochs=2)


@pytest.fixture
def kept(lib, bundle, tmp_path):
    lib.save(bundle, tmp_path / "bundle")
    return tmp_path / "bundle"


def test_preparation_against_pandas(lib):
    features = check_customers(PEOPLE)
    filled = features.copy()
    for name, rule in SCHEMA.items():
        if "low" in rule:
            filled[name] = features[name].fillna(features[name].median())
        else:
            common = features[name].fillna(features[name].mode()[0])
            filled[name] = common.map({v: j for j, v in enumerate(rule["values"])})
    wanted = (filled - filled.mean()) / filled.std(ddof=0)
    order = [n for n, r in SCHEMA.items() if "low" in r] + [
        n for n, r in SCHEMA.items() if "values" in r
    ]
    got = lib.preparation().fit_transform(features)
    np.testing.assert_allclose(got, wanted[order].to_numpy(dtype=float), atol=1e-12)


def test_no_naming_is_right_more_often_than_the_majority(lib):
    from itertools import product

    rng = np.random.default_rng(0)
    for _ in range(20):
        labels, truth = rng.integers(0, 3, 15), rng.choice(list("ABC"), 15)
        right = (np.array(lib.majority(labels, truth, 3))[labels] == truth).sum()
        assert right == max(
            (np.array(names)[labels] == truth).sum() for names in product("ABC", repeat=3)
        )
    assert lib.majority(np.zeros(3, int), np.array(list("ABB")), 2) == ["B", "B"]


def test_what_a_bundle_says_of_itself_is_true(lib, bundle):
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
    from sklearn.model_selection import train_test_split

    about = bundle.about
    truth = PEOPLE["Segmentation"]
    seen, kept = train_test_split(PEOPLE, test_size=0.2, stratify=truth, random_state=0)
    assert about["customers"] == {"training": len(seen), "held out": len(kept)}
    clusters = bundle.clusters.predict(bundle.codes(check_customers(kept)))
    told = bundle.predict(kept)["Segmentation"].to_numpy()
    held = about["held_out"]
    assert held["ARI"] == pytest.approx(
        adjusted_rand_score(kept["Segmentation"], clusters), abs=1e-4
    )
    assert held["NMI"] == pytest.approx(
        normalized_mutual_info_score(kept["Segmentation"], clusters), abs=1e-4
    )
    assert held["named right"] == pytest.approx((told == kept["Segmentation"]).mean(), abs=1e-4)
    assert held["always the largest"] == pytest.approx(
        (kept["Segmentation"] == truth.mode()[0]).mean(), abs=1e-4
    )
    assert set(about["without_a_cluster"]) == set("ABCD") - set(about["segment_of"])


def test_each_cluster_has_the_name_of_most_of_its_training_rows(bundle):
    from sklearn.model_selection import train_test_split

    truth = PEOPLE["Segmentation"]
    seen, _ = train_test_split(PEOPLE, test_size=0.2, stratify=truth, random_state=0)
    labels = bundle.clusters.predict(bundle.codes(check_customers(seen)))
    table = pd.crosstab(labels, seen["Segmentation"].to_numpy())
    assert bundle.about["segment_of"] == table.idxmax(axis=1).tolist()


def test_the_schema_of_the_bundle_decides(bundle):
    with pytest.raises(ValueError, match="Spending_Score has 'Medium'"):
        bundle.predict(changed("Spending_Score", "Medium"))
    narrow = SCHEMA | {"Gender": {"values": ["Female"]}}
    with pytest.raises(ValueError, match="only 'Female' are known"):
        bundle._replace(about=bundle.about | {"schema": narrow}).predict(PEOPLE)


def test_nothing_is_learned_from_the_held_out_rows(lib, bundle):
    from sklearn.model_selection import train_test_split

    truth = PEOPLE["Segmentation"]
    _, kept = train_test_split(PEOPLE, test_size=0.2, stratify=truth, random_state=0)
    other = PEOPLE.copy()
    other.loc[kept.index, "Age"] = 120
    again = lib.fit(other, epochs=2)
    np.testing.assert_array_equal(
        again.clusters.cluster_centers_, bundle.clusters.cluster_centers_
    )
    assert again.about["segment_of"] == bundle.about["segment_of"]
    assert again.about["held_out"] != bundle.about["held_out"]


def test_the_network_is_the_one_of_the_guide(bundle):
    assert bundle.encoder.count_params() == 160 + 204 + 104
    assert bundle.codes(check_customers(PEOPLE)).min() < 0, "a linear code"


def test_one_customer_with_nothing_but_gaps_gets_a_segment(bundle):
    nobody = PEOPLE.iloc[:1].copy()
    nobody[list(SCHEMA)] = np.nan
    assert bundle.predict(nobody)["Segmentation"].isin(list("ABCD")).all()


def test_each_row_is_told_alone(bundle):
    together = bundle.predict(PEOPLE)
    alone = pd.concat([bundle.predict(PEOPLE.iloc[[j]]) for j in range(5)], ignore_index=True)
    pd.testing.assert_frame_equal(together.iloc[:5], alone)


def test_too_little_to_learn_from(lib):
    is_a = PEOPLE["Segmentation"] == "A"
    with pytest.raises(ValueError, match=r"Segment 'A' has 3 of the 10"):
        lib.fit(PEOPLE[~is_a | (is_a.cumsum() <= 3)])
    with pytest.raises(ValueError, match=r"No row has a value for \['Age'\]"):
        lib.fit(PEOPLE.assign(Age=np.nan))


def test_round_trip(lib, bundle, kept):
    again = lib.load(kept)
    pd.testing.assert_frame_equal(again.predict(PEOPLE), bundle.predict(PEOPLE))
    assert {p.name for p in kept.iterdir()} == {
        *("about.json", "clusters.joblib", "encoder.keras", "preparation.joblib")
    }
    about = json.loads((kept / "about.json").read_text())
    assert about["schema"] == SCHEMA
    assert set(about["versions"]) == {"scikit-learn", "keras", "tensorflow", "numpy"}
    assert about["trained"].endswith("+00:00")


def test_a_bundle_is_whole_or_not_at_all(lib, bundle, kept, tmp_path, monkeypatch):
    with pytest.raises(FileExistsError, match="choose another name"):
        lib.save(bundle, kept)
    with pytest.raises(FileNotFoundError, match="make it first"):
        lib.save(bundle, tmp_path / "no" / "bundle")

    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr("course_lib.segment_bundle.json.dumps", full)
    with pytest.raises(OSError, match="No space"):
        lib.save(bundle, tmp_path / "other")
    monkeypatch.setattr("pandas.DataFrame.to_csv", full)
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(OSError, match="No space"):
        lib.write_segments(bundle.predict(PEOPLE), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bundle", "out.csv"]


@pytest.mark.parametrize("name", ["clusters.joblib", "preparation.joblib", "encoder.keras"])
def test_a_mixed_or_torn_bundle_is_refused(lib, kept, name):
    (kept / name).write_bytes((kept / name).read_bytes() + b" ")
    with pytest.raises(ValueError, match=f"{name} is missing"):
        lib.load(kept)
    (kept / name).unlink()
    with pytest.raises(ValueError, match=f"{name} is missing"):
        lib.load(kept)
    with pytest.raises(ValueError, match="is no bundle"):
        lib.load(kept.parent)


def test_a_bundle_of_another_version_is_refused(lib, kept):
    about = json.loads((kept / "about.json").read_text())
    about["versions"]["scikit-learn"] = "0.24.0"
    (kept / "about.json").write_text(json.dumps(about))
    with pytest.raises(ValueError, match=r"install scikit-learn==0\.24\.0, or train again"):
        lib.load(kept)


# The command -------------------------------------------------------------------------------------


def test_the_command(lib, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    PEOPLE.to_csv("customers.csv", index=False)
    PEOPLE.iloc[:50].drop(columns="Segmentation").to_csv("new.csv", index=False)
    assert (
        lib.main(["train", "customers.csv", "--to", "bundle", "--epochs", "2", "--clusters", "3"])
        == 0
    )
    assert lib.main(["predict", "bundle", "new.csv", "--to", "here.csv"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "ARI" in said.out
    table = pd.read_csv("here.csv")
    assert table.columns.tolist() == ["ID", "Segmentation"]
    assert table["ID"].tolist() == PEOPLE["ID"].tolist()[:50]
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = [sys.executable, "-m", "course_lib.segmentation", "predict", "bundle", "new.csv"]
    fresh = subprocess.run([*command, "--to", "x.csv"], capture_output=True, text=True)
    assert (fresh.returncode, fresh.stderr) == (0, "")
    assert Path("x.csv").read_bytes() == Path("here.csv").read_bytes()


def test_the_command_says_what_is_wrong(lib, kept, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    changed("Spending_Score", "Medium").to_csv("wrong.csv", index=False)
    Path("empty.csv").write_text("")
    for line in (
        "predict bundle wrong.csv --to out.csv",
        "train wrong.csv --to new",
        "predict bundle nowhere.csv --to out.csv",
        "predict bundle empty.csv --to out.csv",
        "train wrong.csv --to bundle",
    ):
        assert lib.main(line.split()) == 2, line
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("Nothing was written.\n")
        assert "Traceback" not in said.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bundle", "empty.csv", "wrong.csv"]
