"""E: how lately, for how much, how often, by relation, direction and shared control."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.matrices import amounts, counts, holds, share
from gnn.features.relations import WINDOWS
from gnn.features.schema import Group, Unit, described

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from gnn.features.firms import Firms
    from gnn.features.relations import Edges
    from gnn.features.schema import Feature
    from graph.kernels.csr import Int32s

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]
    Row = tuple[str, Unit, str, str]

_GUARANTEE, _PAYMENT = ("guarantee", "guarantor"), ("transfer", "account_holder")
_REGISTERS = ("ownership", "role", "contact_use")
_CONTROL = ("ownership", "role", "contact_use", "family")
_FLOWS = (
    ("given", "guarantees given", "对外担保", _GUARANTEE),
    ("taken", "guarantees received", "接受担保", _GUARANTEE),
    ("paid", "payments to firms", "对企业付款", _PAYMENT),
    ("got", "payments from firms", "企业来款", _PAYMENT),
)
"""Name, words and kinds of what has an amount and leads to or from another firm."""
_TIES = (
    ("owner", "owners", "股东", "共同股东", ("ownership",)),
    ("officer", "officers", "任职人员", "共同任职人员", ("role",)),
    ("contact", "contact points", "联系方式", "共用联系方式", ("contact_use",)),
)
"""Of who stands behind a firm: they are new when the tie began."""


def _times(name: str, en: str, zh: str, came: str) -> Iterator[Row]:
    since = f"days since the newest of its {en}"
    yield f"{name}_since", Unit.DAYS, since, f"距最近{came}天数"
    yield f"{name}_mean", Unit.DAYS, f"mean age of its {en}", f"{zh}平均距今天数"


def _counts(name: str, en: str, zh: str) -> Iterator[Row]:
    for days in WINDOWS:
        yield f"{name}_{days}", Unit.COUNT, f"{en} in {days} days", f"{days}天内{zh}数"


def _sizes(name: str, en: str, zh: str) -> Iterator[Row]:
    for part, what, was in (
        ("amount", "mean amount", "平均金额"),
        ("largest", "largest amount", "最大金额"),
    ):
        yield f"{name}_{part}", Unit.LOG_AMOUNT, f"{what} of its {en}", f"{zh}{was}"
    yield f"{name}_spread", Unit.LOG, f"spread of its {en}", f"{zh}金额离散度"


def _of_flow(name: str, en: str, zh: str) -> tuple[Row, ...]:
    return (*_times(name, en, zh, zh), *_sizes(name, en, zh))


def _of_tie(name: str, en: str, zh: str) -> tuple[Row, ...]:
    return (
        *_times(name, en, zh, f"新增{zh}"),
        *_counts(name, f"new {en}", f"新增{zh}"),
    )


_NEARBY = (
    ("recent_given_since", "days since their newest guarantee", "最近对外担保天数"),
    ("recent_given_mean", "age of their guarantees", "对外担保平均距今天数"),
    ("owner_new_since", "days since their newest owner", "最近新增股东天数"),
    ("contact_shared_since", "days since shared contacts", "最近共用联系方式天数"),
)
"""Means over the firms around one, of days."""
_FRESH = (
    ("given", "gave guarantees", "有新增担保"),
    ("owner_new", "have new owners", "有新股东"),
    ("officer_new", "have new officers", "有新任职人员"),
    ("contact_new", "have new contact points", "有新联系方式"),
    ("owner_shared", "have new owners shared with others", "有新的共同股东"),
    ("officer_shared", "have new officers shared with others", "有新的共同任职人员"),
    ("contact_shared", "have new contacts shared with others", "有新的共用联系方式"),
)
"""Parts of the firms around one, of what they have within a year."""
_AROUND = (
    ("guarantee", "guarantees", "担保"),
    ("payment", "payments", "收付款"),
)


def _around(name: str, en: str, zh: str) -> Iterator[Row]:
    near, nearby = f"firms within two {en}", f"两步内{zh}企业"
    yield (
        f"{name}_around_age",
        Unit.DAYS,
        f"mean age of {near}",
        f"{nearby}平均成立天数",
    )
    for what, words, was in _NEARBY:
        yield (f"{name}_around_{what}", Unit.DAYS, f"{near}: {words}", f"{nearby}{was}")
    for what, words, was in _FRESH:
        yield (
            f"{name}_around_{what}",
            Unit.SHARE,
            f"part of {near} that {words} within a year",
            f"{nearby}中一年内{was}的比例",
        )


FEATURES: tuple[Feature, ...] = tuple(
    feature
    for rows in (
        *(
            described(Group.RECENCY, kinds, *_of_flow(f"recent_{name}", en, zh))
            for name, en, zh, kinds in _FLOWS
        ),
        *(
            described(
                Group.RECENCY,
                _CONTROL,
                *_of_flow(f"related_{name}", f"related {en}", f"关联{zh}"),
                *_counts(f"related_{name}", f"related {en}", f"关联{zh}"),
            )
            for name, en, zh, _ in _FLOWS
        ),
        *(
            described(Group.RECENCY, kinds, *_of_tie(f"{name}_new", en, zh))
            for name, en, zh, _, kinds in _TIES
        ),
        *(
            described(
                Group.RECENCY,
                kinds,
                *_of_tie(f"{name}_shared", f"shared {en}", shared),
            )
            for name, en, _, shared, kinds in _TIES
        ),
        *(
            described(Group.RECENCY, _REGISTERS, *_around(name, en, zh))
            for name, en, zh in _AROUND
        ),
    )
    for feature in rows
)


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,)."""
    n = len(firms)
    found: Columns = {}
    for graph, ways in (
        (firms.guarantees, ("given", "taken")),
        (firms.payments, ("paid", "got")),
    ):
        edges = graph.edges
        related = edges.where(holds(firms.control.two, edges.tail, edges.head))
        for prefix, some in (("recent", edges), ("related", related)):
            for way, end in zip(ways, (some.tail, some.head), strict=True):
                found |= _flow(f"{prefix}_{way}", end, some, n)
    for name, ties in (
        ("owner", firms.owners),
        ("officer", firms.officers),
        ("contact", firms.contacts),
    ):
        several = ties.load > 1
        found |= _when(f"{name}_new", ties.firm, ties.days, n)
        found |= _when(f"{name}_shared", ties.firm[several], ties.days[several], n)
    year, given = WINDOWS[-1], firms.guarantees.edges
    around = {what: found[what] for what, *_ in _NEARBY}
    around["age"] = firms.age
    around["given"] = _any(counts(given.tail[given.days < year], n))
    for what, *_ in _FRESH[1:]:
        around[what] = _any(found[f"{what}_{year}"])
    for name, graph in (("guarantee", firms.guarantees), ("payment", firms.payments)):
        for what, values in around.items():
            found[f"{name}_around_{what}"] = _mean(graph.ball2, values)
    return found


def _any(number: Floats) -> Floats:
    return (number > 0).astype(np.float64)


def _mean(ball: csr_array, values: Floats) -> Floats:
    """Mean of the known values of the firms around each, NaN where none is known."""
    known = ~np.isnan(values)
    return share(ball @ np.where(known, values, 0.0), ball @ known.astype(np.float64))


def _when(name: str, firm: Int32s, days: Floats, n: int) -> Columns:
    dated = ~np.isnan(days)
    firm, days = firm[dated], days[dated]
    newest = np.full(n, np.inf)
    np.minimum.at(newest, firm, days)
    total = amounts(firm, days, n)
    return {
        f"{name}_since": np.where(np.isinf(newest), np.nan, newest),
        f"{name}_mean": share(total, counts(firm, n)),
        **{f"{name}_{span}": counts(firm[days < span], n) for span in WINDOWS},
    }


def _flow(name: str, firm: Int32s, edges: Edges, n: int) -> Columns:
    known = edges.amount > 0  # a guarantee of what is not drawn comes to nothing
    who, log = firm[known], np.log1p(edges.amount[known])
    number = counts(who, n)
    mean = share(amounts(who, log, n), number)
    square = share(amounts(who, log * log, n), number)
    most = np.full(n, -np.inf)
    np.maximum.at(most, who, log)
    return {
        **_when(name, firm, edges.days, n),
        f"{name}_amount": mean,
        f"{name}_largest": np.where(np.isinf(most), np.nan, most),
        f"{name}_spread": np.sqrt(np.maximum(square - mean * mean, 0.0)),
    }
