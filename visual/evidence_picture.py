"""The evidence of a flag as a picture: its nodes, and facts folded into edges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.model_score_records import Flag
from graph.analysis.relations import RELATIONS
from graph.money import exponent
from visual.gathering import gathered
from visual.layout import label_side
from visual.payload import picture
from visual.records import Annotations, Edge, Node, Picture

if TYPE_CHECKING:
    from graph.analysis.model_evidence import EvidenceEdge, ModelEvidence


def evidence_picture(found: ModelEvidence, annotations: Annotations) -> Picture:
    """Evidence laid out by its ties, the firms of one controller together.

    Parameters
    ----------
    annotations
        What else is published of its parties; flags are those of the evidence.
    """
    by = found.score.by
    flags = {
        one.id: Flag(by=by, band=one.band)
        for one in found.companies
        if one.flagged and by is not None
    }
    known = replace(annotations, flag=flags.get)
    around = found.surroundings
    drawn = picture(around, found.at, annotations=known)
    return replace(
        drawn,
        layout="gathered",
        nodes=_placed(drawn, found),
        edges=[_edge(edge) for edge in found.edges],
    )


def _placed(drawn: Picture, found: ModelEvidence) -> list[Node]:
    """The nodes where hulls part them from strangers."""
    number = {node.id: place for place, node in enumerate(drawn.nodes)}
    groups = [
        [number[name] for name in (*hull.members, hull.controller.party_id)
         if name in number]
        for hull in found.hulls
    ]  # fmt: skip
    ends = [(number[edge.source], number[edge.target]) for edge in found.edges]
    start = np.array([(node.x, node.y) for node in drawn.nodes]).reshape(-1, 2)
    places = gathered(start, ends, groups).round(1).tolist()
    return [
        replace(node, x=x, y=y, label_side=label_side(x, y))
        for node, (x, y) in zip(drawn.nodes, places, strict=True)
    ]


def _edge(edge: EvidenceEdge) -> Edge:
    several = edge.count > 1
    amount = edge.amount
    return Edge(
        id=edge.id,
        relation=edge.relation,
        source=edge.source,
        target=edge.target,
        amount=None if amount is None else f"{amount:.{exponent(edge.currency)}f}",
        currency=None if amount is None else edge.currency,
        share=edge.share,
        label=edge.label,
        force="in_force" if edge.kind == "guarantee" else "not_applicable",
        force_reason=None,
        valid_from=edge.date,
        valid_to=None,
        recorded_from=None,
        derived=False,
        contracts=edge.contracts,
        source_records=edge.records,
        loss=RELATIONS[edge.relation].kind.loss,
        count=edge.count,
        sums=(),
        unknown_amounts=0,
        last=edge.last if several else None,
    )
