"""The facts of evidence as edges, with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.answer import Sentence
from graph.analysis.description import SourceRecord
from graph.analysis.links import Link
from graph.analysis.model_evidence import EvidenceEdge
from graph.analysis.neighbourhood import node_ref
from graph.analysis.relations import RELATIONS
from graph.analysis.wording import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnn.evidence_facts import EvidenceLink
    from graph.analysis.relations import Relation

_RELATIONS = {
    item.kind.name if item.through is None else item.through.middle.name: item
    for item in RELATIONS.values()
}


def edge_of(link: EvidenceLink, currency: str) -> EvidenceEdge:
    """Facts between two nodes as an edge.

    Parameters
    ----------
    currency
        Of the amount.
    """
    return EvidenceEdge(
        id=_id_of(link),
        group=link.group,
        kind=link.kind,
        relation=_relation(link).name,
        source=node_ref(link.tail),
        target=node_ref(link.head),
        amount=link.amount,
        currency=currency,
        share=link.share,
        role=link.role,
        label=_label(link),
        date=link.first,
        last=link.last,
        count=link.count,
        contracts=link.contracts,
        records=tuple(
            SourceRecord(source, record, None, None, None)
            for source, record in link.records
        ),
    )


def drawn(links: Sequence[EvidenceLink]) -> tuple[Link, ...]:
    """The same as links that a picture is laid out by; no fact stands behind them."""
    return tuple(
        Link(
            link_id=_id_of(link),
            relation=_relation(link).name,
            tail=link.tail,
            head=link.head,
            facts=(),
            loss=_relation(link).kind.loss,
        )
        for link in links
    )


def _id_of(link: EvidenceLink) -> str:
    ends = f"{node_ref(link.tail)}|{node_ref(link.head)}"
    apart = "" if link.role is None else f"|{link.role}"
    return f"evidence|{link.kind}|{ends}{apart}"


def _relation(link: EvidenceLink) -> Relation:
    """The relation of its kind, or the one that leads through nodes of it."""
    return _RELATIONS[link.kind]


def _label(link: EvidenceLink) -> Sentence:
    """A share, which of several ties, or what the tail does to the head."""
    if link.share is not None:
        percent = f"{link.share * 100:.4g} %"
        return Sentence(percent, percent)
    relation = _relation(link)
    display = relation.display
    if link.role is not None and display.named_by is not None:
        named = relation.kind.property_by_name[display.named_by]
        return said(named.code_label(link.role))
    return said(display.phrase)
