"""A money ring as a picture: its accounts on a circle, its transfers in order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness, Sentence
from graph.analysis.description import SourceRecord
from graph.money import exponent
from graph.vocabulary import Loss
from visual.layout import label_side
from visual.records import Edge, Node, Picture

if TYPE_CHECKING:
    from graph.analysis.ring_list import RingRecord

_RADIUS = 32.0
"""px of the circle per account, so that names do not meet."""


def holder_names(ring: RingRecord, place: int) -> Sentence:
    """Whoever holds the account at a place, or that nobody knows."""
    ids = ring.holders[place]
    known = [party for party in ring.parties if party.party_id in ids]
    if not known:
        return Sentence("holder not known", "户主不明")
    return Sentence(
        ", ".join(party.name_en or party.name for party in known),
        "、".join(party.name for party in known),
    )


def ring_picture(ring: RingRecord) -> Picture:
    """Clockwise from the top, where the ring starts and ends."""
    nodes = [_node(ring, place) for place in range(ring.length)]
    return Picture(
        focus=nodes[0].id,
        layout="ring",
        nodes=nodes,
        edges=[_edge(ring, place) for place in range(ring.length)],
        at=ring.at,
        completeness=Completeness.whole(ring.length),
    )


def _node(ring: RingRecord, place: int) -> Node:
    angle = 2 * math.pi * place / ring.length - math.pi / 2
    radius = _RADIUS * max(ring.length, 3)
    x, y = round(radius * math.cos(angle), 1), round(radius * math.sin(angle), 1)
    name = holder_names(ring, place)
    account = ring.account_ids[place]
    return Node(
        id=f"account|{account}",
        node_kind="account",
        party_type=None,
        name=name.zh,
        name_en=name.en,
        subtitle=Sentence(account, account),
        band=None,
        pd=None,
        size=30.0,
        x=x,
        y=y,
        label_side=label_side(x, y),
        hops=place,
        hidden={},
        hidden_facts={},
        circle_ids=(),
    )


def _edge(ring: RingRecord, place: int) -> Edge:
    hop = ring.transfers[place]
    day = hop.moved_at[:10]
    return Edge(
        id=f"transfer|{hop.source}|{hop.record_id}",
        relation="transfer",
        source=f"account|{hop.payer_id}",
        target=f"account|{hop.payee_id}",
        amount=None
        if hop.amount is None
        else f"{hop.amount:.{exponent(ring.currency)}f}",
        currency=ring.currency,
        share=None,
        label=Sentence(f"{place + 1} · {day}", f"{place + 1} · {day}"),
        force="not_applicable",
        force_reason=None,
        valid_from=hop.moved_at,
        valid_to=None,
        recorded_from=None,
        derived=False,
        contracts=(),
        source_records=[SourceRecord(hop.source, hop.record_id, None, None, None)],
        loss=Loss.NONE,
        count=1,
        sums=(),
        unknown_amounts=0,
        last=None,
    )
