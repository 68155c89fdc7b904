"""A party's page and search results as response models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.presenters import at_out, described_ref, money_out, sentence_out
from api.properties import properties_out
from api.schemas.parties import (
    CircleRef,
    EventOut,
    HitOut,
    NetworkOut,
    PartyOut,
    ScoreSummary,
)
from api.schemas.pictures import PathOut, SourceRecord
from graph.analysis.bands import band_of
from graph.analysis.expansion import expansions
from graph.errors import NotFoundError
from graph.instant import format_instant
from graph.model import facts_of
from graph.money import to_decimal
from graph.vocabulary import KINDS
from visual.payload import name_of, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.held import Held
    from api.service import Service
    from graph.analysis.between import PathFound
    from graph.analysis.neighbourhood import Neighbourhood
    from graph.instant import At
    from graph.model import Fact, SearchHit

EVENT_LIMIT = 200
_IN_THE_HEAD = frozenset({"name", "name_en", "party_type", "aliases"})


def hits_out(service: Service, hits: Iterable[SearchHit], at: At) -> list[HitOut]:
    """Search hits with their bands."""
    pds = service.held.decor(at, sees_personal=False).pd
    return [
        HitOut(
            party_id=hit.party_id,
            party_type=hit.party_type,
            name=hit.name,
            name_en=hit.name_en,
            matched=hit.matched,
            band=band_of(pds.get(hit.party_id)),
        )
        for hit in hits
    ]


def party_page(
    service: Service, party_id: str, at: At, *, sees_personal: bool
) -> PartyOut:
    """Everything on a party's page that is not a picture.

    Raises
    ------
    NotFoundError
        No such party at that instant.
    """
    kind = KINDS["party"]
    fact = service.store.node(kind, party_id, at)
    counts: dict[str, int] = {}
    for item in expansions(service.store, at, ("party", party_id)):
        counts[item.relation] = counts.get(item.relation, 0) + item.total
    name, name_en = name_of(fact, "party", party_id, sees_personal=sees_personal)
    aliases = str(fact.properties.get("aliases", ""))
    current = service.held.speaks_of(at)
    records = facts_of(kind, service.store.select(kind, at, by="party", ids=[party_id]))
    return PartyOut(
        party_id=party_id,
        party_type=fact.properties["party_type"],
        name=name,
        name_en=name_en,
        properties=properties_out(fact, _IN_THE_HEAD, sees_personal=sees_personal),
        counts=counts,
        circles=_circles(service.held, party_id) if current else [],
        guarantee_network=_network(service.held, party_id) if current else None,
        score=_score(service.held, party_id) if current else None,
        events=_events(service, party_id, at),
        sources=[SourceRecord.model_validate(source_of(item)) for item in records],
        referents=[alias for alias in aliases.split(";") if alias],
        at=at_out(at),
    )


def _circles(held: Held, party_id: str) -> list[CircleRef]:
    return [
        CircleRef(
            circle_id=circle_id,
            kind=held.findings.by_id[circle_id]["kind"],
            name=sentence_out(held.circle_name(circle_id)),
        )
        for circle_id in held.findings.circles_of.get(party_id, [])
    ]


def _network(held: Held, party_id: str) -> NetworkOut | None:
    """The network that guarantees tie the party into; None if written since."""
    try:
        found = held.networks.of(held.snapshot.number("party", party_id))
    except NotFoundError:
        return None
    currency = held.snapshot.manifest.reporting_currency
    no_loans = found.unknown_loans == found.parties
    return NetworkOut(
        parties=found.parties,
        firms=found.firms,
        guarantees=found.guarantees,
        loans=money_out(None if no_loans else found.loans, currency),
        unknown_loans=found.unknown_loans,
        currency=currency,
    )


def _score(held: Held, party_id: str) -> ScoreSummary | None:
    """The published score; a party written since the snapshot has none yet."""
    try:
        number = held.snapshot.number("party", party_id)
    except NotFoundError:
        return None
    if not held.scored[number]:
        return None
    pd = float(held.findings.pd[number])
    return ScoreSummary(
        self_pd=float(held.findings.self_pd[number]),
        pd=pd,
        pd_error=float(held.findings.error[number]),
        increment=float(held.findings.increment[number]),
        band=band_of(pd),
    )


def _events(service: Service, party_id: str, at: At) -> list[EventOut]:
    kind = KINDS["risk_event"]
    table = service.store.select(
        kind, at, by="party", ids=[party_id], limit=EVENT_LIMIT
    )
    events = sorted(facts_of(kind, table), key=lambda fact: -fact.valid_from)
    return [_event(fact) for fact in events]


def _event(fact: Fact) -> EventOut:
    amount, currency = (fact.properties.get(name) for name in ("amount", "currency"))
    return EventOut(
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


def path_out(
    path: PathFound, surroundings: Neighbourhood, *, sees_personal: bool
) -> PathOut:
    """A path by the names of its nodes."""
    facts = {node.key: node.fact for node in surroundings.nodes}
    return PathOut(
        nodes=[
            described_ref(facts.get(key), key, sees_personal=sees_personal)
            for key in path.nodes
        ],
        edges=[link.link_id for link in path.links],
        length=len(path.links),
    )
