"""Real files: found, checked, read; and clear words where one is missing."""

import builtins
import gzip
import hashlib
import os

import numpy as np
import pytest

from course_lib import real_data
from course_lib.real_files import FILES, RealFile, is_present, real_file

CONTENT = b"a,b\n1,2\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder with one plain and one packed file, both in the table."""
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    monkeypatch.setitem(FILES, "plain", RealFile("p/x.csv", DIGEST, "https://a.example", "CC0"))
    monkeypatch.setitem(FILES, "packed", RealFile("p/x.csv.gz", DIGEST, "https://b.example", "?"))
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "x.csv").write_bytes(CONTENT)
    (tmp_path / "p" / "x.csv.gz").write_bytes(gzip.compress(CONTENT, compresslevel=1))
    return tmp_path


# The table ---------------------------------------------------------------------------------------


def test_the_table_is_well_formed():
    paths = [file.path for file in FILES.values()]
    assert len(set(paths)) == len(paths)
    for file in FILES.values():
        assert len(bytes.fromhex(file.sha256)) == 32
        assert not file.path.startswith("/")
        assert file.source.startswith("https://")
        assert file.license


# Finding and checking ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "packed"])
def test_a_good_file_is_found(folder, name):
    assert is_present(name)
    assert real_file(name) == folder / FILES[name].path


def test_a_packed_file_may_be_packed_otherwise(folder):
    (folder / "p" / "x.csv.gz").write_bytes(gzip.compress(CONTENT, compresslevel=9, mtime=7))
    assert real_file("packed").exists()


@pytest.mark.parametrize("name", ["plain", "packed"])
def test_an_altered_file_is_refused(folder, name):
    altered = CONTENT + b"3,4\n"
    path = folder / FILES[name].path
    path.write_bytes(gzip.compress(altered) if name == "packed" else altered)
    with pytest.raises(ValueError, match=rf"sha256.*{DIGEST}.*{FILES[name].source}"):
        real_file(name)
    assert real_file(name, check=False) == path


def test_without_the_variable(monkeypatch):
    monkeypatch.delenv("COURSE_DATA", raising=False)
    assert not is_present("mall_customers")
    wanted = r"COURSE_DATA is not set.*Mall_Customers\.csv.*https://.*License: none stated"
    with pytest.raises(FileNotFoundError, match=wanted):
        real_data.mall_customers()


def test_an_empty_variable_is_no_folder(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "")
    assert not is_present("mall_customers")


def test_without_the_file(folder):
    (folder / "p" / "x.csv").unlink()
    assert not is_present("plain")
    with pytest.raises(FileNotFoundError, match=r"x\.csv does not exist.*https://a\.example"):
        real_file("plain")


def test_a_folder_of_that_name_is_no_file(folder):
    (folder / "p" / "x.csv").unlink()
    (folder / "p" / "x.csv").mkdir()
    assert not is_present("plain")


@pytest.mark.parametrize("ask", [is_present, real_file])
def test_unknown_names(ask):
    with pytest.raises(ValueError, match="name='mall' is no data file"):
        ask("mall")


@pytest.mark.parametrize(
    ("load", "value"),
    [
        (real_data.online_retail, "2011"),
        (real_data.automobile_customers, "valid"),
        (real_data.lsi_words, "languages"),
        (real_data.dravlex, "words"),
    ],
)
def test_options_are_checked(load, value):
    with pytest.raises(ValueError, match=f"{value!r} is not offered; choose"):
        load(value)


def test_parquet_without_pyarrow(folder, monkeypatch):
    monkeypatch.setitem(FILES, "online_retail_2009", FILES["plain"])
    real_import = builtins.__import__

    def no_pyarrow(name, *args, **kwargs):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", no_pyarrow)
    with pytest.raises(ImportError, match=r"needs the package pyarrow.*pip install pyarrow"):
        real_data.online_retail()


# The real files ----------------------------------------------------------------------------------


def needs(*names):
    absent = [name for name in names if not is_present(name)]
    why = f"set COURSE_DATA to a folder with {', '.join(FILES[name].path for name in absent)}"
    return pytest.mark.skipif(bool(absent), reason=why)


@pytest.mark.skipif(not os.environ.get("COURSE_DATA"), reason="set COURSE_DATA to check files")
@pytest.mark.parametrize("name", sorted(FILES))
def test_files_are_the_published_ones(name):
    if not is_present(name):
        pytest.skip(f"no {FILES[name].path}")
    assert real_file(name).is_file()


@pytest.mark.parametrize(
    ("year", "n_rows", "n_missing", "n_cancelled"),
    [
        pytest.param("2009-2010", 525_461, 107_927, 10_206, marks=needs("online_retail_2009")),
        pytest.param("2010-2011", 541_909, 135_080, 9_288, marks=needs("online_retail_2010")),
    ],
)
def test_online_retail(year, n_rows, n_missing, n_cancelled):
    pytest.importorskip("pyarrow", reason="reading Parquet needs pyarrow")
    lines = real_data.online_retail(year)
    expected = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price"]
    assert lines.columns.tolist() == [*expected, "Customer ID", "Country"]
    assert len(lines) == n_rows
    assert lines["Customer ID"].isna().sum() == n_missing
    assert lines["Invoice"].str.startswith("C").sum() == n_cancelled
    assert lines["Invoice"].str.startswith("A").sum() == 3


@needs("mall_customers")
def test_mall_customers():
    table = real_data.mall_customers()
    assert table.shape == (200, 5)
    assert table["Gender"].value_counts().to_dict() == {"Female": 112, "Male": 88}


@needs("automobile_train", "automobile_test")
def test_automobile_customers():
    train, test = real_data.automobile_customers(), real_data.automobile_customers("test")
    assert train["Segmentation"].value_counts().to_dict() == {
        "D": 2268, "A": 1972, "C": 1970, "B": 1858,
    }  # fmt: skip
    assert train["Work_Experience"].isna().sum() == 829
    assert test.columns.tolist() == train.columns[:-1].tolist()
    assert test["ID"].isin(train["ID"]).sum() == 2332


@needs("nsl_kdd", "nsl_kdd_fields")
def test_nsl_kdd():
    table = real_data.nsl_kdd()
    assert table.shape == (25_192, 43)
    assert (table["attack"] == "normal").mean() == pytest.approx(0.534, abs=5e-4)
    assert table["attack"].nunique() == 22
    constant = table.columns[table.nunique() == 1].tolist()
    assert constant == ["num_outbound_cmds", "is_host_login"]
    assert not table.isna().to_numpy().any()


@needs("arxiv_abstracts")
def test_arxiv_abstracts():
    table = real_data.arxiv_abstracts()
    assert table.shape == (1550, 6)
    assert sorted(table["category"].value_counts()) == [29, 35, 50, 91, 100, 300, 405, 540]
    assert table["summary"].str.split().str.len().median() == 102


@needs("wholesale_customers")
def test_wholesale_customers():
    table = real_data.wholesale_customers()
    assert table.shape == (440, 8)
    assert table["Region"].value_counts().tolist() == [316, 77, 47]


@needs("census_abstract", "census_houses")
def test_census_districts():
    table = real_data.census_districts()
    assert table["TOT_P"].sum() == 1_210_854_977
    assert table["State Name"].nunique() == 35
    assert table["District"].tolist() == [f"{j:03d}" for j in range(1, 641)]
    literate = 100 * table["P_LIT"].sum() / (table["TOT_P"] - table["P_06"]).sum()
    assert literate == pytest.approx(72.98, abs=0.01)


@pytest.mark.parametrize(
    ("family", "n_varieties"),
    [
        pytest.param(family, n, marks=needs(f"lsi_{family}"))
        for family, n in {
            "Dravidian": 18, "Austroasiatic": 27, "Indo-European": 118, "Sino-Tibetan": 163,
        }.items()
    ],
)  # fmt: skip
def test_lsi_words(family, n_varieties):
    words = real_data.lsi_words(family)
    assert words["DOCULECT"].nunique() == n_varieties
    assert words["CONCEPT"].nunique() <= 97
    assert not words["TOKENS"].isna().any()
    assert set(words["DOCULECT"]) <= set(real_data.lsi_languages()["ID"])


@needs("dravlex_forms", "dravlex_cognates", "dravlex_languages")
def test_dravlex():
    forms, cognates = real_data.dravlex(), real_data.dravlex("cognates")
    assert forms["Language_ID"].nunique() == len(real_data.dravlex("languages")) == 20
    assert forms["Parameter_ID"].nunique() == 100
    assert set(cognates["Form_ID"]) <= set(forms["ID"])


@needs("mnist_test_images", "mnist_test_labels")
def test_mnist_test():
    images, labels = real_data.mnist_test()
    assert images.shape == (10_000, 28, 28)
    counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert np.bincount(labels).tolist() == counts
    assert images.max() == 255
    assert not images[:, 0, 0].any()  # corners are background
