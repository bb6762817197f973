"""The real tables of the course, read from a folder of yours that COURSE_DATA names.

`course_lib.real_files` finds and checks the files. Where one is absent the chapters fall back on
:mod:`course_lib.simulated_data`.
"""

import gzip

import numpy as np
import pandas as pd

from course_lib.real_files import FILES, is_present, real_file

__all__ = [
    "FILES",
    "arxiv_abstracts",
    "automobile_customers",
    "census_districts",
    "dravlex",
    "is_present",
    "lsi_languages",
    "lsi_words",
    "mall_customers",
    "mnist_test",
    "nsl_kdd",
    "online_retail",
    "real_file",
    "wholesale_customers",
]


def online_retail(year: str = "2009-2010", *, check: bool = True) -> pd.DataFrame:
    """Read a year of order lines of a British gift shop, with the column names of 2009-2010.

    Parameters
    ----------
    year : {'2009-2010', '2010-2011'}
        Both hold the first nine days of December 2010.
    check : bool, default=True
        As in `real_file`.

    Returns
    -------
    lines : DataFrame
        Invoice, StockCode, Description, Quantity, InvoiceDate, Price (pounds), Customer ID
        (missing in a fifth of the rows), Country.

    Raises
    ------
    ValueError
        If `year` is neither.
    ImportError
        If pyarrow, which reads Parquet, is not installed. The course does not need it otherwise.
    """
    names = {"2009-2010": "online_retail_2009", "2010-2011": "online_retail_2010"}
    if year not in names:
        raise ValueError(f"year={year!r} is not offered; choose from {sorted(names)}.")
    path = real_file(names[year], check=check)
    try:
        lines = pd.read_parquet(path, engine="pyarrow")
    except ImportError as error:
        raise ImportError(
            "Online Retail is a Parquet file, and reading it needs the package pyarrow, "
            "which the course does not install: pip install pyarrow."
        ) from error
    lines = lines.rename(
        columns={"InvoiceNo": "Invoice", "UnitPrice": "Price", "CustomerID": "Customer ID"}
    )
    return lines.astype({"Customer ID": "Int64"})


def mall_customers() -> pd.DataFrame:
    """Read 200 mall customers: who, Gender, Age, Annual Income (k$), Spending Score (1-100).

    Returns
    -------
    table : DataFrame of shape (200, 5)
        CustomerID and the four columns above. A teaching table of unknown origin.
    """
    return pd.read_csv(real_file("mall_customers"))


def automobile_customers(part: str = "train") -> pd.DataFrame:
    """Read the customers of a car maker: ten columns, and the Segmentation A to D in `train`.

    Parameters
    ----------
    part : {'train', 'test'}
        2,332 of the 2,627 customers of `test` also stand in `train`: they are no fresh sample.

    Returns
    -------
    table : DataFrame of shape (8068, 11) or (2627, 10)
        ID, Gender, Ever_Married, Age, Graduated, Profession, Work_Experience, Spending_Score
        (Low, Average, High), Family_Size, Var_1, Segmentation.

    Raises
    ------
    ValueError
        If `part` is neither.
    """
    if part not in ("train", "test"):
        raise ValueError(f"part={part!r} is not offered; choose 'train' or 'test'.")
    return pd.read_csv(real_file(f"automobile_{part}"))


def nsl_kdd() -> pd.DataFrame:
    """Read 25,192 network connections: 41 features, `attack` (or 'normal') and `difficulty`.

    Returns
    -------
    table : DataFrame of shape (25192, 43)
        The features bear the names of the publisher: duration (seconds), protocol_type, service,
        flag, src_bytes, dst_bytes, ..., dst_host_srv_rerror_rate.
    """
    fields = pd.read_csv(real_file("nsl_kdd_fields"), header=None)[0]
    return pd.read_csv(real_file("nsl_kdd"), names=[*fields, "attack", "difficulty"])


def arxiv_abstracts() -> pd.DataFrame:
    """Read 1,550 papers of eight fields: title, summary, comment, authors, category, split.

    Returns
    -------
    table : DataFrame of shape (1550, 6)
        `summary` is the abstract and `category` the field, from 29 papers to 540.
    """
    return pd.read_csv(real_file("arxiv_abstracts"))


def wholesale_customers() -> pd.DataFrame:
    """Read 440 customers of a wholesaler: Channel, Region, yearly spending on six kinds of goods.

    Returns
    -------
    table : DataFrame of shape (440, 8)
        Channel, Region, Fresh, Milk, Grocery, Frozen, Detergents_Paper, Delicatessen.
    """
    return pd.read_csv(real_file("wholesale_customers"))


def census_districts() -> pd.DataFrame:
    """Read the 640 districts of India in 2011: population, literacy, workers, and their state.

    Returns
    -------
    table : DataFrame of shape (640, 92)
        The columns of the Primary Census Abstract (TOT_P persons, P_06 up to age 6, P_LIT
        literate, TOT_WORK_P workers; _M men, _F women; ...) and `State Name`. The codes State
        and District are text: leading zeros count, and six district names occur twice.
    """
    abstract = pd.read_csv(real_file("census_abstract"), dtype={"State": str, "District": str})
    houses = pd.read_csv(real_file("census_houses"), dtype={"District Code": str})
    names = houses.set_index("District Code")["State Name"]
    return abstract.assign(**{"State Name": abstract["District"].map(names)})


def lsi_words(family: str = "Dravidian") -> pd.DataFrame:
    """Read word lists of the Linguistic Survey of India (1928): one row a word of a variety.

    Parameters
    ----------
    family : {'Austroasiatic', 'Dravidian', 'Indo-European', 'Sino-Tibetan'}

    Returns
    -------
    words : DataFrame
        ID, PARAMETER_ID, CONCEPT, DOCULECT (the variety), LANGUAGE_NAME, VALUE, FORM, TOKENS
        (sounds, separated by spaces), GLOTTOLOG, CONCEPTICON, LATITUDE, LONGITUDE, COGNACY.

    Raises
    ------
    ValueError
        If `family` is none of the four.
    """
    families = [name.removeprefix("lsi_") for name in FILES if name.startswith("lsi_")]
    families.remove("languages")
    if family not in families:
        raise ValueError(f"family={family!r} is not offered; choose from {families}.")
    return pd.read_csv(
        real_file(f"lsi_{family}"), sep="\t", comment="#", dtype={"COGNACY": str}, quoting=3
    )


def lsi_languages() -> pd.DataFrame:
    """Read the 363 varieties of the Survey: ID, Name, Family, SubGroup, Latitude, Longitude, ...

    Returns
    -------
    varieties : DataFrame of shape (363, 14)
        ID is the DOCULECT of `lsi_words`.
    """
    return pd.read_csv(real_file("lsi_languages"))


def dravlex(part: str = "forms") -> pd.DataFrame:
    """Read a table of DravLex: 100 concepts in 20 Dravidian languages.

    Parameters
    ----------
    part : {'forms', 'cognates', 'languages'}
        Words (Language_ID, Parameter_ID, Form, Segments, ...), the sets of related words
        (Form_ID, Cognateset_ID, ...), or the languages (ID, Name, Latitude, Longitude, ...).

    Returns
    -------
    table : DataFrame

    Raises
    ------
    ValueError
        If `part` is none of the three.
    """
    if part not in ("forms", "cognates", "languages"):
        raise ValueError(
            f"part={part!r} is not offered; choose 'forms', 'cognates' or 'languages'."
        )
    return pd.read_csv(real_file(f"dravlex_{part}"))


def mnist_test() -> tuple[np.ndarray, np.ndarray]:
    """Read the 10,000 test images of handwritten digits.

    Returns
    -------
    images : uint8 array of shape (10000, 28, 28)
        0 is background, 255 full ink.
    labels : uint8 array of shape (10000,)
        The digit.
    """
    images, labels = (
        np.frombuffer(gzip.decompress(real_file(f"mnist_test_{part}").read_bytes()), np.uint8)
        for part in ("images", "labels")
    )
    # The idx format begins with a header of 16 bytes for images and 8 for labels.
    return images[16:].reshape(-1, 28, 28), labels[8:]
