"""Everything that a text finds: parties, circles, accounts, contracts and more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.account_search import AccountGroup
from graph.analysis.answer import (
    Completeness,
    Meaning,
    PartyRef,
    Total,
    explorer_page,
)
from graph.analysis.circle_search import CircleGroup
from graph.analysis.named_parties import named_parties
from graph.analysis.search import PartyHit, banded
from graph.instant import At, format_instant
from graph.model import facts_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.stores.view import StoreView

GROUP_LIMIT = 5
"""Hits of a group that fit a list under a search box, by default."""

_Page = Annotated[str, Meaning("Address of its page in the explorer.")]
_ADVICE = (
    "Type more of the name or number; /v1/entities lists every party page by page."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractHit:
    """A guarantee contract found by number or id; its ends tell it from others."""

    guarantee_id: str
    contract_no: str | None
    debtor: PartyRef
    creditor: PartyRef | None
    matched: str
    matched_in: Annotated[str, Meaning("guarantee_id | contract_no")]
    page: _Page


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHit:
    """A risk event found by case number or record; it is on the page of its party."""

    record_id: str
    source: str
    event_type: str
    case_no: str | None
    court: str | None
    occurred_at: str | None
    party: PartyRef
    matched: str
    matched_in: Annotated[str, Meaning("case_no | record_id")]
    page: _Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactHit:
    """An address, telephone or e-mail address that parties use."""

    contact_id: str
    contact_type: str
    value: str
    users: Annotated[int, Meaning("Parties that use it.")]
    matched: str
    matched_in: Annotated[str, Meaning("value")]
    page: _Page


@dataclass(frozen=True, slots=True)
class PartyGroup:
    """The parties that a text finds."""

    items: tuple[PartyHit, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class ContractGroup:
    """The guarantee contracts that a text finds."""

    items: tuple[ContractHit, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """The risk events that a text finds."""

    items: tuple[CaseHit, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """The contacts that a text finds."""

    items: tuple[ContactHit, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class NotSearched:
    """A group that was not looked into, and why."""

    group: Annotated[str, Meaning("circles | accounts | contacts")]
    reason: Annotated[
        str,
        Meaning(
            "needs_read_personal: the key lacks that scope. other_instant: circles and "
            "accounts are found at the published instant only."
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchGroups:
    """What a text finds, by kind of thing; the total of a group says if it is cut."""

    parties: PartyGroup
    circles: CircleGroup
    accounts: AccountGroup
    contracts: ContractGroup
    cases: CaseGroup
    contacts: ContactGroup
    not_searched: tuple[NotSearched, ...]
    at: At
    completeness: Completeness


def search_groups(
    published: Published,
    view: StoreView,
    text: str,
    *,
    sees_personal: bool,
    limit: int = GROUP_LIMIT,
) -> SearchGroups:
    """The best `limit` of each kind of thing that a text finds.

    Parties and circles by words, as `StoreView.search` reads them, or by number;
    accounts by the start of their id; the others by the start of a number or address,
    as `StoreView.look_up` does.

    Parameters
    ----------
    sees_personal
        Contacts are searched only then.
    """
    left_out = []
    if published.speaks_of(view.at):
        circles = published.circle_index.find(text, limit)
        accounts = published.account_index.find(text, limit)
    else:
        circles = CircleGroup((), Total(0))
        accounts = AccountGroup((), Total(0))
        left_out += [
            NotSearched(group, "other_instant") for group in ("circles", "accounts")
        ]
    if sees_personal:
        contacts = _contacts(view, text, limit)
    else:
        contacts = ContactGroup((), Total(0))
        left_out.append(NotSearched("contacts", "needs_read_personal"))
    hits = view.search(text, limit=limit + 1)
    parties = PartyGroup(
        banded(published, hits[:limit], view.at),
        _total(len(hits[:limit]), cut=len(hits) > limit),
    )
    contracts = _contracts(view, text, limit, sees_personal=sees_personal)
    cases = _cases(view, text, limit, sees_personal=sees_personal)
    counts = {
        name: (len(group.items), group.total)
        for name, group in (
            ("parties", parties),
            ("circles", circles),
            ("accounts", accounts),
            ("contracts", contracts),
            ("cases", cases),
            ("contacts", contacts),
        )
    }
    return SearchGroups(
        parties=parties,
        circles=circles,
        accounts=accounts,
        contracts=contracts,
        cases=cases,
        contacts=contacts,
        not_searched=tuple(left_out),
        at=view.at,
        completeness=Completeness.cut(
            sum(shown for shown, _ in counts.values()),
            *(name for name, (shown, total) in counts.items() if total != Total(shown)),
            advice=_ADVICE,
        ),
    )


def _contracts(
    view: StoreView, text: str, limit: int, *, sees_personal: bool
) -> ContractGroup:
    kind = KINDS["guarantee"]
    found = view.look_up(kind, text, limit=limit)
    ids = [hit.fact.subject_id for hit in found.hits]
    nodes = {
        fact.subject_id: fact
        for fact in facts_of(kind, view.nodes(kind, by="guarantee", ids=ids))
    }
    ends = [
        nodes[contract].references[end]
        for contract in ids
        for end in ("debtor", "creditor")
    ]
    parties = named_parties(view, ends, sees_personal=sees_personal)
    items = []
    for hit in found.hits:
        fact = nodes[hit.fact.subject_id]
        creditor = fact.references["creditor"]
        items.append(
            ContractHit(
                guarantee_id=fact.subject_id,
                contract_no=fact.properties.get("contract_no"),
                debtor=parties[fact.references["debtor"] or ""],
                creditor=parties[creditor] if creditor else None,
                matched=hit.matched,
                matched_in=hit.matched_in,
                page=explorer_page("nodes", "guarantee", fact.subject_id),
            )
        )
    return ContractGroup(tuple(items), _total(len(items), cut=found.cut))


def _cases(view: StoreView, text: str, limit: int, *, sees_personal: bool) -> CaseGroup:
    found = view.look_up(KINDS["risk_event"], text, limit=limit)
    owners = [hit.fact.subject_id for hit in found.hits]
    parties = named_parties(view, owners, sees_personal=sees_personal)
    items = tuple(
        CaseHit(
            record_id=hit.fact.record_id,
            source=hit.fact.source,
            event_type=hit.fact.properties["event_type"],
            case_no=hit.fact.properties.get("case_no"),
            court=hit.fact.properties.get("court"),
            occurred_at=format_instant(hit.fact.valid_from),
            party=parties[hit.fact.subject_id],
            matched=hit.matched,
            matched_in=hit.matched_in,
            page=explorer_page(
                "parties",
                hit.fact.subject_id,
                tab="events",
                record=f"{hit.fact.source} {hit.fact.record_id}",
            ),
        )
        for hit in found.hits
    )
    return CaseGroup(items, _total(len(items), cut=found.cut))


def _contacts(view: StoreView, text: str, limit: int) -> ContactGroup:
    found = view.look_up(KINDS["contact"], text, limit=limit)
    ids = [hit.fact.subject_id for hit in found.hits]
    users = view.count_by(KINDS["contact_use"], by="contact", ids=ids, distinct="party")
    items = tuple(
        ContactHit(
            contact_id=hit.fact.subject_id,
            contact_type=hit.fact.properties["contact_type"],
            value=hit.fact.properties["value"],
            users=users.get(hit.fact.subject_id, 0),
            matched=hit.matched,
            matched_in=hit.matched_in,
            page=explorer_page("nodes", "contact", hit.fact.subject_id),
        )
        for hit in found.hits
    )
    return ContactGroup(items, _total(len(items), cut=found.cut))


def _total(shown: int, *, cut: bool) -> Total:
    """How many there are: more than are shown where it is cut."""
    return Total(shown + 1, "gte") if cut else Total(shown)
