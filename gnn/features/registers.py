"""Of G: the registers behind a firm, and what befell those that it is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.counting import largest
from gnn.features.matrices import counts, row_sums, share
from gnn.features.relations import WINDOWS, days_before
from gnn.features.schema import Group, Unit, described
from graph.snapshot.arrays import column, numbers, single_chunk
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from gnn.features.relations import Ties
    from gnn.features.schema import Feature

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

_N, _PART = Unit.COUNT, Unit.SHARE

FEATURES: tuple[Feature, ...] = (
    *described(
        Group.DEGREES,
        ("ownership",),
        ("owners", _N, "owners", "股东数"),
        ("owner_load", _N, "firms of its busiest owner", "股东最多持股企业数"),
        ("top_share", _PART, "share of its largest owner", "第一大股东持股比例"),
        ("holdings_given", _N, "firms that it owns part of", "持股企业数"),
        ("holdings_taken", _N, "firms that own part of it", "企业股东数"),
        ("owner_near", _N, "firms of the same owners", "同一股东关联企业数"),
    ),
    *described(
        Group.DEGREES,
        ("role",),
        ("officers", _N, "officers", "任职人员数"),
        (
            "officer_load",
            _N,
            "firms of its busiest officer",
            "人员最多任职企业数",
        ),
        (
            "officer_near",
            _N,
            "firms with the same officers",
            "同一人员任职企业数",
        ),
    ),
    *described(
        Group.DEGREES,
        ("contact_use",),
        ("contacts", _N, "contact points", "联系方式数"),
        (
            "contact_load",
            _N,
            "firms of its busiest contact",
            "联系方式最多使用企业数",
        ),
        (
            "contact_near",
            _N,
            "firms with the same contacts",
            "共用联系方式企业数",
        ),
    ),
    *described(
        Group.DEGREES,
        ("ownership", "role", "contact_use"),
        ("one_near", _N, "firms one step of control away", "一步内关联企业数"),
        (
            "two_near",
            _N,
            "firms sharing a controller",
            "共享实际控制人的企业数",
        ),
    ),
    *described(
        Group.DEGREES,
        ("risk_event",),
        (
            "network_failed",
            _PART,
            "part of its guarantee network with risk events within a year",
            "担保网络一年内出险比例",
        ),
        (
            "partners_failed",
            _PART,
            "part of its guarantee partners with risk events within a year",
            "担保对手一年内出险比例",
        ),
        (
            "related_failed",
            _PART,
            "part of its related firms with risk events within a year",
            "关联企业一年内出险比例",
        ),
    ),
)


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,)."""
    near = {f"{kind}_near": row_sums(at) for kind, at in firms.control.kinds.items()}
    return {**_registered(firms), **near, **_events(firms)}


def _registered(firms: Firms) -> Columns:
    facts, n = firms.snapshot.facts("ownership"), len(firms)
    asset, stake = column(facts, "asset"), numbers(single_chunk(facts, "share"))
    given, taken = (firms.row[column(facts, name)] for name in ("owner", "asset"))
    corporate = (given >= 0) & (taken >= 0)
    return {
        **_load(firms, firms.owners, "owner"),
        **_load(firms, firms.officers, "officer"),
        **_load(firms, firms.contacts, "contact"),
        "top_share": largest(firms, asset, stake) / SHARE_UNIT,
        "holdings_given": counts(given[corporate], n),
        "holdings_taken": counts(taken[corporate], n),
    }


def _load(firms: Firms, ties: Ties, name: str) -> Columns:
    """How many others a firm is tied to, and how many firms the busiest of them has."""
    return {
        f"{name}s": counts(ties.firm, len(firms)),
        f"{name}_load": largest(firms, firms.parties[ties.firm], ties.load),
    }


def _events(firms: Firms) -> Columns:
    """Shares of firms with a risk event in the longest window."""
    facts, n = firms.snapshot.facts("risk_event"), len(firms)
    ago = days_before(firms.at, column(facts, "valid_from"))
    firm = firms.row[column(facts, "party")]
    failed = np.bincount(firm[(firm >= 0) & (ago < WINDOWS[-1])], minlength=n) > 0
    struck = failed.astype(np.float64)
    label = firms.guarantees.weak
    members = firms.guarantees.weak_sizes
    columns = {
        "network_failed": share(
            np.bincount(label, struck)[label] - struck, members - 1
        ),
    }
    for name, near in (
        ("partners_failed", firms.guarantees.both),
        ("related_failed", firms.control.two),
    ):
        columns[name] = share(near @ struck, row_sums(near))
    return columns
