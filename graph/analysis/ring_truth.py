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


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternComparison:
    """Planted rings of a pattern; `beyond` counts those outside the bounds searched."""

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

    def __init__(self, record_id: str) -> None:
        self.record_id = record_id
        super().__init__(
            f"{record_id!r} is no transfer of this store, or another one: the truth "
            "is of another economy, seed or day"
        )


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
    seen = [[hop.record_id for hop in ring.transfers] for ring in found.rings]
    told = [item["transfers"] for rows in lists.values() for item in rows]
    wanted = {("transfer", name) for names in (*seen, *told) for name in names}
    facts = {name: move for (_, name), move in moves_of(snapshot, wanted).items()}
    planted = [
        (item["pattern"], _hops(facts, item["transfers"]))
        for item in lists["transfer_rings"]
        if not item.get("missing")
    ]
    for item in lists["transfer_rings"]:
        refuse_foreign(snapshot, item, _hops(facts, item["transfers"]))
    reported = {tuple(names) for names in seen}
    patterns = tuple(
        _compared(pattern, [hops for name, hops in planted if name == pattern],
                  reported, parameters)
        for pattern in dict.fromkeys(
            name for name, hops in planted if closes(hops)
        )
    )  # fmt: skip
    honest = _found_of(lists["lookalikes"], facts, reported)
    known = {_names(hops) for _, hops in planted} | {names for _, names in honest}
    closing = [
        item for item in lists["near_misses"] if closes(_hops(facts, item["transfers"]))
    ]
    near = tuple(names for _, names in _found_of(closing, facts, reported))
    invalid = tuple(
        ring.ring_id
        for ring, names in zip(found.rings, seen, strict=True)
        if not is_ring([facts[name] for name in names], parameters)
    )
    missed = any(item.missed for item in patterns)
    return RingComparison(
        patterns=patterns,
        honest=dict(Counter(pattern for pattern, _ in honest)),
        near_misses_planted=len(closing),
        near_misses=near,
        others=len(reported - known - set(near)),
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
    reported: set[Records],
    parameters: RingParameters,
) -> PatternComparison:
    rings = [hops for hops in planted if closes(hops)]
    inside = [_names(hops) for hops in rings if is_ring(hops, parameters)]
    found = [names for names in inside if names in reported]
    return PatternComparison(
        pattern=pattern,
        planted=len(rings),
        beyond=len(rings) - len(inside),
        found=len(found),
        missed=tuple(sorted(set(inside) - reported)),
    )


def _found_of(
    rows: Iterable[Mapping[str, Any]],
    facts: Mapping[str, Move],
    reported: set[Records],
) -> list[tuple[str, Records]]:
    listed = [(row["pattern"], _names(_hops(facts, row["transfers"]))) for row in rows]
    return [(pattern, names) for pattern, names in listed if names in reported]


def _names(hops: Iterable[Move]) -> Records:
    return tuple(hop.record_id for hop in hops)


def _hops(facts: Mapping[str, Move], names: Sequence[str]) -> list[Move]:
    """Facts of these records, from the earliest on where they are a ring."""
    for name in names:
        if name not in facts:
            raise ForeignTruthError(name)
    hops = [facts[name] for name in names]
    if not closes(hops):
        return hops
    first = min(hops, key=lambda hop: (hop.time, hop.source, hop.record_id))
    place = hops.index(first)
    return [*hops[place:], *hops[:place]]
