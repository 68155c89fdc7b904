"""Plain features of every firm on a day, from what files then said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from tests.benchmarks.difficulty_data import Files, days, indices, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

YEAR = np.timedelta64(365, "D")
WINDOWS = (91, 182, 365)
MOST_SHARING = 20
"""Firms of one person or address beyond which it ties them no closer."""


def own_attributes(files: Files, day: np.datetime64) -> Columns:
    """What a firm's own records say of it."""
    party = files.party
    columns = {
        "age": (day - days(party["established_on"], day)).astype(float),
        "capital": np.log1p(numbers(party["registered_capital"])),
        "sector": codes(party["sector"]),
        "city": codes(party["city"]),
        "listed": codes(party["listed"]),
        "website": np.asarray(party["website"].is_valid().to_numpy(), float),
        "lei": np.asarray(party["lei"].is_valid().to_numpy(), float),
    }
    return columns | _statements(files, day) | _ratings(files, day) | _loans(files, day)


def _statements(files: Files, day: np.datetime64) -> Columns:
    table = files.table("financials")
    firm = files.firms(table["party_id"])
    published = days(table["published_at"], day)
    last = _latest(files.n, firm, published, day)
    values = {
        name: np.append(numbers(table[name]), np.nan)[last]
        for name in (
            "total_assets",
            "total_liabilities",
            "liquid_assets",
            "pledged_assets",
            "revenue",
        )
    }
    assets = values.pop("total_assets")
    return {
        "log_assets": np.log(assets),
        **{f"{name}_share": value / assets for name, value in values.items()},
    }


def _latest(n: int, firm: Any, since: Any, day: np.datetime64) -> Any:
    """Row of each firm's last record that was known on a day, -1 without one."""
    known = np.flatnonzero((firm >= 0) & (since <= day))
    known = known[np.argsort(since[known], kind="stable")]
    last = np.full(n, -1)
    last[firm[known]] = known
    return last


def _ratings(files: Files, day: np.datetime64) -> Columns:
    table = files.table("rating")
    firm = files.firms(table["party_id"])
    begin = days(table["valid_from"], day)
    last = _latest(files.n, firm, begin, day)
    return {"pd": np.append(numbers(table["self_pd"]), np.nan)[last]}


def _loans(files: Files, day: np.datetime64) -> Columns:
    table = files.table("loan")
    firm = files.firms(table["borrower_id"])
    begin = days(table["valid_from"], day)
    end = days(table["valid_to"], day + YEAR)
    open_now = (firm >= 0) & (begin <= day) & (day <= end)
    firm = firm[open_now]
    owed = numbers(table["outstanding"])[open_now]
    events = files.table("risk_event")
    sued = files.firms(events["party_id"])
    when = days(events["occurred_at"], day)
    lately = (sued >= 0) & (when <= day) & (when > day - 3 * YEAR)
    return {
        "loans": np.bincount(firm, minlength=files.n).astype(float),
        "owed": np.log1p(np.bincount(firm, owed, minlength=files.n)),
        "events": np.bincount(sued[lately], minlength=files.n).astype(float),
    }


def codes(column: Any) -> Floats:
    """A number for each word, the same in every economy."""
    words = pc.unique(column)
    return indices(column, words.take(pc.sort_indices(words))).astype(float)


def counts(files: Files, day: np.datetime64) -> Columns:
    """New ties of the last months by relation and direction, and days since one."""
    columns: Columns = {}
    contract, payment = files.contracts, files.payments
    moved = [
        ("given", contract["tail"], contract["begin"]),
        ("taken", contract["head"], contract["begin"]),
        ("paid", payment["tail"], payment["day"]),
        ("received", payment["head"], payment["day"]),
    ]
    for name in ("ownership", "role", "contact_use"):
        ties = files.ties(name)
        moved.append((name, ties["firm"], ties["begin"]))
    for name, firm, when in moved:
        past = (firm >= 0) & (when <= day)
        who, ago = firm[past], (day - when[past]).astype(float)
        for window in WINDOWS:
            inside = who[ago < window]
            columns[f"{name}_{window}"] = np.bincount(inside, minlength=files.n) * 1.0
        newest = np.full(files.n, 4_000.0)
        np.minimum.at(newest, who, ago)
        columns[f"{name}_since"] = newest
    return columns


def structure(files: Files, day: np.datetime64) -> Columns:
    """Degrees, amounts, components and returned ties; contacts that are shared."""
    columns: Columns = {}
    contract, payment = files.contracts, files.payments
    stands = (contract["begin"] <= day) & (day <= contract["end"])
    lately = (payment["day"] <= day) & (payment["day"] > day - YEAR)
    for name, edges, chosen in (
        ("guarantee", contract, stands),
        ("payment", payment, lately),
    ):
        tail, head = edges["tail"][chosen], edges["head"][chosen]
        amount = np.nan_to_num(edges["amount"][chosen])
        columns |= _graph(name, tail, head, amount, files.n)
    for name in ("ownership", "role", "contact_use"):
        ties = files.ties(name)
        stands = (ties["begin"] <= day) & (day <= ties["end"]) & (ties["firm"] >= 0)
        firm, other = ties["firm"][stands], ties["other"][stands]
        load = np.bincount(other)[other]
        columns[f"{name}_n"] = np.bincount(firm, minlength=files.n) * 1.0
        most = np.zeros(files.n)
        np.maximum.at(most, firm, load)
        columns[f"{name}_shared"] = most
    return columns


def _graph(name: str, tail: Any, head: Any, amount: Floats, n: int) -> Columns:
    matrix = csr_array((np.ones(len(tail)), (tail, head)), shape=(n, n))
    matrix.sum_duplicates()
    once = matrix.sign()
    mutual = once.multiply(once.T)
    out = {
        f"{name}_out": once.sum(axis=1),
        f"{name}_in": once.sum(axis=0),
        f"{name}_mutual": mutual.sum(axis=1),
        f"{name}_sum_out": np.log1p(np.bincount(tail, amount, minlength=n)),
        f"{name}_sum_in": np.log1p(np.bincount(head, amount, minlength=n)),
    }
    for sort in ("weak", "strong"):
        label = connected_components(matrix, connection=sort)[1]
        out[f"{name}_{sort}"] = np.bincount(label)[label]
    return {key: np.asarray(value, float) for key, value in out.items()}


def neighbour_means(files: Files, day: np.datetime64, own: Columns) -> Columns:
    """Means of neighbours' attributes over each relation, one and two steps away."""
    contract, payment = files.contracts, files.payments
    stands = (contract["begin"] <= day) & (day <= contract["end"])
    lately = (payment["day"] <= day) & (payment["day"] > day - YEAR)
    relations = {
        "guarantee": _both_ways(
            contract["tail"][stands], contract["head"][stands], files.n
        ),
        "payment": _both_ways(
            payment["tail"][lately], payment["head"][lately], files.n
        ),
        "tie": _shared(files, day),
    }
    values = np.stack([own[name] for name in own], axis=1)
    values = np.where(np.isfinite(values), values, np.nanmean(values, axis=0))
    columns: Columns = {}
    for name, matrix in relations.items():
        degree = np.asarray(matrix.sum(axis=1))
        mean = diags_array(1 / np.maximum(degree, 1)) @ matrix
        first = mean @ values
        second = mean @ first
        for steps, table in (("1", first), ("2", second)):
            shown = np.where(degree[:, None] > 0, table, np.nan)
            for place, key in enumerate(own):
                columns[f"{name}{steps}_{key}"] = shown[:, place]
    return columns


def _both_ways(tail: Any, head: Any, n: int) -> csr_array:
    matrix = csr_array((np.ones(len(tail)), (tail, head)), shape=(n, n))
    return (matrix + matrix.T).sign()


def _shared(files: Files, day: np.datetime64) -> csr_array:
    """Firms that share an owner, an officer or a contact with few others."""
    total = csr_array((files.n, files.n))
    for name in ("ownership", "role", "contact_use"):
        ties = files.ties(name)
        stands = (ties["begin"] <= day) & (day <= ties["end"]) & (ties["firm"] >= 0)
        firm, other = ties["firm"][stands], ties["other"][stands]
        load = np.bincount(other)[other]
        few = (load > 1) & (load <= MOST_SHARING)
        shape = (files.n, int(other.max()) + 1)
        uses = csr_array(
            (np.ones(int(few.sum())), (firm[few], other[few])), shape=shape
        )
        total = total + uses @ uses.T
        held = (ties["owner"] >= 0) & stands
        total = total + _both_ways(ties["owner"][held], ties["firm"][held], files.n)
    total.setdiag(0)
    total.eliminate_zeros()
    return total.sign()
