"""Of D: payments that come back to the first payer, and who stands behind the payers.

A loop is a cycle of payments between different firms, each of which follows the one
before within weeks. Most are trade; one whose firms hide that some of them answer to
one hand is how related parties make up turnover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gnn.features.matrices import counts, holds
from gnn.features.relations import DAY, WINDOWS
from gnn.features.schema import Group, Unit, described
from graph.algorithms.money_graph import MoneyGraph
from graph.algorithms.rings import RingBounds, money_rings
from graph.kernels.csr import range_positions

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from gnn.features.firms import Firms
    from gnn.features.relations import Edges
    from gnn.features.schema import Feature
    from graph.kernels.csr import Int32s, Int64s

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

SHORTEST, LONGEST = 3, 12
GAP, SPAN = 45, 180
"""Days between two payments of a loop, and between its first and its last one."""
MOSTLY = 0.8
"""Share of the pairs of a group that share a controller: less is no open group."""
CAPS = {"payment_loops": 200_000, "loop_payments_read": 50_000_000}

_N, _PART, _DAYS = Unit.COUNT, Unit.SHARE, Unit.DAYS
FEATURES: tuple[Feature, ...] = described(
    Group.CONTROL_OVERLAP,
    ("transfer",),
    ("loops", _N, "payment loops that it is part of", "参与的资金循环数"),
    ("loop_length", _N, "firms in its shortest payment loop", "最短资金循环的企业数"),
    ("loop_since", _DAYS, "days since its last payment loop", "距最近资金循环天数"),
    ("loop_days", _DAYS, "days in which its loop closed", "资金循环最短闭合天数"),
    ("loop_log", Unit.LOG_AMOUNT, "amount of its largest loop", "最大资金循环金额"),
    ("loop_kept", _PART, "part of an amount that comes back", "资金循环回流比例"),
    ("loops_related", _N, "payment loops with related firms", "含关联企业的资金循环数"),
    ("loops_mixed", _N, "loops of partly related firms", "部分成员关联的资金循环数"),
    (
        "loop_partners",
        _N,
        "related firms in a payment loop",
        "资金循环内关联企业数",
    ),
    ("loop_density", _PART, "related pairs in a loop", "资金循环内关联企业对比例"),
    ("loop_tied", _PART, "related firms in a loop", "资金循环内关联企业比例"),
    (
        "loop_related_since",
        _DAYS,
        "days since a related loop",
        "距最近关联资金循环天数",
    ),
    ("loop_related_length", _N, "firms in its related loop", "关联资金循环的企业数"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Loops:
    """Loops end to end: ring ``r`` is the places ``start[r]:start[r + 1]``.

    Attributes
    ----------
    payer, days, amount
        Shape (places,): row of the firm that pays, days ago, and how much.
    ring
        Shape (places,): which loop.
    """

    payer: Int32s
    days: Floats
    amount: Floats
    ring: Int64s
    start: Int64s

    @property
    def length(self) -> Int64s:
        """Payments of each, shape (loops,)."""
        return np.diff(self.start)

    @property
    def payee(self) -> Int32s:
        """Row of the firm that is paid, shape (places,)."""
        following = np.arange(1, self.payer.size + 1)
        following[self.start[1:] - 1] = self.start[:-1]
        return self.payer[following]

    def with_payer(self, row: int) -> Loops:
        """Those that a firm pays in; O(places)."""
        return self._only(np.unique(self.ring[self.payer == row]))

    def without(self, pairs: csr_array) -> Loops:
        """Those that need no payment from one to the other of some pairs of firms.

        Parameters
        ----------
        pairs
            Shape (n, n), 1 at each of them.
        """
        cut = self.ring[holds(pairs, self.payer, self.payee)]
        return self._only(np.setdiff1d(np.arange(self.length.size), cut))

    def _only(self, rings: Int64s) -> Loops:
        length = self.length[rings]
        places = range_positions(self.start[rings], length)
        return Loops(
            self.payer[places],
            self.days[places],
            self.amount[places],
            np.repeat(np.arange(rings.size), length),
            np.append(0, np.cumsum(length)),
        )


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,); NaN where the search was cut."""
    n = len(firms)
    loops = firms.loops
    if loops is None:
        return {feature.name: np.full(n, np.nan) for feature in FEATURES}
    density, tied, partners = _control(loops, firms.control.two)
    related, mixed = density > 0, (density > 0) & (density < MOSTLY)
    per, who = loops.ring, loops.payer
    first, last = loops.start[:-1], loops.start[1:] - 1
    ended = loops.days[last]
    least, most = _extremes(loops)
    kept = np.where(most > 0, least / np.where(most > 0, most, 1.0), np.nan)
    length = loops.length.astype(np.float64)

    def best(values: Floats, chosen: NDArray[np.bool_] | None = None) -> Floats:
        """Largest value of the loops of each firm, NaN without one."""
        there = np.ones(per.size, np.bool_) if chosen is None else chosen[per]
        found = np.full(n, -np.inf)
        np.fmax.at(found, who[there], values[per][there])
        return np.where(np.isinf(found), np.nan, found)

    own = np.zeros(n)
    np.maximum.at(own, who, partners)
    return {
        "loops": counts(who, n),
        "loop_length": -best(-length),
        "loop_since": -best(-ended),
        "loop_days": -best(ended - loops.days[first]),
        "loop_log": best(np.log1p(least)),
        "loop_kept": best(kept),
        "loops_related": counts(who[related[per]], n),
        "loops_mixed": counts(who[mixed[per]], n),
        "loop_partners": own,
        "loop_density": best(density),
        "loop_tied": best(tied),
        "loop_related_since": -best(-ended, related),
        "loop_related_length": -best(-length, related),
    }


def payment_loops(edges: Edges, n: int) -> Loops | None:
    """All loops of payments between so many firms, None where the search was cut.

    It reads at most as many payments as its cap says.
    """
    order = np.argsort(-edges.days, kind="stable")
    tail, head = edges.tail[order], edges.head[order]
    days, amount = edges.days[order], np.nan_to_num(edges.amount[order])
    time = np.rint((WINDOWS[-1] - days) * DAY).astype(np.int64)
    bounds = RingBounds(SHORTEST, LONGEST, GAP * DAY, SPAN * DAY, conserving=False)
    found = money_rings(
        MoneyGraph.build(n, (tail, head), time, amount),
        bounds,
        max_rings=CAPS["payment_loops"],
        max_work=CAPS["loop_payments_read"],
    )
    if found.truncated_by:
        return None
    ring = np.repeat(np.arange(len(found)), np.diff(found.starts))
    place = found.edges
    return Loops(tail[place], days[place], amount[place], ring, found.starts)


def _extremes(loops: Loops) -> tuple[Floats, Floats]:
    """Least and most of the amounts of each loop."""
    least = np.full(loops.length.size, np.inf)
    most = np.zeros(loops.length.size)
    np.minimum.at(least, loops.ring, loops.amount)
    np.maximum.at(most, loops.ring, loops.amount)
    return least, most


def _control(loops: Loops, two: csr_array) -> tuple[Floats, Floats, Floats]:
    """How far the firms of each loop share controllers.

    Returns
    -------
    density, tied
        Shape (loops,). Share of the pairs that share one, and of the firms that do so
        with another of the loop.
    partners
        Shape (places,). Others of the loop that each firm shares one with.
    """
    density = np.zeros(loops.length.size)
    partners = np.zeros(loops.payer.size)
    for length in np.unique(loops.length):
        rings = np.flatnonzero(loops.length == length)
        places = loops.start[rings][:, None] + np.arange(length)
        firm = loops.payer[places]
        one, other = np.triu_indices(length, 1)
        shared = holds(two, firm[:, one].ravel(), firm[:, other].ravel())
        pairs = shared.reshape(rings.size, one.size).astype(np.float64)
        density[rings] = pairs.mean(axis=1)
        ends = np.zeros((one.size, length))
        ends[np.arange(one.size), one] = ends[np.arange(one.size), other] = 1.0
        partners[places] = pairs @ ends
    sharing = np.bincount(loops.ring, partners > 0, density.size)
    return density, sharing / np.maximum(loops.length, 1), partners
