"""Parties that are related: by control, family, a role or a contact in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.control import signals
from graph.analysis.majorities import majority_chains

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.snapshot import Snapshot

Marks = dict[int, set[tuple[str, int, int]]]
"""What each party has that makes those who share it related."""


def relation_marks(snapshot: Snapshot, parties: Iterable[int]) -> Marks:
    """Marks of parties; two are related if they share one, as each is to itself.

    A party is marked by those who hold the majority of it, directly or through
    others, by its relatives, by the companies and officers of its roles and by its
    contact points; an officer or contact of very many ties nobody (see `control`).

    Parameters
    ----------
    parties
        Party numbers.

    Notes
    -----
    O(owners above the parties, and their ties).
    """
    asked = sorted(set(parties))
    marks: Marks = {party: {("control", party, party)} for party in asked}
    for party, chain in zip(asked, majority_chains(snapshot, asked), strict=True):
        marks[party].update(("control", owner, owner) for owner in chain)
    for party, (kind, node) in signals(snapshot, asked):
        marks[party].add((kind, node, node))
    roles, family = snapshot.outgoing("role"), "family"
    for party in asked:
        if roles.row(party).size:
            marks[party].add(("role", party, party))
        for rows in (snapshot.outgoing(family), snapshot.incoming(family)):
            for relative in rows.row(party).tolist():
                pair = min(party, relative), max(party, relative)
                marks[party].add((family, *pair))
    return marks


def any_related(marks: Marks, some: Sequence[int], others: Sequence[int]) -> bool:
    """Whether one of some parties is one of the others, or related to it."""
    return any(marks[one] & marks[other] for one in some for other in others)
