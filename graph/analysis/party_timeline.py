"""What happened to a party and around it, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import values_of
from graph.analysis.links import links_of
from graph.analysis.timeline import Timeline
from graph.analysis.timeline_facts import payments_around, timeline_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.snapshot.source import FactView


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTimeline(Timeline):
    """What began, was paid and was found around a party.

    Guarantees are contracts that it gives or receives, holdings shares in it and of it,
    payments those of its accounts to and from others, and outcomes its own.
    """

    party_id: str


def timeline_of_party(
    view: FactView, party_id: str, *, sees_personal: bool
) -> PartyTimeline:
    """The facts about a party at any instant, month by month.

    Raises
    ------
    NotFoundError
        No such party is visible at that instant.

    Notes
    -----
    A handful of indexed reads; at most `READ_CAP` facts of each kind and direction.
    """
    view.node(KINDS["party"], party_id)
    nodes = [("party", party_id)]
    signed = links_of(view, nodes, ("guarantee",), fold=False)
    held = links_of(view, nodes, ("ownership",), fold=False)
    payments, more = payments_around(view, party_id)
    found = timeline_of(
        view,
        [party_id],
        signed=signed.links,
        held=held.links,
        payments=payments,
        cut=signed.cut | held.cut | ({"transfer"} if more else set()),
        sees_personal=sees_personal,
    )
    return PartyTimeline(**values_of(Timeline, found), party_id=party_id)
