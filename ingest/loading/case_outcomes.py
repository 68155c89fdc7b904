"""Which case outcomes of a load cannot stand beside what else is said of their case.

A case is what one party is suspected of under one number. Days are those of UTC.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.instant import END, At, format_day
from graph.vocabulary import KINDS
from ingest.loading.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from graph.stores.base import Store

    Case = tuple[str, str, str]
    Name = tuple[str, str, int]

CASE_OUTCOME = KINDS["case_outcome"]
_CASE = ("party_id", "task", "case_no")
_NAME = ("source", "record_id", "valid_from")
_COLUMNS = [*_CASE, *_NAME, "outcome", "began_on", "file", "row"]
_DAY = 86_400_000
_OPENED = "opened"
_DECIDED = {"confirmed": "dismissed", "dismissed": "confirmed"}
"""The outcomes that close a case, each with its contrary."""


class _Said(NamedTuple):
    """That something was said of a case on a day, and where."""

    day: int
    place: str


class CaseOutcomes:
    """What a load and its store say of the cases of the load.

    A row of the load takes the place of the store's version of the same name, which it
    corrects. Memory is O(rows of the load and of the store about its parties).
    """

    def __init__(self, store: Store, tables: Iterable[pa.Table]) -> None:
        self._openings: dict[Case, _Said] = {}
        self._decisions: dict[Case, dict[tuple[str, int], str]] = defaultdict(dict)
        parties: set[str] = set()
        names: set[Name] = set()
        for table in tables:
            for row in table.select(_COLUMNS).to_pylist():
                parties.add(row["party_id"])
                names.add(_name(row))
                if _alone(row) is None:
                    self._learn(row, f"{row['file']} row {row['row']}")
        if not store.sequence():
            return
        known = store.view(At(END, store.last_instant()))
        stored = known.select(CASE_OUTCOME, by="party", ids=sorted(parties))
        for row in stored.select(_COLUMNS).to_pylist():
            if _name(row) not in names:
                self._learn(row, "in the store")

    def refused(self, table: pa.Table) -> dict[int, Fault]:
        """Rows that cannot be, by their place in the table."""
        found = {}
        for place, row in enumerate(table.select(_COLUMNS).to_pylist()):
            fault = _alone(row) or self._beside_others(row)
            if fault is not None:
                found[place] = fault
        return found

    def _learn(self, row: Mapping[str, Any], place: str) -> None:
        case, day = _case(row), row["valid_from"] // _DAY
        if row["outcome"] == _OPENED:
            said = _Said(day, place)
            self._openings[case] = min(self._openings.get(case, said), said)
        else:
            self._decisions[case].setdefault((row["outcome"], day), place)

    def _beside_others(self, row: Mapping[str, Any]) -> Fault | None:
        case, day = _case(row), row["valid_from"] // _DAY
        contrary = _DECIDED.get(row["outcome"])
        if contrary is None:
            return None
        opening = self._openings.get(case)
        if opening is not None and day < opening.day:
            opened = format_day(opening.day * _DAY)
            return Fault(
                "occurred_at",
                f"is before the case was opened on {opened} ({opening.place})",
                f"{opened} or later",
            )
        other = self._decisions[case].get((contrary, day))
        if other is not None:
            return Fault(
                "outcome",
                f"is said of the same case and day as {contrary} ({other})",
                "one of the two, or another day",
            )
        return None


def _alone(row: Mapping[str, Any]) -> Fault | None:
    """What is wrong with a row whatever the others say."""
    if row["began_on"] is None:
        return None
    if row["outcome"] != "confirmed":
        return Fault(
            "began_on",
            f"is stated of an outcome that is {row['outcome']}",
            "a day on confirmed outcomes only",
        )
    if row["began_on"] // _DAY > row["valid_from"] // _DAY:
        found = format_day(row["valid_from"])
        return Fault(
            "began_on", f"is after the outcome of {found}", f"{found} or before"
        )
    return None


def _case(row: Mapping[str, Any]) -> Case:
    return row["party_id"], row["task"], row["case_no"]


def _name(row: Mapping[str, Any]) -> Name:
    return row["source"], row["record_id"], row["valid_from"]
