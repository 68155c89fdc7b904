"""R: what failures of others do to a firm, and the guarantee circle that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.counting import distinct, total
from gnn.features.schema import Feature, Group, Unit
from graph.algorithms.circles import strict_circles, strong_bridges
from graph.algorithms.components import InnerGraph
from graph.algorithms.cycles import elementary_cycles
from graph.algorithms.world_blocks import WorldsSample
from graph.algorithms.worlds import sample_worlds
from graph.analysis.contagion import ContagionParameters, network_inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.algorithms.loss_network import LossNetwork
    from graph.kernels.csr import Int32s

    Columns = dict[str, NDArray[np.float64]]

PARAMETERS = ContagionParameters()
"""As published by default, so that the figure is the one that people see."""
CAPS = {
    "worlds": PARAMETERS.n_worlds,
    "worlds_seed": PARAMETERS.seed,
    "cycle_length": 5,
    "cycles": 500_000,
    "cycle_arcs_read": 50_000_000,
}


def _feature(name: str, unit: Unit, en: str, zh: str) -> Feature:
    return Feature(
        name=name, group=Group.CONTAGION, unit=unit, kinds=("guarantor",), en=en, zh=zh
    )


FEATURES = (
    _feature(
        "increment",
        Unit.PROBABILITY,
        "default probability added by those it guarantees",
        "被担保方带来的违约概率增量",
    ),
    _feature(
        "increment_share",
        Unit.SHARE,
        "share of its default probability that comes from others",
        "违约概率中来自他人的占比",
    ),
    _feature(
        "next_hop",
        Unit.PROBABILITY,
        "chance that a failing debtor brings it down at once",
        "被担保方违约直接拖垮它的概率",
    ),
    _feature(
        "brings_down",
        Unit.COUNT,
        "guarantors expected to fall with it",
        "预计随其违约的担保人数",
    ),
    _feature(
        "circle_size", Unit.COUNT, "firms in its guarantee circle", "所在担保圈企业数"
    ),
    _feature(
        "circle_density",
        Unit.SHARE,
        "density of its guarantee circle",
        "所在担保圈密度",
    ),
    _feature(
        "circle_pd",
        Unit.PROBABILITY,
        "average own default probability in its guarantee circle",
        "所在担保圈平均自身违约概率",
    ),
    _feature(
        "circle_given",
        Unit.SHARE,
        "guarantees given inside the circle relative to its net assets",
        "圈内对外担保与净资产之比",
    ),
    _feature(
        "circle_received",
        Unit.SHARE,
        "guarantees received inside the circle relative to its net assets",
        "圈内接受担保与净资产之比",
    ),
    _feature(
        "circles_met",
        Unit.COUNT,
        "other guarantee circles that it is tied to",
        "相连的其他担保圈数",
    ),
    _feature(
        "bridges",
        Unit.COUNT,
        "guarantees of it that hold its circle together",
        "维系担保圈的关键担保数",
    ),
    _feature(
        "short_cycles",
        Unit.COUNT,
        f"cycles of guarantees among 3 to {CAPS['cycle_length']} firms through it",
        f"经过它的3至{CAPS['cycle_length']}家企业互保环数",
    ),
)


def columns(firms: Firms) -> Columns:
    """A column for each of `FEATURES`, shape (n,).

    Notes
    -----
    O(worlds / 64 * (n + m)), and the cycles within their caps; where those cut the
    search, nobody's cycles are known.
    """
    network = network_inputs(firms.snapshot, PARAMETERS).network
    inner = InnerGraph.build(firms.snapshot.pairs.forward, firms.snapshot.component)
    return {
        **_losses(firms, network),
        **_circles(firms, inner, network.p_self),
        **_ties(firms, inner),
    }


def _losses(firms: Firms, network: LossNetwork) -> Columns:
    sample = WorldsSample(PARAMETERS.n_worlds, PARAMETERS.seed, PARAMETERS.rho)
    worlds = sample_worlds(network, sample)
    at_once = network.p_self[network.debtors] * network.p_edge
    with np.errstate(divide="ignore", invalid="ignore"):
        stays = np.log1p(-at_once)  # -inf where it is certain
        share = worlds.increment / worlds.pd
    spared = np.bincount(network.indices, stays, network.n_nodes)
    falls = np.bincount(network.debtors, network.p_edge, network.n_nodes)
    return {
        "increment": worlds.increment[firms.parties],
        "increment_share": share[firms.parties],
        "next_hop": -np.expm1(spared[firms.parties]),
        "brings_down": falls[firms.parties],
    }


def _circles(firms: Firms, inner: InnerGraph, own: NDArray[np.float64]) -> Columns:
    """Of firms in no circle the size is 0, and what a circle is like is not known."""
    snapshot = firms.snapshot
    circles = strict_circles(inner)
    sizes = np.diff(circles.starts)
    number = np.repeat(np.arange(sizes.size), sizes)
    circle = np.full(snapshot.n_parties, -1, np.int32)
    circle[circles.members] = number
    tails, heads = inner.forward.tails(), inner.forward.indices
    inside = (circle[tails] >= 0) & (circle[tails] == circle[heads])
    arcs = np.bincount(circle[tails[inside]], minlength=sizes.size)
    risk = np.bincount(number, own[circles.members], sizes.size)
    own_circle = circle[firms.parties]

    def of_firm(figure: NDArray[np.float64], outside: float) -> NDArray[np.float64]:
        return np.append(figure, outside)[own_circle]

    pairs, worth = snapshot.pairs, snapshot.figures.net_assets[firms.parties].copy()
    worth[~(worth > 0.0) | (own_circle < 0)] = np.nan
    within = circle[pairs.guarantor] == circle[pairs.debtor]
    within &= circle[pairs.guarantor] >= 0
    due = pairs.effective[within]
    return {
        "circle_size": of_firm(sizes.astype(np.float64), 0.0),
        "circle_density": of_firm(arcs / (sizes * (sizes - 1)), np.nan),
        "circle_pd": of_firm(risk / sizes, np.nan),
        "circle_given": total(firms, pairs.guarantor[within], due) / worth,
        "circle_received": total(firms, pairs.debtor[within], due) / worth,
        "circles_met": _circles_met(firms, circle),
    }


def _circles_met(firms: Firms, circle: Int32s) -> NDArray[np.float64]:
    pairs = firms.snapshot.pairs
    one = np.concatenate((pairs.guarantor, pairs.debtor))
    other = circle[np.concatenate((pairs.debtor, pairs.guarantor))]
    met = (other >= 0) & (other != circle[one])
    return distinct(firms, one[met], other[met])


def _ties(firms: Firms, inner: InnerGraph) -> Columns:
    bridge = strong_bridges(inner)
    ends = (inner.forward.tails()[bridge], inner.forward.indices[bridge])
    found = elementary_cycles(
        inner,
        min_length=3,
        max_length=CAPS["cycle_length"],
        max_cycles=CAPS["cycles"],
        max_work=CAPS["cycle_arcs_read"],
    )
    cycles = total(firms, found.nodes)
    if found.truncated_by:
        cycles[:] = np.nan
    return {
        "bridges": total(firms, np.concatenate(ends)),
        "short_cycles": cycles,
    }
