"""The evidence of a flag as a picture: its nodes, and facts folded into edges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.analysis.model_score_records import Flag
from graph.analysis.relations import RELATIONS
from graph.money import exponent
from visual.payload import picture
from visual.records import Annotations, Edge, Picture

if TYPE_CHECKING:
    from graph.analysis.model_evidence import EvidenceEdge, ModelEvidence


def evidence_picture(found: ModelEvidence, annotations: Annotations) -> Picture:
    """Evidence laid out by its ties, around the firm that is asked for.

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
    drawn = picture(around, found.at, layout="force", annotations=known)
    return replace(drawn, edges=[_edge(edge) for edge in found.edges])


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
