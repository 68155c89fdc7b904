"""Planted patterns of a generated economy against the hits found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.pattern_check import meets
from graph.analysis.pattern_surroundings import SnapshotSurroundings
from graph.analysis.plain_moves import in_reporting, moves_of
from graph.analysis.ring_truth import Sources, refuse_foreign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.analysis.pattern_check import Surroundings
    from graph.analysis.pattern_parameters import PatternParameters
    from graph.analysis.patterns import Hit, PatternsResult
    from graph.analysis.plain_moves import Move, Name
    from graph.snapshot import Snapshot

Records = tuple[str, ...]
"""Record ids of facts, as the truth lists them."""

_LISTS = ("transfer_rings", "near_misses", "lookalikes")
_FACTS = {"deposits": "deposit", "transfers": "transfer", "sign_ins": "sign_in"}
"""Kind of the facts that each field of a record names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitComparison:
    """What was planted of a pattern against what was found.

    Attributes
    ----------
    hits
        All that were found; those that are neither planted nor any of what follows are
        `others`: chance.
    planted, beyond, found
        Planted ones; of them those outside the values searched with, as when a payment
        was not collected; and those that a hit holds whole.
    honest
        Hits that are mostly of an honest flow, by its name: they do meet the test.
    of_other_patterns
        Hits that are mostly of what was planted as, or as a near miss of, another
        pattern: who gathers before he scatters is a fan-in as well.
    near_misses
        How many were planted; those of which a hit holds anything are `reported`.
    invalid
        Ids of hits that do not meet the test by a plain check of their facts.
    """

    pattern: str
    hits: int
    planted: int
    beyond: int
    found: int
    missed: tuple[Records, ...]
    honest: Mapping[str, int]
    of_other_patterns: int
    near_misses: int
    reported: tuple[Records, ...]
    others: int
    invalid: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Nothing was missed, no near miss reported, and every hit is valid."""
        return not (self.missed or self.reported or self.invalid)


@dataclass(frozen=True, slots=True, kw_only=True)
class HitsComparison:
    """By pattern; `equal` says that all of them are right."""

    patterns: tuple[HitComparison, ...]
    equal: bool


@dataclass(frozen=True, slots=True)
class _Planted:
    """A record of the truth: the list it is in, its pattern and its facts."""

    listed: str
    pattern: str
    names: tuple[Name, ...]

    @property
    def records(self) -> Records:
        return tuple(record for _, _, record in self.names)


def compare_hits(
    snapshot: Snapshot,
    found: PatternsResult,
    parameters: PatternParameters,
    truth: Mapping[str, Any],
) -> HitsComparison:
    """What was found of the patterns that a truth lists.

    Parameters
    ----------
    truth
        ``transfer_rings``, ``lookalikes`` and, where there are some, ``near_misses``:
        each has a `pattern` and record ids of its `transfers`, `deposits` or
        `sign_ins`.

    Raises
    ------
    ForeignTruthError
        The truth is of another economy.
    """
    rows = [(name, item) for name in _LISTS for item in truth.get(name, ())]
    told = {name for _, item in rows for name in _told(item)}
    seen = {name for hit in found.hits for name in _names(hit)}
    facts = moves_of(snapshot, told | {(kind, record) for kind, _, record in seen})
    sources = {
        kind: Sources((source, record) for own, source, record in facts if own == kind)
        for kind in _FACTS.values()
    }
    planted = [
        _Planted(name, item["pattern"], _named(item, sources))
        for name, item in rows
        if _told(item)
    ]
    for item in truth["transfer_rings"]:
        paid = [facts[name] for name in _named(item, sources) if name[0] == "transfer"]
        refuse_foreign(snapshot, item, paid)
    judge = _Judge(planted, facts, SnapshotSurroundings(snapshot), parameters.span())
    patterns = tuple(
        judge.compared(
            in_reporting(snapshot, question),
            [hit for hit in found.hits if hit.pattern == question["pattern"]],
        )
        for question in parameters.questions
    )
    return HitsComparison(
        patterns=patterns, equal=all(item.is_right for item in patterns)
    )


def _told(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Kind and record id of the facts that a record of the truth names."""
    return [
        (kind, record)
        for field, kind in _FACTS.items()
        for record in item.get(field, ())
    ]


def _named(item: Mapping[str, Any], sources: Mapping[str, Sources]) -> tuple[Name, ...]:
    """The facts that a record of the truth names."""
    return tuple(
        (kind, source, record)
        for field, kind in _FACTS.items()
        if item.get(field)
        for source, record in sources[kind].keys_of(item[field])
    )


def _names(hit: Hit) -> list[Name]:
    return [(fact.kind, fact.source, fact.record_id) for fact in hit.evidence]


class _Judge:
    """Facts and records to judge hits by."""

    def __init__(
        self,
        planted: Sequence[_Planted],
        facts: Mapping[Name, Move],
        around: Surroundings,
        span: tuple[int | None, int | None],
    ) -> None:
        self._planted = planted
        self._facts = facts
        self._around = around
        self._span = span
        self._of = {name: record for record in planted for name in record.names}

    def compared(
        self, question: Mapping[str, Any], hits: Sequence[Hit]
    ) -> HitComparison:
        """The hits of one question against what was planted of its pattern."""
        pattern = question["pattern"]
        held = [frozenset(_names(hit)) for hit in hits]
        own = [
            record
            for record in self._planted
            if record.listed == "transfer_rings" and record.pattern == pattern
        ]
        near = [
            record
            for record in self._planted
            if record.listed == "near_misses" and record.pattern == pattern
        ]
        inside = [record for record in own if self._meets(record.names, question)]
        found = [
            record
            for record in inside
            if any(names.issuperset(record.names) for names in held)
        ]
        sorts = Counter(self._sort(names, pattern) for names in held)
        return HitComparison(
            pattern=pattern,
            hits=len(hits),
            planted=len(own),
            beyond=len(own) - len(inside),
            found=len(found),
            missed=tuple(item.records for item in inside if item not in found),
            honest={
                name: count
                for (sort, name), count in sorted(sorts.items())
                if sort == "honest"
            },
            of_other_patterns=sorts["other pattern", ""],
            near_misses=len(near),
            reported=tuple(
                item.records
                for item in near
                if not all(names.isdisjoint(item.names) for names in held)
            ),
            others=sorts["chance", ""],
            invalid=tuple(
                hit.hit_id for hit in hits if not self._meets(_names(hit), question)
            ),
        )

    def _meets(self, names: Sequence[Name], question: Mapping[str, Any]) -> bool:
        moves = [self._facts[name] for name in names]
        begin, end = self._span
        return all(
            (begin is None or begin <= move.time) and (end is None or move.time < end)
            for move in moves
        ) and meets(moves, question, self._around)

    def _sort(self, names: frozenset[Name], pattern: str) -> tuple[str, str]:
        """What most of a hit's evidence was planted as."""
        counts = Counter(self._of.get(name) for name in names)
        record, _ = min(
            counts.items(), key=lambda item: (-item[1], item[0] is None, str(item[0]))
        )
        if record is None:
            return "chance", ""
        if record.listed == "lookalikes":
            return "honest", record.pattern
        return ("own" if record.pattern == pattern else "other pattern"), ""
