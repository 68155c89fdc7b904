"""A party as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import (
    Band,
    BandBound,
    Meaning,
    Money,
    MoneyText,
    PartyRef,
    Probability,
    ScoreError,
    Sentence,
)
from graph.analysis.bands import band_of, bands_of
from graph.analysis.description import (
    PropertyValue,
    SourceRecord,
    name_of,
    properties_of,
    source_of,
)
from graph.analysis.expansion import expansions
from graph.analysis.own_probability import event_probabilities
from graph.analysis.party_outcomes import CaseOutcome, outcomes_of, sees_outcomes
from graph.analysis.structure import CircleKind
from graph.errors import NotFoundError
from graph.instant import At, format_instant
from graph.model import facts_of
from graph.money import to_decimal
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.model import Fact
    from graph.snapshot.source import FactView

_IN_THE_HEAD = frozenset({"name", "name_en", "party_type", "aliases"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskEvent:
    """A dated risk event."""

    weight: Annotated[
        Probability,
        Meaning(
            "Least own default probability that it stands for; 0 once it is closed "
            "or has aged out."
        ),
    ]
    record_id: str
    event_type: str
    occurred_at: str | None
    amount: MoneyText
    currency: str | None
    case_no: str | None
    court: str | None
    status: str | None
    source: str


@dataclass(frozen=True, slots=True)
class CircleRef:
    """A circle by id and name."""

    circle_id: str
    kind: CircleKind
    name: Sentence


@dataclass(frozen=True, slots=True)
class PublishedScore:
    """The published score of a party."""

    self_pd: float
    pd: float
    pd_error: ScoreError
    increment: float
    band: Band
    band_low: BandBound
    band_high: BandBound


@dataclass(frozen=True, slots=True)
class PartyNetwork:
    """Everybody whom guarantees in force tie together, whichever way they point.

    A party without one is a network of its own. `loans` counts each member's
    borrowing once; `unknown_loans` members have none collected.
    """

    parties: int
    firms: Annotated[int, Meaning("Parties that are not natural persons.")]
    guarantees: Annotated[int, Meaning("Ordered pairs of guarantor and debtor.")]
    loans: Money
    unknown_loans: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRecord(PartyRef):
    """Everything on a party's page that is not a picture."""

    properties: tuple[PropertyValue, ...]
    counts: Annotated[dict[str, int], Meaning("Links by relation.")]
    circles: tuple[CircleRef, ...]
    guarantee_network: Annotated[
        PartyNetwork | None,
        Meaning(
            "As of the published snapshot; null at another instant, or for a "
            "party written since."
        ),
    ]
    score: PublishedScore | None
    events: tuple[RiskEvent, ...]
    outcomes: Annotated[
        tuple[CaseOutcome, ...] | None,
        Meaning(
            "Outcomes of cases, the latest first. Of a natural person null without the "
            "scope `read:personal`, whether there are any or not."
        ),
    ]
    sources: tuple[SourceRecord, ...]
    referents: tuple[str, ...]
    at: At


def party_record(
    published: Published, view: FactView, party_id: str, *, sees_personal: bool
) -> PartyRecord:
    """Everything known of a party at an instant; findings only at the published one.

    Raises
    ------
    NotFoundError
        No such party at that instant.
    """
    kind = KINDS["party"]
    fact = view.node(kind, party_id)
    counts: dict[str, int] = {}
    for item in expansions(view, ("party", party_id)):
        counts[item.relation] = counts.get(item.relation, 0) + item.total
    name, name_en = name_of(fact, ("party", party_id), sees_personal=sees_personal)
    aliases = str(fact.properties.get("aliases", ""))
    current = published.speaks_of(view.at)
    records = facts_of(kind, view.select(kind, by="party", ids=[party_id])) or [fact]
    return PartyRecord(
        party_id=party_id,
        party_type=fact.properties["party_type"],
        name=name,
        name_en=name_en,
        ended_on=view.at.last_day(fact.valid_to),
        properties=properties_of(fact, _IN_THE_HEAD, sees_personal=sees_personal),
        counts=counts,
        circles=_circles(published, party_id) if current else (),
        guarantee_network=_network(published, party_id) if current else None,
        score=_score(published, party_id) if current else None,
        events=_events(published, view, party_id),
        outcomes=outcomes_of(view, party_id)
        if sees_outcomes(fact, sees_personal=sees_personal)
        else None,
        sources=tuple(source_of(item) for item in records),
        referents=tuple(alias for alias in aliases.split(";") if alias),
        at=view.at,
    )


def _circles(published: Published, party_id: str) -> tuple[CircleRef, ...]:
    findings = published.findings
    return tuple(
        CircleRef(
            circle_id,
            findings.circle(circle_id).kind,
            published.circle_name(circle_id),
        )
        for circle_id in findings.circles_of.get(party_id, [])
    )


def _network(published: Published, party_id: str) -> PartyNetwork | None:
    """The network that guarantees tie the party into; None if written since."""
    try:
        found = published.networks.of(published.snapshot.number("party", party_id))
    except NotFoundError:
        return None
    return PartyNetwork(
        parties=found.parties,
        firms=found.firms,
        guarantees=found.guarantees,
        loans=found.loans,
        unknown_loans=found.unknown_loans,
        currency=published.currency,
    )


def _score(published: Published, party_id: str) -> PublishedScore | None:
    """The published score; a party written since the snapshot has none yet."""
    try:
        number = published.snapshot.number("party", party_id)
    except NotFoundError:
        return None
    return published_score(published, number) if published.scored[number] else None


def published_score(published: Published, number: int) -> PublishedScore:
    """The published figures of a party number."""
    findings = published.findings
    self_pd, pd, error = (
        float(figures[number])
        for figures in (findings.self_pd, findings.pd, findings.error)
    )
    band_low, band_high = bands_of(pd, error, self_pd)
    return PublishedScore(
        self_pd=self_pd,
        pd=pd,
        pd_error=error,
        increment=float(findings.increment[number]),
        band=band_of(pd),
        band_low=band_low,
        band_high=band_high,
    )


def _events(
    published: Published, view: FactView, party_id: str
) -> tuple[RiskEvent, ...]:
    """Risk events, the latest first."""
    kind = KINDS["risk_event"]
    table = view.select(kind, by="party", ids=[party_id])
    weights = event_probabilities(table, view.at.as_of, published.parameters)
    events = zip(facts_of(kind, table), weights.tolist(), strict=True)
    latest = sorted(events, key=lambda event: -event[0].valid_from)
    return tuple(_event(*event) for event in latest)


def _event(fact: Fact, weight: float) -> RiskEvent:
    amount, currency = (fact.properties.get(name) for name in ("amount", "currency"))
    return RiskEvent(
        weight=weight,
        record_id=fact.record_id,
        event_type=fact.properties["event_type"],
        occurred_at=format_instant(fact.valid_from),
        amount=None if amount is None else to_decimal(amount, currency),
        currency=currency,
        case_no=fact.properties.get("case_no"),
        court=fact.properties.get("court"),
        status=fact.properties.get("status"),
        source=fact.source,
    )
