"""What investigations had said of parties by an instant, and what they said later.

Labels for models, and for whoever judges them. Outcomes enter neither a party's own
default probability nor contagion: they say what somebody did, not whether he can pay.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from graph.instant import format_day
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.snapshot.source import FactView

CASE_OUTCOME = KINDS["case_outcome"]
TASKS = CASE_OUTCOME.property_by_name["task"].choices
"""What a party may be suspected of."""

_DAY = 86_400_000


class CaseState(StrEnum):
    """What is known of a party and a suspicion, from nothing to the strongest.

    `UNKNOWN` is no verdict: nobody had said anything by then, whether there was nothing
    to be said, nobody had looked, or it was not found yet.
    """

    UNKNOWN = "unknown"
    DISMISSED = "dismissed"
    UNDER_INVESTIGATION = "under_investigation"
    CONFIRMED = "confirmed"


_STATES = {
    "opened": CaseState.UNDER_INVESTIGATION,
    "dismissed": CaseState.DISMISSED,
    "confirmed": CaseState.CONFIRMED,
}
_LAST_OF_A_DAY = list(_STATES)
"""Outcomes in the order in which those of one day are taken to follow each other."""
_STRENGTH = list(CaseState)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLabel:
    """What had been said of a party by an instant.

    Attributes
    ----------
    case_no, since
        The case that says so, and the day (UTC) of its outcome.
    began_on
        The first act found in any confirmed case of the party, where stated.
    """

    party_id: str
    state: CaseState
    case_no: str
    since: str
    began_on: str | None
    scheme_ref: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HindsightLabel:
    """What was known of a party then, and what is known later.

    Attributes
    ----------
    under_way
        Whether what is confirmed later had begun then; None where nobody says when it
        began, or where nothing is confirmed.
    """

    party_id: str
    then: CaseState
    later: CaseState
    under_way: bool | None

    @property
    def not_yet_known(self) -> bool:
        """Whether there was, or may have been, what only later was confirmed.

        Who trains on `then` must leave such a party out, not count it as clean.
        """
        confirmed = CaseState.CONFIRMED
        return (
            self.later is confirmed
            and self.then is not confirmed
            and self.under_way is not False
        )


def case_labels(view: FactView, task: str) -> dict[str, CaseLabel]:
    """What had been said of each party at the view's instant, by party.

    Parties that are missing are `CaseState.UNKNOWN`. Remarks (`noted`) decide nothing.
    Of one case the last outcome counts, and of outcomes of one day one that decides.
    Of several cases of a party the strongest counts: confirmed, under investigation,
    dismissed; of equals the first.

    Parameters
    ----------
    view
        Facts of a store at any instant, or of a snapshot. With `as_of` in the past and
        `known_at` at the last commit, what had happened; with both in the past, what
        was recorded by then.
    task
        One of `TASKS`.

    Raises
    ------
    ValueError
        No such task.

    Notes
    -----
    O(n log n) for n outcomes.
    """
    if task not in TASKS:
        raise ValueError(f"{task!r} is no task; known are {', '.join(TASKS)}")
    cases: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in view.select(CASE_OUTCOME).to_pylist():
        if row["task"] == task and row["outcome"] in _STATES:
            cases[row["party_id"]][row["case_no"]].append(row)
    return {
        party_id: _label(party_id, [max(rows, key=_order) for rows in known.values()])
        for party_id, known in sorted(cases.items())
    }


def hindsight_labels(
    then: FactView, later: FactView, task: str
) -> dict[str, HindsightLabel]:
    """What was known of each party then beside what is known later, by party.

    Parties that are missing were named by no case of the task at either instant: clean,
    as far as is known later.

    Raises
    ------
    ValueError
        No such task, or `later` sees less than `then` on one of the two axes.
    """
    if later.at.as_of < then.at.as_of or later.at.known_at < then.at.known_at:
        raise ValueError(f"{later.at} is earlier than {then.at}")
    before, after = case_labels(then, task), case_labels(later, task)
    day = format_day(then.at.as_of)
    found = {}
    for party_id in sorted(before.keys() | after.keys()):
        old, new = before.get(party_id), after.get(party_id)
        began_on = new and new.began_on
        found[party_id] = HindsightLabel(
            party_id=party_id,
            then=old.state if old else CaseState.UNKNOWN,
            later=new.state if new else CaseState.UNKNOWN,
            under_way=began_on <= day if began_on else None,
        )
    return found


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Place of an outcome in its case."""
    rank = _LAST_OF_A_DAY.index(row["outcome"])
    return row["valid_from"] // _DAY, rank, row["source"], row["record_id"]


def _label(party_id: str, said: Iterable[Mapping[str, Any]]) -> CaseLabel:
    """The strongest of the last outcomes of a party's cases."""
    rows = sorted(said, key=lambda row: (row["valid_from"], row["case_no"]))
    first = max(rows, key=lambda row: _STRENGTH.index(_STATES[row["outcome"]]))
    began = [row["began_on"] for row in rows if row["outcome"] == "confirmed"]
    stated = [day for day in began if day is not None]
    return CaseLabel(
        party_id=party_id,
        state=_STATES[first["outcome"]],
        case_no=first["case_no"],
        since=format_day(first["valid_from"]),
        began_on=format_day(min(stated)) if stated else None,
        scheme_ref=first["scheme_ref"],
    )
