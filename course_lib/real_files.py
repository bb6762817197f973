"""Which real files the course knows, and whether they lie in the folder that COURSE_DATA names.

Nothing is downloaded and nothing is shipped: licenses differ. Every file is checked before it is
read, because public copies of these sets are often altered. Where a file is absent the chapters
fall back on :mod:`course_lib.simulated_data`.
"""

import gzip
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

VARIABLE = "COURSE_DATA"


class RealFile(NamedTuple):
    """One file of the data folder.

    Parameters
    ----------
    path : str
        Where it lies below the data folder.
    sha256 : str
        Checksum of its content; of a `.gz` file, of the unpacked content, since two programs
        seldom pack the same text into the same bytes.
    source : str
        Where to get it.
    license : str
        What its publisher allows, as far as known.
    """

    path: str
    sha256: str
    source: str
    license: str


_RETAIL = "convert the sheet of the workbook to Parquet, all columns and rows"
_CENSUS = ("https://github.com/pigshell/india-census-2011", "Census of India, with attribution")
_NSL = ("https://github.com/JunLuo-BIT/NSL-KDD-Data-Set", "none stated; cite Tavallaee 2009")
_AUTOMOBILE = (
    "https://github.com/ravi23796/AV_JanataHack_Customer_Segmentation",
    "none stated (competition data)",
)
_MNIST = ("https://github.com/kelas/mnist", "CC BY-SA 3.0, as Keras documents it")
_LSI = ("https://github.com/lexibank/lsi", "CC BY 4.0")
_DRAVLEX = ("https://github.com/lexibank/dravlex", "CC BY 4.0")

FILES = {
    "online_retail_2009": RealFile(
        "online_retail_ii/online_retail_ii_2009_2010.parquet",
        "e1b02c22974424a166e179ebd0e244d1dd3a45992184ae60cdb363da78440000",
        f"https://doi.org/10.24432/C5CG6D ({_RETAIL})",
        "CC BY 4.0",
    ),
    "online_retail_2010": RealFile(
        "online_retail_ii/online_retail_2010_2011.parquet",
        "4a8f4c7b6de61fcc480c6797c4e744596bcb44d02f06a80436f368c5d4d7d4fa",
        f"https://doi.org/10.24432/C5BW33 ({_RETAIL})",
        "CC BY 4.0",
    ),
    "mall_customers": RealFile(
        "mall_customers/Mall_Customers.csv",
        "416a4f62a8f33841a16e1db5297f0e05d3b65b05e73632cedae58e739e1e1f77",
        "https://github.com/amankharwal/Website-data (customers.csv)",
        "none stated",
    ),
    "automobile_train": RealFile(
        "customer_segmentation/Train.csv",
        "4245166ea666055eaeb151aecf2d16c346cdb230749eb064949684c965bf7355",
        *_AUTOMOBILE,
    ),
    "automobile_test": RealFile(
        "customer_segmentation/Test.csv",
        "8dad4b0d365a8f8c73d2a1e28a91af5fd33adc036ad4e979cf61a51413d3d9ad",
        *_AUTOMOBILE,
    ),
    "nsl_kdd": RealFile(
        "nsl_kdd/KDDTrain+_20Percent.txt.gz",
        "7ea86479faab5ca2190b7f18b4982fb058ce5bf2b46e0e1017d0d9ef90f9c16e",
        *_NSL,
    ),
    "nsl_kdd_fields": RealFile(
        "nsl_kdd/Field Names.csv",
        "e6ce1b1f35966a203209433fd98f88eeb6f5d37f7fb3194aa20d9935b8f9e9d3",
        *_NSL,
    ),
    "arxiv_abstracts": RealFile(
        "arxiv_abstracts/arxiv_lite.csv.gz",
        "5ff82062b51602db9123dcee36303fdb57453152589efe22e626363ccd15baef",
        "https://github.com/AmirYunus/IS6751_project_arxiv_classifier (data/arxiv_lite.csv)",
        "CC0 1.0 (arXiv metadata)",
    ),
    "wholesale_customers": RealFile(
        "wholesale_customers/wholesale.csv",
        "3e5211f4d9e731669f528ba1fc49e33d0aae51d7190a633d6e8d2ae80fc6e5f9",
        "https://github.com/ucb-stat154/stat154-fall-2017 (data/wholesale.csv)",
        "CC BY 4.0, as UCI says (not confirmed)",
    ),
    "census_abstract": RealFile(
        "india_census_2011/pca-total.csv",
        "61e85065145d2201601e2400923789e987ef32bbc008d2f81d1124936e13fb00",
        *_CENSUS,
    ),
    "census_houses": RealFile(
        "india_census_2011/hlpca-total.csv",
        "046d600b90de4c7c0de6608a817e6fb2ec2bbe5e860e45b9e3c87eaad4a9ace4",
        *_CENSUS,
    ),
    "mnist_test_images": RealFile(
        "mnist/t10k-images-idx3-ubyte.gz",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        *_MNIST,
    ),
    "mnist_test_labels": RealFile(
        "mnist/t10k-labels-idx1-ubyte.gz",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        *_MNIST,
    ),
    "lsi_Austroasiatic": RealFile(
        "indian_languages/lsi_Austroasiatic.tsv.gz",
        "c51b92849f03b43feb9cebedd9365ec91ee5f9a83b2c0fa9b57f922720911524",
        *_LSI,
    ),
    "lsi_Dravidian": RealFile(
        "indian_languages/lsi_Dravidian.tsv.gz",
        "4b5ad1c72d7f4d796a54d39e0aaf48d2ab4cc7cc550415591b2851bcef392be4",
        *_LSI,
    ),
    "lsi_Indo-European": RealFile(
        "indian_languages/lsi_Indo-European.tsv.gz",
        "772d3413ba3737eef3f97f389e6dbdf7b4717f630c35025a62f3fd58997d483e",
        *_LSI,
    ),
    "lsi_Sino-Tibetan": RealFile(
        "indian_languages/lsi_Sino-Tibetan.tsv.gz",
        "16ea1177d84a0392920106faeee16892b0f1f8657d1b9a0ea439e7a941ad73c7",
        *_LSI,
    ),
    "lsi_languages": RealFile(
        "indian_languages/lsi_languages.csv",
        "895655bdd031d26718aa6d37fe930c72d01d050eb8aa2db9270c0b8d7385aa52",
        *_LSI,
    ),
    "dravlex_forms": RealFile(
        "indian_languages/dravlex_forms.csv",
        "5199493ed9bbf3c78eb87804514bde6497200911ca99edc0366b578fa8f9ccd5",
        *_DRAVLEX,
    ),
    "dravlex_cognates": RealFile(
        "indian_languages/dravlex_cognates.csv",
        "1eb8b6ddc6d07106c509ba38e601a2e18a65a1779336e8b6d47fb0996aff4c48",
        *_DRAVLEX,
    ),
    "dravlex_languages": RealFile(
        "indian_languages/dravlex_languages.csv",
        "027c4f1add4bd8c041b97ef492ec529dd2697b2bb5a21f8f23d03c2455c7210d",
        *_DRAVLEX,
    ),
}


def _path(name: str) -> Path | None:
    """Where the file should lie, or None where COURSE_DATA is not set."""
    if name not in FILES:
        raise ValueError(f"name={name!r} is no data file; choose from {sorted(FILES)}.")
    folder = os.environ.get(VARIABLE)
    return Path(folder) / FILES[name].path if folder else None


def is_present(name: str) -> bool:
    """Say whether the data folder holds a file; its content is not looked at.

    Parameters
    ----------
    name : str
        A key of `FILES`.

    Returns
    -------
    present : bool

    Raises
    ------
    ValueError
        If there is no file of that name in the table.

    Examples
    --------
    >>> sorted(FILES)[:3]
    ['arxiv_abstracts', 'automobile_test', 'automobile_train']
    >>> is_present("arxiv_abstracts") in (True, False)
    True
    """
    path = _path(name)
    return path is not None and path.is_file()


def real_file(name: str, *, check: bool = True) -> Path:
    """Return the path of a data file whose content is the one that the course was written with.

    Parameters
    ----------
    name : str
        A key of `FILES`.
    check : bool, default=True
        False accepts any content, for a table that you converted yourself.

    Returns
    -------
    path : Path

    Raises
    ------
    FileNotFoundError
        If COURSE_DATA is not set or the folder lacks the file.
    ValueError
        If there is no file of that name in the table, or its checksum differs.

    Examples
    --------
    >>> try:
    ...     real_file("mall_customer")
    ... except ValueError as error:
    ...     print(str(error)[:36])
    name='mall_customer' is no data file
    """
    path, file = _path(name), FILES[name]
    if path is None or not path.is_file():
        wanted = f"a folder that holds {file.path}"
        state = f"{VARIABLE} is not set" if path is None else f"{path} does not exist"
        raise FileNotFoundError(
            f"{state}; set the environment variable {VARIABLE} to {wanted}. "
            f"Get the file from {file.source}. License: {file.license}."
        )
    if check:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != file.sha256:
            raise ValueError(
                f"{path} is not the file of the course: its sha256 is {digest}, not "
                f"{file.sha256}. Get an unchanged copy from {file.source}."
            )
    return path
