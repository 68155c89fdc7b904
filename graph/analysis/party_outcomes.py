"""What investigations found of a party, as its page says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.instant import format_day, format_instant
from graph.model import facts_of

if TYPE_CHECKING:
    from graph.model import Fact
    from graph.snapshot.source import FactView


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """An outcome of a case: opened, confirmed or dismissed."""

    record_id: str
    task: str
    case_no: str
    outcome: str
    occurred_at: str | None
    began_on: str | None
    scheme_ref: str | None
    source: str


def sees_outcomes(party: Fact, *, sees_personal: bool) -> bool:
    """Whether what was found of a party may be told: of a person it is personal."""
    return sees_personal or party.properties["party_type"] != "person"


def outcomes_of(view: FactView, party_id: str) -> tuple[CaseOutcome, ...]:
    """Outcomes of a party's cases visible at the view's instant, the latest first."""
    facts = facts_of(
        CASE_OUTCOME, view.select(CASE_OUTCOME, by="party", ids=[party_id])
    )
    return tuple(map(_outcome, sorted(facts, key=lambda fact: -fact.valid_from)))


def _outcome(fact: Fact) -> CaseOutcome:
    said = fact.properties
    began_on = said.get("began_on")
    return CaseOutcome(
        record_id=fact.record_id,
        task=said["task"],
        case_no=said["case_no"],
        outcome=said["outcome"],
        occurred_at=format_instant(fact.valid_from),
        began_on=None if began_on is None else format_day(began_on),
        scheme_ref=said.get("scheme_ref"),
        source=fact.source,
    )
