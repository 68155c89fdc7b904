"""G: how many a firm has to do with, for how much, and where it stands among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from gnn.features import registers
from gnn.features.matrices import amounts, counts, largest_share, row_sums, share
from gnn.features.relations import WINDOWS
from gnn.features.schema import Group, Unit, described

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from gnn.features.relation_graph import RelationGraph
    from gnn.features.schema import Feature

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

_N, _PART, _SUM = Unit.COUNT, Unit.SHARE, Unit.LOG_AMOUNT
_GUARANTEE = ("guarantee", "guarantor")
_PAYMENT = ("transfer", "account_holder")


def _new(name: str, en: str, zh: str) -> tuple[tuple[str, Unit, str, str], ...]:
    return tuple(
        (f"{name}_{days}", Unit.COUNT, f"{en} in {days} days", f"{days}天内{zh}")
        for days in WINDOWS
    )


FEATURES: tuple[Feature, ...] = (
    *described(
        Group.DEGREES,
        _GUARANTEE,
        ("guarantee_out", _N, "firms that it guarantees", "被其担保的企业数"),
        ("guarantee_in", _N, "firms that guarantee it", "为其担保的企业数"),
        ("guarantee_mutual", _N, "mutual guarantees", "互保企业数"),
        ("guarantee_log_out", _SUM, "guarantees given", "对外担保金额"),
        ("guarantee_log_in", _SUM, "guarantees received", "接受担保金额"),
        (
            "guarantee_weak",
            _N,
            "firms in its guarantee network",
            "担保网络企业数",
        ),
        (
            "guarantee_circle",
            _N,
            "firms in its guarantee circle",
            "担保圈企业数",
        ),
        ("guarantee_inner", _N, "guarantees inside its circle", "圈内担保数"),
        ("guarantee_triangles", _N, "triangles of guarantees", "担保三角数"),
        ("guarantee_rounds", _N, "rings of three guarantees", "三方循环担保数"),
        ("guarantee_hops", _N, "partners of its partners", "二度担保对手数"),
        (
            "guarantee_around",
            _N,
            "guarantees per firm within two guarantees",
            "两步内担保企业户均担保数",
        ),
        *_new("guarantee_given", "guarantees given", "新增对外担保数"),
        *_new("guarantee_taken", "guarantees received", "新增接受担保数"),
    ),
    *described(
        Group.DEGREES,
        (*_GUARANTEE, "financials"),
        (
            "given_to_assets",
            _PART,
            "guarantees given to assets",
            "对外担保与资产比",
        ),
        (
            "taken_to_assets",
            _PART,
            "guarantees got to assets",
            "接受担保与资产比",
        ),
    ),
    *described(
        Group.DEGREES,
        _PAYMENT,
        ("payment_out", _N, "firms paid within a year", "一年内付款对手数"),
        (
            "payment_in",
            _N,
            "firms that paid it within a year",
            "一年内收款对手数",
        ),
        ("payment_mutual", _N, "firms paid that paid it", "双向收付对手数"),
        ("payment_log_out", _SUM, "money paid to firms", "对企业付款金额"),
        (
            "payment_log_in",
            _SUM,
            "money received from firms",
            "企业来款金额",
        ),
        ("payment_net", _PART, "net part of its money", "净流入占收付比例"),
        ("payment_top_out", _PART, "part paid to one firm", "第一付款对手占比"),
        ("payment_top_in", _PART, "part got from one firm", "第一收款对手占比"),
        ("payment_weak", _N, "firms in its payment network", "资金网络企业数"),
        (
            "payment_circle",
            _N,
            "firms in its payment circle",
            "资金循环圈企业数",
        ),
        (
            "payment_inner",
            _N,
            "partners inside that circle",
            "循环圈内付款对手数",
        ),
        ("payment_triangles", _N, "triangles of payments", "收付三角数"),
        ("payment_rounds", _N, "rings of three payments", "三方循环付款数"),
        *_new("payment_paid", "payments made", "付款笔数"),
        *_new("payment_got", "payments received", "收款笔数"),
    ),
    *registers.FEATURES,
)


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,)."""
    return {
        **_relation(firms.guarantees, "guarantee", ("given", "taken")),
        **_relation(firms.payments, "payment", ("paid", "got")),
        "guarantee_around": _given_around(firms.guarantees),
        **_exposure(firms),
        **_flow(firms.payments),
        **registers.columns(firms),
    }


def _relation(graph: RelationGraph, name: str, ways: tuple[str, str]) -> Columns:
    edges, n = graph.edges, graph.n
    ends = (edges.tail, edges.head)
    columns = {
        "out": row_sums(graph.out),
        "in": row_sums(graph.into),
        "mutual": row_sums(graph.mutual),
        "log_out": np.log1p(amounts(edges.tail, edges.amount, n)),
        "log_in": np.log1p(amounts(edges.head, edges.amount, n)),
        "weak": graph.weak_sizes,
        "circle": graph.strong_sizes,
        "inner": row_sums(graph.inner),
        "triangles": graph.triangles,
        "rounds": graph.rounds,
        "hops": row_sums(graph.two_hops),
    }
    for way, end in zip(ways, ends, strict=True):
        for days in WINDOWS:
            inside = end[edges.days < days]
            columns[f"{way}_{days}"] = counts(inside, n)
    return {f"{name}_{key}": values for key, values in columns.items()}


def _given_around(graph: RelationGraph) -> Floats:
    """Guarantees given by a firm, on average over those within two steps."""
    return share(graph.ball2 @ row_sums(graph.out), row_sums(graph.ball2))


def _exposure(firms: Firms) -> Columns:
    edges, n = firms.guarantees.edges, len(firms)
    assets = firms.snapshot.figures.total_assets[firms.parties]
    return {
        "given_to_assets": share(amounts(edges.tail, edges.amount, n), assets),
        "taken_to_assets": share(amounts(edges.head, edges.amount, n), assets),
    }


def _flow(graph: RelationGraph) -> Columns:
    edges, n = graph.edges, graph.n
    amount = np.nan_to_num(edges.amount)
    paid, got = (amounts(end, amount, n) for end in (edges.tail, edges.head))
    moved = csr_array((amount, (edges.tail, edges.head)), shape=(n, n))
    return {
        "payment_net": share(got - paid, got + paid),
        "payment_top_out": largest_share(moved, paid),
        "payment_top_in": largest_share(csr_array(moved.T), got),
    }
