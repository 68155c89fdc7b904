"""In which order facts that were looked up are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.lookup_keys import Lookup
    from graph.model import Fact

LOOKED_AT = 1_000
"""Versions that an index may name for a text before they are put in order. Judgement: a
text with more says too little."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact found by a number or an address: what matched, and which column has it."""

    fact: Fact
    matched: str
    matched_in: str


@dataclass(frozen=True, slots=True)
class Located:
    """What a text found, best first; `cut` where there may be more."""

    hits: tuple[Hit, ...]
    cut: bool


def located(facts: Iterable[Fact], lookup: Lookup, limit: int, *, cut: bool) -> Located:
    """Those that match, a node once: whole texts, then shorter ones, then by id.

    `cut` says that there may be more than these facts.
    """
    best: dict[tuple[str, ...], tuple[tuple[bool, int], Hit]] = {}
    for fact in facts:
        ends = {end.column: fact.references[end.name] for end in fact.kind.references}
        row = {**fact.properties, **ends, "record_id": fact.record_id}
        match = lookup.match(fact.kind, row)
        if match is None:
            continue
        key: tuple[str, ...] = (fact.subject_id,)
        if fact.kind.form is not Form.NODE:
            key += (fact.source, fact.record_id)
        rank = not match.whole, len(match.text)
        if key not in best or rank < best[key][0]:
            best[key] = rank, Hit(fact, match.text, match.column)
    ordered = sorted(best, key=lambda key: (*best[key][0], key))
    hits = tuple(best[key][1] for key in ordered[:limit])
    return Located(hits, cut or len(ordered) > limit)
