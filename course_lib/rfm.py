"""Recency, frequency, monetary value: three numbers that describe a customer."""

import numpy as np
import pandas as pd

COLUMNS = ["recency", "frequency", "monetary"]

# What makes an order line of Online Retail II a sale. An invoice that begins with C cancels
# another one, and one that begins with A corrects the books. Articles have five digits and perhaps
# a variant in letters; PADS is an article with a name. POST, M, DOT and the like are not goods.
INVOICE = r"\d{6}"
STOCK_CODE = r"\d{5}[A-Za-z]*|PADS"

OUTLIER_STRATEGIES = {-1: "Pamper", -2: "Upsell", -3: "Delight"}


def clean(
    lines: pd.DataFrame, *, invoice: str = INVOICE, stock_code: str = STOCK_CODE
) -> tuple[pd.DataFrame, pd.Series]:
    """Keep the order lines that are sales to a known customer, and count what each step leaves.

    Parameters
    ----------
    lines : DataFrame
        With the columns Invoice, StockCode, Quantity, Price and Customer ID of Online Retail II.
    invoice, stock_code : str
        Regular expressions that the whole invoice number and the whole stock code must match.

    Returns
    -------
    sales : DataFrame
        The rows that pass every step, with one more column, `Sales Line Total`.
    counts : Series
        Rows left after each step, in the order of the steps.

    Raises
    ------
    ValueError
        If a column is missing.

    Examples
    --------
    >>> lines = pd.DataFrame({
    ...     "Invoice": ["489434", "C489449", "489435", "489436"],
    ...     "StockCode": ["85048", "22087", "POST", "79323P"],
    ...     "Quantity": [12, -12, 1, 2],
    ...     "Price": [6.95, 2.95, 18.0, 6.75],
    ...     "Customer ID": [13085, 16321, 13085, 13085],
    ... })
    >>> sales, counts = clean(lines)
    >>> sales["Sales Line Total"].tolist()
    [83.4, 13.5]
    >>> counts.tolist()
    [4, 3, 2, 2, 2, 2]
    """
    wanted = ["Invoice", "StockCode", "Quantity", "Price", "Customer ID"]
    if missing := [name for name in wanted if name not in lines.columns]:
        raise ValueError(f"lines has no column {missing}; it has {list(lines.columns)}.")
    steps = {
        "invoice of six digits": lines["Invoice"].astype(str).str.fullmatch(invoice),
        "code of an article": lines["StockCode"].astype(str).str.fullmatch(stock_code),
        "customer known": lines["Customer ID"].notna(),
        "price above zero": lines["Price"] > 0,
        "quantity above zero": lines["Quantity"] > 0,
    }
    passed = np.logical_and.accumulate([step.to_numpy(dtype=bool) for step in steps.values()])
    counts = pd.Series([len(lines), *passed.sum(axis=1)], index=["all rows", *steps], name="rows")
    sales = lines[passed[-1]]
    return sales.assign(**{"Sales Line Total": sales["Quantity"] * sales["Price"]}), counts


def rfm_table(
    lines: pd.DataFrame,
    *,
    customer: str = "customer",
    invoice: str = "invoice",
    date: str = "date",
    amount: str = "amount",
    reference_date: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Turn order lines into one row a customer.

    Frequency counts invoices, not lines: a basket of ten articles is one visit.

    Parameters
    ----------
    lines : DataFrame
        One row an order line, with the four columns named below.
    customer, invoice, date, amount : str
        Names of the columns: who, which invoice, when (datetime), how much (in currency).
    reference_date : Timestamp, optional
        The day from which recency counts back. Default: the last date in the data, so that the
        last customer has recency 0. Many texts take one day more, which adds 1 to every row.

    Returns
    -------
    table : DataFrame of shape (n_customers, 3)
        Indexed by customer: `recency` in whole days (small is good), `frequency` in invoices,
        `monetary` in currency.

    Raises
    ------
    ValueError
        If there is no line, a column is missing or holds missing values, or a date lies after
        `reference_date`.

    Examples
    --------
    >>> lines = pd.DataFrame({
    ...     "customer": ["Ada", "Ada", "Ada", "Bo"],
    ...     "invoice": [1, 1, 2, 3],
    ...     "date": pd.to_datetime(["2025-03-01", "2025-03-01", "2025-03-09", "2025-03-11"]),
    ...     "amount": [10.0, 5.0, 20.0, 7.0],
    ... })
    >>> rfm_table(lines)
              recency  frequency  monetary
    customer
    Ada             2          2      35.0
    Bo              0          1       7.0
    """
    wanted = [customer, invoice, date, amount]
    if missing := [name for name in wanted if name not in lines.columns]:
        raise ValueError(f"lines has no column {missing}; it has {list(lines.columns)}.")
    if lines.empty:
        raise ValueError("lines is empty: there is no order line to summarize.")
    if gaps := [name for name in wanted if lines[name].isna().any()]:
        raise ValueError(f"lines has missing values in {gaps}; drop or fill those rows first.")
    if not pd.api.types.is_datetime64_any_dtype(lines[date]):
        raise ValueError(
            f"lines[{date!r}] holds {lines[date].dtype}, not dates; use pd.to_datetime first."
        )
    last_date = lines[date].max()
    if reference_date is None:
        reference_date = last_date
    if last_date > reference_date:
        raise ValueError(
            f"reference_date={reference_date} lies before the last order ({last_date}); "
            "take that date or a later one."
        )
    by_customer = lines.groupby(customer)
    return pd.DataFrame(
        {
            "recency": (reference_date - by_customer[date].max()).dt.days,
            "frequency": by_customer[invoice].nunique(),
            "monetary": by_customer[amount].sum(),
        }
    )


def outlier_bounds(values: np.ndarray) -> tuple[float, float]:
    """Return the fences of the box plot: quartiles plus and minus 1.5 interquartile ranges.

    Parameters
    ----------
    values : float array of shape (n_samples,)

    Returns
    -------
    low, high : float
        Values outside [low, high] count as outliers.

    References
    ----------
    J. W. Tukey, Exploratory Data Analysis, Addison-Wesley, 1977.

    Examples
    --------
    >>> outlier_bounds([0, 1, 2, 3, 4])
    (-2.0, 6.0)
    """
    first, third = np.quantile(values, [0.25, 0.75])
    reach = 1.5 * (third - first)
    return float(first - reach), float(third + reach)


def outlier_groups(table: pd.DataFrame) -> np.ndarray:
    """Set the customers aside that would pull the centers away, and say why each one is.

    Setting aside is not deleting: a few outliers often bring much of the revenue.

    Parameters
    ----------
    table : DataFrame
        As `rfm_table` returns it.

    Returns
    -------
    groups : int array of shape (n_customers,)
        0 for customers to cluster; -1 for outliers in money, -2 in frequency, -3 in both.

    Examples
    --------
    >>> table = pd.DataFrame({"recency": 0, "frequency": [1, 2, 2, 3, 50, 60],
    ...                       "monetary": [10.0, 20.0, 25.0, 30.0, 25.0, 900.0]})
    >>> outlier_groups(table)
    array([ 0,  0,  0,  0,  0, -1])
    """
    groups = np.zeros(len(table), dtype=int)
    for name, code in (("monetary", -1), ("frequency", -2)):
        low, high = outlier_bounds(table[name])
        groups[((table[name] < low) | (table[name] > high)).to_numpy()] += code
    return groups


def segment_names(profiles: pd.DataFrame, customers: pd.DataFrame) -> list[str]:
    """Name each segment by what its customers do, never by its number.

    A segment is recent where its recency is at most the median customer's, and valuable where
    its monetary value is at least the median customer's. The two answers give the name:

    ============  =============  ==========
    ..            recent         not recent
    ============  =============  ==========
    valuable      Champions      At risk
    not valuable  Promising      Lost
    ============  =============  ==========

    Parameters
    ----------
    profiles : DataFrame of shape (n_clusters, 3)
        Center of each cluster in the original units, with the columns of `rfm_table`.
    customers : DataFrame of shape (n_customers, 3)
        The customers that were clustered, for the medians.

    Returns
    -------
    names : list of str
        One name a row of `profiles`. Two segments may share a name: then the rule does not see
        what tells them apart.

    Examples
    --------
    >>> customers = pd.DataFrame({"recency": [3, 9, 200], "frequency": [9, 4, 1],
    ...                           "monetary": [900.0, 400.0, 40.0]})
    >>> segment_names(customers.iloc[[2, 0]], customers)
    ['Lost', 'Champions']
    """
    middle = customers[COLUMNS].median()
    recent = profiles["recency"] <= middle["recency"]
    valuable = profiles["monetary"] >= middle["monetary"]
    names = {
        (True, True): "Champions",
        (True, False): "Promising",
        (False, True): "At risk",
        (False, False): "Lost",
    }
    return [names[bool(r), bool(v)] for r, v in zip(recent, valuable, strict=True)]


def strategies(profiles: pd.DataFrame, customers: pd.DataFrame) -> list[str]:
    """Choose what to do with each segment, by the first of four questions that it answers.

    1. Did its customers stay away at least twice as long as the average customer? `Re-engage`.
    2. Do they buy at least twice as often as the average customer? `Reward`.
    3. Do they spend at least as much as the average customer? `Retain`.
    4. None of these: `Nurture`.

    Parameters
    ----------
    profiles : DataFrame of shape (n_clusters, 3)
        Center of each cluster in the original units, with the columns of `rfm_table`.
    customers : DataFrame of shape (n_customers, 3)
        The customers that were clustered, for the averages.

    Returns
    -------
    names : list of str
        One strategy a row of `profiles`.

    Examples
    --------
    >>> customers = pd.DataFrame({"recency": [10, 20, 300], "frequency": [9, 2, 1],
    ...                           "monetary": [900.0, 100.0, 50.0]})
    >>> strategies(customers, customers)
    ['Reward', 'Nurture', 'Re-engage']
    """
    average = customers[COLUMNS].mean()
    answers = [
        profiles["recency"] >= 2 * average["recency"],
        profiles["frequency"] >= 2 * average["frequency"],
        profiles["monetary"] >= average["monetary"],
    ]
    return np.select(answers, ["Re-engage", "Reward", "Retain"], "Nurture").tolist()
