"""What a table of customers must look like before a model may see it.

A model answers whatever it is asked, also for an age of 400 years. So the table is checked first,
and everything that is wrong with it is said at once.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

# Lists are ordered where the category is: Spending_Score, from little to much.
SCHEMA = {
    "Age": {"low": 0, "high": 120},
    "Work_Experience": {"low": 0, "high": 80},
    "Family_Size": {"low": 1, "high": 30},
    "Spending_Score": {"values": ["Low", "Average", "High"]},
    "Gender": {"values": ["Female", "Male"]},
    "Ever_Married": {"values": ["No", "Yes"]},
    "Graduated": {"values": ["No", "Yes"]},
    "Profession": {
        "values": [
            *("Artist", "Doctor", "Engineer", "Entertainment", "Executive"),
            *("Healthcare", "Homemaker", "Lawyer", "Marketing"),
        ]
    },
    "Var_1": {"values": [f"Cat_{j}" for j in range(1, 8)]},
}


def read_customers(path: str | Path) -> pd.DataFrame:
    """Read a table of customers; an ID stays text, so that 007 is not 7.

    Parameters
    ----------
    path : str or Path
        A CSV file with a heading.

    Returns
    -------
    table : DataFrame
    """
    return pd.read_csv(path, dtype={"ID": "string"})


def check_customers(
    table: pd.DataFrame, schema: dict = SCHEMA, segments: bool = False
) -> pd.DataFrame:
    """Return the columns of the schema, in its order, or say all that is wrong with the table.

    Parameters
    ----------
    table : DataFrame
        Gaps are fine in every column of the schema. Further columns are passed over.
    schema : dict
        For each column either its ``values`` or the limits ``low`` and ``high``.
    segments : bool
        Whether every row must also have a Segmentation, as for training.

    Returns
    -------
    features : DataFrame
        Numbers as float, categories as object.

    Raises
    ------
    ValueError
        One line a problem, with what to do about it.

    Examples
    --------
    >>> from course_lib.simulated_data import simulated_automobile_customers
    >>> people = simulated_automobile_customers(3)
    >>> check_customers(people).columns.tolist() == list(SCHEMA)
    True
    >>> people.loc[1, "Spending_Score"] = "Medium"
    >>> try:
    ...     check_customers(people.drop(columns="Age"))
    ... except ValueError as error:
    ...     print(error)
    The table lacks the column 'Age': add it; it may be empty.
    Spending_Score has 'Medium' in 1 row (first: ID 458983), but only 'Low', 'Average', 'High' are
    known: correct it, leave it empty, or train again with a schema that lists it.
    """
    if table.columns.duplicated().any():
        twice = table.columns[table.columns.duplicated()].unique().tolist()
        raise ValueError(f"The table has two columns of one name, {twice}: remove one.")
    found = [*_wrong_rows(table, segments), *_wrong_values(table, schema)]
    if found:
        raise ValueError("\n".join(found))
    return pd.DataFrame(
        {
            name: pd.to_numeric(table[name]).astype(float)
            if "low" in rule
            else table[name].astype(object).where(table[name].notna(), np.nan)
            for name, rule in schema.items()
        }
    )


def _wrong_rows(table: pd.DataFrame, segments: bool) -> Iterator[str]:
    """Say what is wrong with the rows as such."""
    if table.empty:
        yield "The table has no rows: nothing can be learned or told."
    for name in ["ID", "Segmentation"] if segments else ["ID"]:
        if name not in table:
            yield f"The table lacks the column {name!r}: add it, filled in every row."
        elif gaps := int(table[name].isna().sum()):
            yield f"{name} is empty in {_rows(gaps)}: fill it, or remove these rows."
    if "ID" in table and table["ID"].duplicated().any():
        twice = table.loc[table["ID"].duplicated(), "ID"]
        yield f"{_rows(len(twice))} repeat an ID (first: {twice.iloc[0]}): keep one row each."


def _wrong_values(table: pd.DataFrame, schema: dict) -> Iterator[str]:
    """Say which columns are missing, and which values cannot be."""
    for name, rule in schema.items():
        if name not in table:
            yield f"The table lacks the column {name!r}: add it; it may be empty."
            continue
        column = table[name]
        if "values" in rule:
            known = ", ".join(map(repr, rule["values"]))
            wrong = column[column.notna() & ~column.isin(rule["values"])]
            told = f"but only {known} are known"
            remedy = "or train again with a schema that lists it"
        else:
            number = pd.to_numeric(column, errors="coerce").astype(float)
            wrong = column[column.notna() & ~number.between(rule["low"], rule["high"])]
            told = f"which is no number from {rule['low']} to {rule['high']}"
            remedy = "or widen the schema and train again"
        for value, rows in wrong.groupby(wrong, sort=False).groups.items():
            first = table.loc[rows[0], "ID"] if "ID" in table else rows[0]
            yield (
                f"{name} has {_plain(value)!r} in {_rows(len(rows))} (first: ID {first}), {told}: "
                f"correct it, leave it empty, {remedy}."
            )


def _rows(count: int) -> str:
    """Count rows, in words."""
    return f"{count} row" if count == 1 else f"{count} rows"


def _plain(value: object) -> object:
    """Turn a number of NumPy into one of Python, which prints shorter."""
    return value.item() if isinstance(value, np.generic) else value
