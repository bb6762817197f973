"""Made-up tables with the columns, and the dirt, of the real ones.

They stand in where no real file is present (:mod:`course_lib.real_data`), so that every page runs
without a download. What is measured on them says something about the method, and nothing about
the world: each generator says what structure it puts in.
"""

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state


def simulated_retail(n_customers: int = 900, random_state=0) -> pd.DataFrame:
    """Make a year of order lines of a gift shop, with every kind of dirt of Online Retail II.

    Customers differ gradually: how often they buy and how much are drawn from skewed
    distributions, and one in four stopped early. Only six wholesalers stand apart; beside them
    there are no separate groups to find.

    Parameters
    ----------
    n_customers : int, default=900
        Customers with a known id.
    random_state : int, RandomState instance or None, default=0

    Returns
    -------
    lines : DataFrame
        Invoice, StockCode, Description, Quantity, InvoiceDate, Price (pounds), Customer ID,
        Country. Beside sales there are cancellations (C...), bad debt (A...), postage, fees and
        other codes that are no article, lines without a customer, stock corrections with a
        negative quantity, and free gifts at price zero.

    Examples
    --------
    >>> lines = simulated_retail()
    >>> lines.columns.tolist()
    ['Invoice', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'Price', 'Customer ID',
     'Country']
    """
    rng = check_random_state(random_state)
    last_day = np.where(rng.uniform(size=n_customers) < 0.25, rng.randint(60, 330, n_customers), 0)
    # Who stopped early had less time to buy.
    wanted = rng.lognormal(0.6, 1.1, n_customers) * (1 - np.sqrt(last_day / 373))
    visits = 1 + rng.poisson(wanted)
    basket = rng.lognormal(0, 0.6, n_customers)
    visits[:6], basket[:6] = visits[:6] + 40, 8 * basket[:6]
    customer = np.repeat(np.arange(n_customers), visits)
    # The square puts more sales near the end of the year, before Christmas.
    season = rng.uniform(size=len(customer)) ** 2
    days_ago = last_day[customer] + season * (373 - last_day[customer])
    n_lines = 1 + rng.poisson(6, len(customer))
    invoice = np.repeat(np.arange(len(customer)), n_lines)
    article = rng.randint(0, 400, len(invoice))
    article_price = rng.lognormal(0.8, 0.7, 400).clip(0.1)
    packs = rng.choice([1, 2, 4, 6, 12, 24], len(invoice))
    quantity = np.ceil(packs * basket[customer[invoice]]).astype(int)
    letter = np.array(["", "", "", "", "A", "B", "C", "gr"])[article % 8]
    # Invoice numbers follow the calendar: the oldest sale has the lowest.
    number = 489434 + (-days_ago).argsort().argsort()
    sales = pd.DataFrame(
        {
            "Invoice": number[invoice].astype(str),
            "StockCode": [f"{20000 + a}{end}" for a, end in zip(article, letter, strict=True)],
            "Description": [f"GIFT {a:03d}" for a in article],
            "Quantity": quantity,
            "InvoiceDate": _minutes_before("2010-12-09 20:00", days_ago[invoice]),
            "Price": article_price[article].round(2),
            "Customer ID": pd.array(12346 + customer[invoice], dtype="Int64"),
            "Country": np.where(customer[invoice] % 12, "United Kingdom", "France"),
        }
    )
    return _with_dirt(sales, rng).sort_values("InvoiceDate", ignore_index=True)


def _minutes_before(last: str, days: np.ndarray) -> pd.DatetimeIndex:
    """Count days back from a moment, to the minute."""
    return (pd.Timestamp(last) - pd.to_timedelta(days, unit="D")).floor("min")


def _with_dirt(sales: pd.DataFrame, rng: np.random.RandomState) -> pd.DataFrame:
    """Add the rows that a shop's books hold beside its sales."""

    def some(share, **changes):
        return sales[rng.uniform(size=len(sales)) < share].assign(**changes)

    unknown = {"Customer ID": pd.NA}
    cancelled = some(0.02)
    cancelled = cancelled.assign(
        Invoice="C" + cancelled["Invoice"], Quantity=-cancelled["Quantity"]
    )
    fees = some(0.005, Quantity=1, Price=18.0, Description="not an article")
    codes = rng.choice(["POST", "M", "DOT", "C2", "BANK CHARGES", "gift_0001_20"], len(fees))
    debt = sales.iloc[:3].assign(StockCode="B", Description="Adjust bad debt", Quantity=1)
    debt = debt.assign(Invoice=["A506401", "A516228", "A528059"], **unknown)
    kinds = [
        sales,
        cancelled,
        fees.assign(StockCode=codes),
        some(0.003, StockCode="PADS", Description="PADS TO MATCH ALL CUSHIONS", Quantity=1),
        some(0.25, **unknown),
        some(0.004, Quantity=-20, Price=0.0, Description="damaged", **unknown),
        some(0.001, Price=0.0),
        debt.assign(Price=[-53594.36, -44031.79, -38925.87]),
    ]
    return pd.concat(kinds).astype({"Customer ID": "Int64"})


def simulated_ecommerce(random_state=0) -> pd.DataFrame:
    """Make the order lines of an online shop: four kinds of customers, and twelve buyers for many.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=0

    Returns
    -------
    lines : DataFrame
        customer_id, order_id, last_purchase_date (the day of the order), revenue (dollars): one
        row an order line, and one to three lines an order.

    Examples
    --------
    >>> simulated_ecommerce()["customer_id"].nunique()
    812
    """
    rng = check_random_state(random_state)
    #        customers, mean number of orders, days since the last one, dollars a line
    kinds = [(200, 24, (1, 25), 35), (250, 10, (15, 80), 30), (200, 7, (110, 200), 30)]
    kinds += [(150, 2, (220, 360), 18), (12, 60, (1, 20), 150)]
    size, orders, days, dollars = zip(*kinds, strict=True)
    kind = np.repeat(np.arange(len(kinds)), size)
    n_orders = 1 + rng.poisson(np.array(orders)[kind] - 1)
    low, high = np.array(days)[kind].T
    last = rng.randint(low, high + 1)
    customer = np.repeat(np.arange(len(kind)), n_orders)
    is_last = np.r_[True, customer[1:] != customer[:-1]]
    earlier = rng.randint(0, 365, len(customer)) + last[customer]
    order = np.repeat(np.arange(len(customer)), rng.randint(1, 4, len(customer)))
    days_ago = np.where(is_last, last[customer], earlier)[order]
    mean = np.array(dollars)[kind][customer[order]]
    return pd.DataFrame(
        {
            "customer_id": 1000 + customer[order],
            "order_id": 50000 + order,
            "last_purchase_date": _minutes_before("2025-06-30", days_ago),
            "revenue": (mean * rng.lognormal(-0.08, 0.4, len(order))).round(2),
        }
    )


def simulated_mall_customers(random_state=0) -> pd.DataFrame:
    """Make 200 mall customers in five groups of income and spending score.

    Each customer is drawn whole, from the group: columns that are filled block by block, each
    with blocks of its own, would mix the groups.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=0

    Returns
    -------
    table : DataFrame of shape (200, 5)
        CustomerID, Gender, Age, Annual Income (k$), Spending Score (1-100).

    Examples
    --------
    >>> simulated_mall_customers().shape
    (200, 5)
    """
    rng = check_random_state(random_state)
    #         customers, age, income, score
    groups = [(23, 45, 26, 20), (22, 25, 26, 79), (81, 43, 55, 50), (35, 41, 88, 17)]
    groups += [(39, 33, 87, 82)]
    size, age, income, score = zip(*groups, strict=True)
    rows = np.repeat(np.column_stack([age, income, score]), size, axis=0)
    drawn = np.rint(rows + rng.standard_normal(rows.shape) * [11, 8, 9]).astype(int)
    drawn = drawn.clip([18, 15, 1], [70, 137, 99])
    drawn = drawn[drawn[:, 1].argsort(kind="stable")]
    table = pd.DataFrame(drawn, columns=["Age", "Annual Income (k$)", "Spending Score (1-100)"])
    table.insert(0, "Gender", rng.choice(["Female", "Male"], len(table), p=[0.56, 0.44]))
    table.insert(0, "CustomerID", np.arange(1, len(table) + 1))
    return table


def simulated_automobile_customers(n_customers: int = 8068, random_state=0) -> pd.DataFrame:
    """Make customers of a car maker: four segments that overlap a lot, gaps in six columns.

    Parameters
    ----------
    n_customers : int, default=8068
    random_state : int, RandomState instance or None, default=0

    Returns
    -------
    table : DataFrame of shape (n_customers, 11)
        ID, Gender, Ever_Married, Age, Graduated, Profession, Work_Experience, Spending_Score,
        Family_Size, Var_1, Segmentation (A to D). Age, marriage, degree, profession, spending and
        family depend on the segment, about as they do in the real table; the rest does not.

    Examples
    --------
    >>> simulated_automobile_customers()["Segmentation"].unique().tolist()
    ['C', 'B', 'D', 'A']
    """
    rng = check_random_state(random_state)

    def choose(options, shares):
        """Draw an option for each customer, by the shares of the own segment."""
        edges = np.cumsum(np.array(shares, dtype=float), axis=1)[segment]
        chosen = (rng.uniform(size=(n_customers, 1)) * edges[:, -1:] > edges).sum(axis=1)
        return np.array(options)[chosen]

    segment = rng.choice(4, n_customers, p=[0.24, 0.23, 0.25, 0.28])
    age = rng.normal(np.array([45, 48, 49, 33])[segment], 15).clip(18, 89)
    professions = ["Artist", "Healthcare", "Entertainment", "Engineer", "Doctor"]
    professions += ["Lawyer", "Executive", "Marketing", "Homemaker"]
    of_segment = [[29, 6, 19, 13, 10, 10, 6, 3, 4], [41, 6, 12, 10, 8, 9, 9, 2, 3]]
    of_segment += [[55, 8, 8, 4, 7, 7, 8, 2, 1], [6, 45, 9, 8, 9, 6, 5, 8, 4]]
    spending = [[69, 17, 14], [48, 32, 20], [34, 45, 21], [87, 6, 7]]
    table = pd.DataFrame(
        {
            "ID": 458982 + np.arange(n_customers),
            "Gender": rng.choice(["Female", "Male"], n_customers, p=[0.45, 0.55]),
            "Ever_Married": choose(["No", "Yes"], [[41, 59], [26, 74], [20, 80], [73, 27]]),
            "Age": np.rint(age).astype(int),
            "Graduated": choose(["No", "Yes"], [[37, 63], [28, 72], [18, 82], [64, 36]]),
            "Profession": choose(professions, of_segment),
            "Work_Experience": rng.geometric(0.28, n_customers).clip(1, 15) - 1.0,
            "Spending_Score": choose(["Low", "Average", "High"], spending),
            "Family_Size": 1.0 + rng.binomial(8, np.array([0.18, 0.21, 0.25, 0.28])[segment]),
            "Var_1": rng.choice(
                [f"Cat_{j}" for j in range(1, 8)],
                n_customers,
                p=[0.02, 0.05, 0.10, 0.13, 0.01, 0.66, 0.03],
            ),
            "Segmentation": np.array(list("ABCD"))[segment],
        }
    )
    gaps = {"Work_Experience": 0.103, "Family_Size": 0.042, "Ever_Married": 0.017}
    gaps |= {"Profession": 0.015, "Graduated": 0.010, "Var_1": 0.009}
    for column, share in gaps.items():
        table[column] = table[column].mask(rng.uniform(size=n_customers) < share)
    return table
