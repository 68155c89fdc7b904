"""What the explorer draws: nodes with positions and edges with their legal force."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.analysis.answer import Sentence
from graph.analysis.bands import band_of
from graph.analysis.description import name_of, source_of
from graph.analysis.link_measure import measured
from graph.analysis.link_sources import contracts_of
from graph.analysis.neighbourhood import node_ref
from graph.analysis.wording import (
    FORCE_REASONS,
    FORCE_STATES,
    NOT_APPLICABLE,
    node_subtitle,
    relation_label,
)
from graph.instant import format_instant
from graph.money import to_decimal
from graph.vocabulary import KINDS, Loss
from graph.vocabulary.display import Size
from visual import layout as layouts
from visual.placing import ends_of, place_around, place_ring
from visual.records import Annotations, Edge, Node, Picture, Sum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.circle import CircleRecord
    from graph.analysis.links import Link
    from graph.analysis.neighbourhood import Neighbourhood, NodeKey, Shown
    from graph.analysis.parallel import Parallel
    from graph.instant import At
    from graph.model import Fact


def picture(
    surroundings: Neighbourhood,
    at: At,
    *,
    layout: str = "hops",
    annotations: Annotations | None = None,
    ring_order: Sequence[str] = (),
    inside: Sequence[str] = (),
) -> Picture:
    """A neighbourhood with positions.

    Parameters
    ----------
    layout
        ``hops``, ``ring`` (needs `ring_order`, party ids), ``layers`` or ``force``.
    inside
        Party ids that stand inside the ring, such as hidden controllers.
    """
    added = annotations or Annotations()
    keys = [shown.key for shown in surroundings.nodes]
    number = {key: i for i, key in enumerate(keys)}
    folds = [shown for shown in surroundings.nodes if shown.folded]
    order, inner = (
        [number["party", party] for party in ids if ("party", party) in number]
        for ids in (ring_order, inside)
    )
    focus = None if layout == "ring" and order else surroundings.focus
    ends = ends_of(surroundings, folds)
    positions = (
        place_ring(ends, order, inner)
        if focus is None
        else place_around(ends, number[focus], layout)
    )
    places = [(round(float(x), 1), round(float(y), 1)) for x, y in positions]
    nodes = [
        _node(shown, places[i], focus, added, at)
        for i, shown in enumerate(surroundings.nodes)
    ]
    nodes += [_fold(fold, places[len(keys) + i]) for i, fold in enumerate(folds)]
    edges = [edge_of(link) for link in surroundings.links]
    edges += [_fold_edge(fold) for fold in folds]
    return Picture(
        focus=focus and node_ref(focus),
        layout=layout,
        nodes=nodes,
        edges=edges,
        at=at,
        completeness=surroundings.completeness,
    )


def circle_picture(circle: CircleRecord, annotations: Annotations) -> Picture:
    """A circle as a ring, with its hidden controllers inside."""
    return picture(
        circle.surroundings,
        circle.at,
        layout="ring",
        annotations=annotations,
        ring_order=circle.ring_order,
        inside=[item.party.party_id for item in circle.controllers],
    )


def _node(
    shown: Shown,
    place: tuple[float, float],
    focus: NodeKey | None,
    added: Annotations,
    at: At,
) -> Node:
    kind, node_id = shown.key
    name, name_en = name_of(shown.fact, shown.key, sees_personal=added.sees_personal)
    pd = added.pd.get(node_id) if kind == "party" else None
    return Node(
        id=node_ref(shown.key),
        node_kind=kind,
        party_type=_text(shown.fact, "party_type"),
        name=name,
        name_en=name_en,
        subtitle=node_subtitle(shown.fact, at),
        band=band_of(pd),
        pd=pd,
        size=52.0 if shown.key == focus else _size(kind, added.loans.get(node_id)),
        x=place[0],
        y=place[1],
        label_side=layouts.label_side(*place),
        hops=shown.hops,
        hidden=shown.hidden,
        hidden_facts=shown.hidden_facts,
        circle_ids=added.circles.get(node_id, ()) if kind == "party" else (),
        flag=added.flag(node_id) if kind == "party" else None,
    )


def _size(kind: str, loans: float | None) -> float:
    """28 to 44 px by log of loans in millions; other kinds have fixed sizes."""
    if KINDS[kind].node.size is not Size.LOANS:
        return 30.0
    if loans is None or math.isnan(loans) or loans <= 1e6:
        return 32.0
    return min(44.0, 28.0 + 5.0 * math.log10(loans / 1e6))


def _text(fact: Fact | None, name: str) -> str | None:
    value = fact.properties.get(name) if fact is not None else None
    return None if value is None else str(value)


def _fold(shown: Shown, place: tuple[float, float]) -> Node:
    total, facts = shown.folded, shown.folded_facts
    several = facts > total
    return Node(
        id=f"more|{node_ref(shown.key)}",
        node_kind="more",
        party_type=None,
        name=f"+{total}",
        name_en=None,
        subtitle=Sentence(
            f"{total} more" + (f", {facts} records" if several else ""),
            f"另有 {total} 个" + (f"，{facts} 条记录" if several else ""),
        ),
        band=None,
        pd=None,
        size=30.0,
        x=place[0],
        y=place[1],
        label_side=layouts.label_side(*place),
        hops=shown.hops + 1,
        hidden=shown.hidden,
        hidden_facts=shown.hidden_facts,
        circle_ids=(),
    )


_BLANK = Edge(
    id="",
    relation="more",
    source="",
    target="",
    amount=None,
    currency=None,
    share=None,
    label=None,
    force=NOT_APPLICABLE,
    force_reason=None,
    valid_from=None,
    valid_to=None,
    recorded_from=None,
    derived=True,
    contracts=(),
    source_records=(),
    loss=Loss.NONE,
    count=0,
    sums=(),
    unknown_amounts=0,
    last=None,
)
"""An edge that no fact stands behind."""


def _fold_edge(shown: Shown) -> Edge:
    source = node_ref(shown.key)
    return replace(
        _BLANK, id=f"more-edge|{source}", source=source, target=f"more|{source}"
    )


def edge_of(link: Link) -> Edge:
    """A link as an edge, with the records it rests on."""
    if not link.facts:
        return _derived_edge(link)
    fact, parallel = link.facts[0], link.parallel
    stated = measured(link.relation, fact)
    found = Edge(
        id=link.link_id,
        relation=link.relation,
        source=node_ref(link.tail),
        target=node_ref(link.head),
        amount=stated.amount,
        currency=stated.currency,
        share=stated.share,
        label=relation_label(link),
        force=FORCE_STATES[link.force],
        force_reason=FORCE_REASONS[link.force],
        valid_from=format_instant(fact.valid_from),
        valid_to=format_instant(fact.valid_to),
        recorded_from=format_instant(fact.recorded_from),
        derived=False,
        contracts=contracts_of(link),
        source_records=[source_of(item) for item in link.facts],
        loss=link.loss,
        count=1,
        sums=(),
        unknown_amounts=0,
        last=None,
    )
    return found if parallel is None else _parallel_edge(found, parallel)


def _parallel_edge(one: Edge, parallel: Parallel) -> Edge:
    """The edge of several facts, from that of one of them."""
    sums = [
        Sum(currency, to_decimal(minor, currency)) for currency, minor in parallel.sums
    ]
    only = sums[0] if len(sums) == 1 else Sum(None, None)
    return replace(
        one,
        amount=only.amount,
        currency=only.currency,
        valid_from=format_instant(parallel.first),
        valid_to=None,
        recorded_from=None,
        contracts=(),
        source_records=(),
        count=parallel.count,
        sums=sums,
        unknown_amounts=parallel.unknown,
        last=format_instant(parallel.last),
    )


def _derived_edge(link: Link) -> Edge:
    return replace(
        _BLANK,
        id=link.link_id,
        relation=link.relation,
        source=node_ref(link.tail),
        target=node_ref(link.head),
        label=relation_label(link),
        force_reason=link.evidence,
    )
