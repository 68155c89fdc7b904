"""The dated facts that timelines count, read at one instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.analysis.links import READ_CAP
from graph.analysis.named_parties import named_parties
from graph.analysis.party_outcomes import sees_outcomes
from graph.analysis.timeline import Dated, MonthOutcome, Timeline, months_of
from graph.instant import BEGINNING, format_day
from graph.model import facts_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.links import Link
    from graph.snapshot.source import FactView

_ADVICE = "There are more facts than are read at once: months may hold more."
_HOLDER, _TRANSFER = KINDS["account_holder"], KINDS["transfer"]


def timeline_of(
    view: FactView,
    group: Sequence[str],
    *,
    signed: Iterable[Link],
    held: Iterable[Link],
    payments: Iterable[Dated],
    cut: Iterable[str],
    sees_personal: bool,
) -> Timeline:
    """These guarantees, holdings and payments by month, with what was found of a group.

    `cut` are the kinds of which not all were read.
    """
    contracts, paid = _contracts(signed), list(payments)
    holdings = [Dated(link.facts[0].valid_from) for link in held]
    outcomes, hidden = _outcomes(view, group, sees_personal=sees_personal)
    return Timeline(
        months=months_of(contracts, holdings, paid, outcomes),
        undated_guarantees=_undated(contracts),
        undated_holdings=_undated(holdings),
        outcomes_hidden=hidden,
        at=view.at,
        completeness=Completeness.cut(
            len(contracts) + len(holdings) + len(paid) + len(outcomes),
            *(f"reads:{name}" for name in sorted(cut)),
            advice=_ADVICE,
        ),
    )


def begins(link: Link) -> int:
    """When a guarantor's promise began; the contract's day where nobody says."""
    contract, promise = link.facts
    signed_on: int | None = contract.properties.get("signed_on")
    known = max(contract.valid_from, promise.valid_from)
    return known if known > BEGINNING or signed_on is None else signed_on


def payments_within(view: FactView, group: Sequence[str]) -> tuple[list[Dated], bool]:
    """What accounts of some parties paid to those of others; whether that was cut."""
    held = view.select(_HOLDER, by="holder", ids=group)
    holders: dict[str, set[str]] = {}
    for holder, account in zip(
        held["holder_id"].to_pylist(), held["account_id"].to_pylist(), strict=True
    ):
        holders.setdefault(account, set()).add(holder)
    rows, cut = _transfers(view, "payer", sorted(holders))
    paid = [
        dated
        for payer, payee, dated in rows
        if payee in holders and len(holders[payer] | holders[payee]) > 1
    ]
    return paid, cut


def payments_around(view: FactView, party_id: str) -> tuple[list[Dated], bool]:
    """What a party's accounts paid to others and got; whether that was cut."""
    held = view.select(_HOLDER, by="holder", ids=[party_id])
    own = sorted(set(held["account_id"].to_pylist()))
    out, more_out = _transfers(view, "payer", own)
    back, more_back = _transfers(view, "payee", own)
    inside = set(own)
    paid = [dated for _, payee, dated in out if payee not in inside]
    paid += [dated for payer, _, dated in back if payer not in inside]
    return paid, more_out or more_back


def _transfers(
    view: FactView, by: str, accounts: Sequence[str]
) -> tuple[list[tuple[str, str, Dated]], bool]:
    """Payer, payee and what was paid; whether there is more."""
    table = view.select(_TRANSFER, by=by, ids=accounts, limit=READ_CAP + 1)
    columns = ("payer_id", "payee_id", "valid_from", "amount", "currency")
    rows = zip(*(table[name].to_pylist()[:READ_CAP] for name in columns), strict=True)
    found = [(payer, payee, Dated(*dated)) for payer, payee, *dated in rows]
    return found, table.num_rows > READ_CAP


def _undated(items: Iterable[Dated]) -> int:
    return sum(item.begins <= BEGINNING for item in items)


def _contracts(signed: Iterable[Link]) -> list[Dated]:
    """Each contract once, however many signed it: from its first promise."""
    found: dict[str, Dated] = {}
    for link in sorted(signed, key=begins):
        contract = link.facts[0]
        said = contract.properties
        first = Dated(begins(link), said.get("cap"), said.get("currency"))
        found.setdefault(contract.subject_id, first)
    return list(found.values())


def _outcomes(
    view: FactView, group: Sequence[str], *, sees_personal: bool
) -> tuple[list[MonthOutcome], bool]:
    """Outcomes that may be told, in order, and whether some may not."""
    party = KINDS["party"]
    known = facts_of(party, view.known(party, group))
    told = sorted(
        fact.subject_id
        for fact in known
        if sees_outcomes(fact, sees_personal=sees_personal)
    )
    facts = facts_of(CASE_OUTCOME, view.select(CASE_OUTCOME, by="party", ids=told))
    facts.sort(key=lambda fact: (fact.valid_from, fact.subject_id, fact.record_id))
    names = named_parties(
        view, (fact.subject_id for fact in facts), sees_personal=sees_personal
    )
    outcomes = [
        MonthOutcome(
            party=names[fact.subject_id],
            task=fact.properties["task"],
            outcome=fact.properties["outcome"],
            day=format_day(fact.valid_from),
        )
        for fact in facts
        if fact.properties["outcome"] != "noted"  # a remark, no event
    ]
    return outcomes, len(told) < len(known)
