"""Planted payments of a generated economy against the money rings found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.plain_moves import moves_of
from graph.analysis.ring_check import closes, is_ring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.analysis.plain_moves import Move
    from graph.analysis.ring_parameters import RingParameters
    from graph.analysis.rings import RingsResult
    from graph.snapshot import Snapshot

Records = tuple[str, ...]
"""Record ids of transfers, in the order in which money passed."""
Key = tuple[str, str]
"""Source and record id of a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternComparison:
    """Planted rings of a pattern, as far as they were collected.

    `beyond` counts those outside the bounds searched, as when a payment was not
    collected.
    """

    pattern: str
    planted: int
    beyond: int
    found: int
    missed: tuple[Records, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingComparison:
    """What was planted against what was found.

    Attributes
    ----------
    honest
        Honest look-alikes that were found, by their pattern: they are rings.
    near_misses_planted, near_misses
        How often payments were planted that go round, but fail a condition, and those
        that were found nevertheless.
    others
        Rings that nobody planted: chance.
    invalid
        Ids of rings found that are none by a plain check of their facts.
    equal
        Nothing was missed, no near miss was found, and no ring is invalid.
    """

    patterns: tuple[PatternComparison, ...]
    honest: Mapping[str, int]
    near_misses_planted: int
    near_misses: tuple[Records, ...]
    others: int
    invalid: tuple[str, ...]
    equal: bool


class ForeignTruthError(ValueError):
    """The truth is of another economy: `record_id` is not as it says."""

    def __init__(self, record_id: str, sources: Sequence[str] = ()) -> None:
        self.record_id = record_id
        what = f"of several sources: {', '.join(sources)}" if sources else "no fact"
        super().__init__(
            f"{record_id!r} is {what} of this store, or another one: the truth "
            "is of another economy, seed or day"
        )


class Sources:
    """Sources of the records that a truth tells of, which names none.

    Parameters
    ----------
    facts
        Source and record id of each record that the store has.
    """

    def __init__(self, facts: Iterable[Key]) -> None:
        self._of: dict[str, set[str]] = {}
        for source, record in facts:
            self._of.setdefault(record, set()).add(source)

    def keys_of(self, records: Sequence[str]) -> list[Key]:
        """The facts of one planted thing: all of them are of one source.

        Raises
        ------
        ForeignTruthError
            No source has all of these records, or several have.
        """
        for record in records:
            if record not in self._of:
                raise ForeignTruthError(record)
        common = set[str].intersection(*(self._of[record] for record in records))
        if len(common) != 1:
            raise ForeignTruthError(records[0], sorted(common))
        (source,) = common
        return [(source, record) for record in records]


def compare_rings(
    snapshot: Snapshot,
    found: RingsResult,
    parameters: RingParameters,
    truth: Mapping[str, Any],
) -> RingComparison:
    """What was found of the rings that a truth lists.

    Parameters
    ----------
    truth
        ``transfer_rings``, ``lookalikes`` and, where there are some, ``near_misses``:
        each has a `pattern` and the record ids of its `transfers`.

    Raises
    ------
    ForeignTruthError
        The truth is of another economy.
    """
    lists = {
        name: [item for item in truth.get(name, ()) if item.get("transfers")]
        for name in ("transfer_rings", "lookalikes", "near_misses")
    }
    seen = [
        tuple((hop.source, hop.record_id) for hop in ring.transfers)
        for ring in found.rings
    ]
    told = {
        name for rows in lists.values() for row in rows for name in row["transfers"]
    }
    wanted = told | {name for keys in seen for _, name in keys}
    moves = moves_of(snapshot, [("transfer", name) for name in wanted])
    facts = {(source, record): move for (_, source, record), move in moves.items()}
    sources = Sources(facts)
    hops = {
        name: [(row, _turned([facts[key] for key in sources.keys_of(row["transfers"])]))
               for row in rows]
        for name, rows in lists.items()
    }  # fmt: skip
    for row, ring in hops["transfer_rings"]:
        refuse_foreign(snapshot, row, ring)
    reported = set(seen)
    planted = [
        (row["pattern"], ring)
        for row, ring in hops["transfer_rings"]
        if closes(ring) or row.get("missing")
    ]
    patterns = tuple(
        _compared(pattern, [ring for name, ring in planted if name == pattern],
                  reported, parameters)
        for pattern in dict.fromkeys(name for name, ring in planted if closes(ring))
    )  # fmt: skip
    honest = _found_of(hops["lookalikes"], reported)
    closing = [(row, ring) for row, ring in hops["near_misses"] if closes(ring)]
    near = [ring for _, ring in _found_of(closing, reported)]
    known = [*(ring for _, ring in [*planted, *honest]), *near]
    invalid = tuple(
        ring.ring_id
        for ring, keys in zip(found.rings, seen, strict=True)
        if not is_ring([facts[key] for key in keys], parameters)
    )
    missed = any(item.missed for item in patterns)
    return RingComparison(
        patterns=patterns,
        honest=dict(Counter(pattern for pattern, _ in honest)),
        near_misses_planted=len(closing),
        near_misses=tuple(map(_names, near)),
        others=len(reported - {*map(_keys, known)}),
        invalid=invalid,
        equal=not (missed or near or invalid),
    )


def refuse_foreign(
    snapshot: Snapshot, item: Mapping[str, Any], moves: Iterable[Move]
) -> None:
    """Refuse a record of a truth whose members are not those who paid.

    Raises
    ------
    ForeignTruthError
        They are not.
    """
    members = set(snapshot.numbers("party", list(item["members"])).tolist())
    rows = snapshot.incoming("account_holder")
    for move in moves:
        holders = rows.row(move.tail[1]).tolist()
        if holders and members.isdisjoint(holders):
            raise ForeignTruthError(move.record_id)


def _compared(
    pattern: str,
    planted: Sequence[Sequence[Move]],
    reported: set[tuple[Key, ...]],
    parameters: RingParameters,
) -> PatternComparison:
    inside = [hops for hops in planted if is_ring(hops, parameters)]
    missed = [hops for hops in inside if _keys(hops) not in reported]
    return PatternComparison(
        pattern=pattern,
        planted=len(planted),
        beyond=len(planted) - len(inside),
        found=len(inside) - len(missed),
        missed=tuple(sorted(set(map(_names, missed)))),
    )


def _found_of(
    rows: Iterable[tuple[Mapping[str, Any], Sequence[Move]]],
    reported: set[tuple[Key, ...]],
) -> list[tuple[str, Sequence[Move]]]:
    return [(row["pattern"], hops) for row, hops in rows if _keys(hops) in reported]


def _names(hops: Iterable[Move]) -> Records:
    return tuple(hop.record_id for hop in hops)


def _keys(hops: Iterable[Move]) -> tuple[Key, ...]:
    return tuple((hop.source, hop.record_id) for hop in hops)


def _turned(hops: list[Move]) -> list[Move]:
    """From the earliest on where they are a ring."""
    if not closes(hops):
        return hops
    first = min(hops, key=lambda hop: (hop.time, hop.source, hop.record_id))
    place = hops.index(first)
    return [*hops[place:], *hops[:place]]
