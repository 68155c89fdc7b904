"""What was said by now of firms that are suspected of fraud: their cases.

Each is a case outcome of a party, of one of `FRAUD_TASKS`, be it stated here or loaded.
Of whoever is or may be a natural person it is personal data: who may not see those is
told nothing, whether there is anything or not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow.compute as pc

from graph.analysis.answer import Meaning
from graph.analysis.case_outcomes import CASE_OUTCOME, CaseState, case_labels
from graph.analysis.description import PERSONAL_MASK
from graph.analysis.ring_outcomes import DECIDING, SOURCE, outcome_id_of
from graph.instant import END, At, format_instant
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.analysis.published import Published
    from graph.stores.base import Store

FRAUD_TASKS = ("related_party_fraud", "guarantee_fraud")
"""What a flag suspects; money rings have cases of their own."""
PARTY = KINDS["party"]


class FirmState(StrEnum):
    """How the suspicion of a firm stands by what was said last."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


_STATES = {
    CaseState.UNKNOWN: FirmState.OPEN,
    CaseState.UNDER_INVESTIGATION: FirmState.IN_REVIEW,
    CaseState.CONFIRMED: FirmState.CONFIRMED,
    CaseState.DISMISSED: FirmState.DISMISSED,
}
_STRENGTH = list(CaseState)
_CASES = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """Something said of a firm that is suspected."""

    outcome_id: str
    task: str
    case_no: str
    outcome: Annotated[str, Meaning("opened | confirmed | dismissed | noted")]
    reason: Annotated[
        str | None, Meaning("Masked without `read:personal`: it may name persons.")
    ]
    stated_by: Annotated[str | None, Meaning("Id of the key, or a name.")]
    stated_at: str
    recorded_at: Annotated[str, Meaning("The commit that wrote it.")]
    source: str
    own: Annotated[
        bool, Meaning("It was stated here and may be undone here; else it was loaded.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCase:
    """What was said of a firm by now, the latest first; retracted outcomes are gone.

    Of several cases the strongest decides the state: confirmed, in review, dismissed.
    `state` is null where the party is, or may be, a natural person and the key lacks
    `read:personal`; nothing is told then.
    """

    party_id: str
    state: FirmState | None
    decided: Annotated[
        CaseEntry | None,
        Meaning("What must be undone before another decision; null: none stands."),
    ]
    entries: tuple[CaseEntry, ...]
    hidden: bool
    known_at: Annotated[str | None, Meaning("The store's last commit.")]


class CaseBook:
    """Outcomes of fraud cases of all parties, as a store knows them at one commit.

    Notes
    -----
    One read of all case outcomes, which are few, and one of the parties they name.
    """

    def __init__(self, store: Store) -> None:
        at = At(END, store.last_instant())
        self._view = store.view(at)
        self._labels = [case_labels(self._view, task) for task in FRAUD_TASKS]
        self._known_at = format_instant(at.known_at)
        table = self._view.select(CASE_OUTCOME)
        wanted = pc.is_in(table["task"], pc.cast(list(FRAUD_TASKS), "string"))
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._of: dict[str, str] = {}
        for row in table.filter(wanted).to_pylist():
            self._rows[row["party_id"]].append(row)
            if row["source"] == SOURCE:
                self._of[outcome_id_of(row)] = row["party_id"]
        named = self._view.known(PARTY, sorted(self._rows)).to_pylist()
        self._types = {row["party_id"]: row["party_type"] for row in named}

    def party_of(self, outcome_id: str) -> str | None:
        """Of whom an outcome that stands was stated here; None: there is none."""
        return self._of.get(outcome_id)

    def states(self) -> Mapping[str, FirmState]:
        """State of each party of which anything was said that counts."""
        parties = {party for labels in self._labels for party in labels}
        return {party: self.state(party) for party in parties}

    def state(self, party_id: str) -> FirmState:
        """State of a party; open where nothing was said."""
        found = (labels.get(party_id) for labels in self._labels)
        states = [CaseState.UNKNOWN, *(label.state for label in found if label)]
        return _STATES[max(states, key=_STRENGTH.index)]

    def case(
        self, party_id: str, *, sees_personal: bool, party_type: str | None = None
    ) -> PartyCase:
        """The case of a party, hidden where that may be personal data.

        Parameters
        ----------
        party_type
            Where known; it spares a read for a party of which nothing was said.
        """
        if not sees_personal and self.is_personal(party_id, party_type):
            return PartyCase(
                party_id=party_id,
                state=None,
                decided=None,
                entries=(),
                hidden=True,
                known_at=self._known_at,
            )
        rows = sorted(self._rows.get(party_id, ()), key=_when, reverse=True)
        entries = tuple(_entry(row, sees_personal=sees_personal) for row in rows)
        return PartyCase(
            party_id=party_id,
            state=self.state(party_id),
            decided=_decided(entries),
            entries=entries,
            hidden=False,
            known_at=self._known_at,
        )

    def is_personal(self, party_id: str, party_type: str | None = None) -> bool:
        """Whether a party is, or may be, a natural person."""
        if party_id in self._types:
            party_type = self._types[party_id]
        elif party_type is None:
            rows = self._view.known(PARTY, [party_id]).to_pylist()
            party_type = rows[0]["party_type"] if rows else None
        return party_type in (None, "person")


def case_book(published: Published, store: Store) -> CaseBook:
    """Cases at the store's last commit, read anew where there is a later one."""
    sequence = published.sequence()
    book = kept_cases(published, sequence)
    if book is None:
        book = CaseBook(store)
        published.kept[_CASES] = sequence, book
    return book


def kept_cases(published: Published, sequence: int) -> CaseBook | None:
    """Cases at a commit, where they were read already."""
    kept = published.kept.get(_CASES)
    if kept is None or kept[0] != sequence:
        return None
    book: CaseBook = kept[1]
    return book


def _when(row: Mapping[str, Any]) -> tuple[int, int, str]:
    return row["valid_from"], row["recorded_from"], row["record_id"]


def _entry(row: Mapping[str, Any], *, sees_personal: bool) -> CaseEntry:
    reason = row["reason"]
    return CaseEntry(
        outcome_id=outcome_id_of(row),
        task=row["task"],
        case_no=row["case_no"],
        outcome=row["outcome"],
        reason=reason if sees_personal or not reason else PERSONAL_MASK,
        stated_by=row["stated_by"],
        stated_at=format_instant(row["valid_from"]) or "",
        recorded_at=format_instant(row["recorded_from"]) or "",
        source=row["source"],
        own=row["source"] == SOURCE,
    )


def _decided(entries: tuple[CaseEntry, ...]) -> CaseEntry | None:
    """The last decision of a case of ours, or else a confirmation of anybody's.

    Entries come the latest first; of one case only what followed `opened` counts.
    """
    last: dict[str, CaseEntry] = {}
    for entry in entries:
        if entry.outcome != "noted":
            last.setdefault(entry.case_no, entry)
    standing = [entry for entry in last.values() if entry.outcome in DECIDING]
    ours = [entry for entry in standing if entry.own]
    proved = [entry for entry in standing if entry.outcome == "confirmed"]
    return next(iter([*ours, *proved]), None)
