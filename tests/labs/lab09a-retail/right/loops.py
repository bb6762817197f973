# Plain loops and dictionaries.
# %% kinds
import re


def invoice_kinds(invoices):
    kinds = []
    for number in invoices:
        rest = number[1:] if number[:1] in ("C", "A") else number
        if not re.fullmatch("[0-9]{6}", rest):
            kinds.append("other")
        elif number[0] == "C":
            kinds.append("cancellation")
        elif number[0] == "A":
            kinds.append("accounting")
        else:
            kinds.append("sale")
    return kinds
# %% article
def is_article(codes):
    found = []
    for code in codes:
        head, tail = code[:5], code[5:]
        numbered = len(head) == 5 and head.isdigit() and (tail == "" or tail.isalpha())
        found.append(numbered or code == "PADS")
    return found
# %% clean
def clean(lines):
    kinds, articles = list(invoice_kinds(lines["Invoice"])), list(is_article(lines["StockCode"]))
    names = ["all rows", "invoice", "article", "customer", "price", "quantity"]
    counts, rows = dict.fromkeys(names, 0), []
    for i in range(len(lines)):
        row = lines.iloc[i]
        checks = [True, kinds[i] == "sale", articles[i], not pd.isna(row["Customer ID"])]
        checks += [row["Price"] > 0, row["Quantity"] > 0]
        for name, check in zip(names, checks):
            if not check:
                break
            counts[name] += 1
        else:
            rows.append(i)
    sales = lines.iloc[rows].copy()
    sales["Sales Line Total"] = [q * p for q, p in zip(sales["Quantity"], sales["Price"])]
    return sales, counts
# %% rfm
def rfm_table(sales):
    last, invoices, money = {}, {}, {}
    for row in sales.to_dict("records"):
        c = row["Customer ID"]
        last[c] = max(last.get(c, row["InvoiceDate"]), row["InvoiceDate"])
        invoices.setdefault(c, set()).add(row["Invoice"])
        money[c] = money.get(c, 0) + row["Sales Line Total"]
    today = max(last.values())
    rows = [[(today - last[c]).days, len(invoices[c]), money[c]] for c in last]
    return pd.DataFrame(rows, index=list(last), columns=["recency", "frequency", "monetary"])
# %% fences
def fences(values):
    values = sorted(values)

    def quartile(share):
        place = share * (len(values) - 1)
        low = int(place)
        high = min(low + 1, len(values) - 1)
        return values[low] + (place - low) * (values[high] - values[low])

    gap = quartile(0.75) - quartile(0.25)
    return [quartile(0.25) - 1.5 * gap, quartile(0.75) + 1.5 * gap]
# %% groups
def outlier_groups(table):
    money, visits = fences(list(table["monetary"])), fences(list(table["frequency"]))
    codes = []
    for m, v in zip(table["monetary"], table["frequency"]):
        code = 0
        if not money[0] <= m <= money[1]:
            code -= 1
        if not visits[0] <= v <= visits[1]:
            code -= 2
        codes.append(code)
    return codes
# %% standardize
def standardize(table):
    columns = []
    for name in table.columns:
        values = table[name].tolist()
        mean = sum(values) / len(values)
        deviation = (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5
        columns.append([(v - mean) / deviation for v in values])
    return [list(row) for row in zip(*columns)]
# %% profiles
def profiles(customers, labels):
    rows = {}
    for j in set(list(labels)):
        members = [row for row, label in zip(customers.to_numpy().tolist(), labels) if label == j]
        rows[j] = [sum(column) / len(members) for column in zip(*members)] + [len(members)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*customers.columns, "customers"])
# %% strategies
def strategies(profile, customers):
    found = []
    for _, row in profile.iterrows():
        if row["recency"] >= 2 * customers["recency"].mean():
            found.append("Re-engage")
        elif row["frequency"] >= 2 * customers["frequency"].mean():
            found.append("Reward")
        elif row["monetary"] >= customers["monetary"].mean():
            found.append("Retain")
        else:
            found.append("Nurture")
    return found
