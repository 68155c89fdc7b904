"""How a circle came about: what began, was paid and was found, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np

from graph.algorithms.components import strongly_connected_components
from graph.algorithms.subgraphs import pairs_inside
from graph.analysis.answer import Completeness, Meaning
from graph.analysis.case_outcomes import CASE_OUTCOME
from graph.analysis.links import READ_CAP, links_of
from graph.analysis.named_parties import named_parties
from graph.analysis.party_outcomes import sees_outcomes
from graph.analysis.timeline import (
    Dated,
    MonthOutcome,
    TimelineMonth,
    day_of,
    months_of,
)
from graph.instant import BEGINNING, At
from graph.kernels.csr import Csr
from graph.model import facts_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.analysis.links import Link
    from graph.analysis.published import Published
    from graph.snapshot import Snapshot
    from graph.snapshot.source import FactView

_ADVICE = "The circle has more facts than are read at once: months may hold more."
_HOLDER, _TRANSFER = KINDS["account_holder"], KINDS["transfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleTimeline:
    """How a circle came about, from the facts that hold on its day.

    Guarantees are contracts among the members and holdings shares in them, by when they
    began; payments and outcomes are those of members and of who holds shares in them.
    """

    circle_id: str
    months: tuple[TimelineMonth, ...]
    closed_on: Annotated[
        str | None,
        Meaning(
            "Since when the guarantees in force tie all members into one circle; null "
            "where that rests on one without a date."
        ),
    ]
    undated_guarantees: int
    undated_holdings: int
    owners: Annotated[int, Meaning("Parties that hold shares and are no members.")]
    outcomes_hidden: Annotated[
        bool,
        Meaning(
            "Whether outcomes of natural persons are left out, if there are any: the "
            "key lacks `read:personal`."
        ),
    ]
    at: At
    completeness: Completeness


def timeline_of_circle(
    published: Published, circle_id: str, *, sees_personal: bool
) -> CircleTimeline:
    """The facts about a circle, its owners and their payments, month by month.

    Raises
    ------
    NotFoundError
        There is no such circle in the published snapshot.

    Notes
    -----
    A handful of indexed reads; at most `READ_CAP` facts of each kind.
    """
    published.findings.circle(circle_id)
    members = published.findings.members[circle_id]
    view = published.snapshot.view
    inside = set(members)
    keys = [("party", member) for member in members]
    given = links_of(view, keys, ("guarantee",), direction="out", fold=False)
    held = links_of(view, keys, ("ownership",), direction="in", fold=False)
    signed = [link for link in given.links if link.head[1] in inside]
    owners = {link.tail[1] for link in held.links} - inside
    group = sorted(inside | owners)
    payments, cut = _payments(view, group)
    outcomes, hidden = _outcomes(view, group, sees_personal=sees_personal)
    contracts = list(_contracts(signed).values())
    holdings = [Dated(link.facts[0].valid_from) for link in held.links]
    return CircleTimeline(
        circle_id=circle_id,
        months=months_of(contracts, holdings, payments, outcomes),
        closed_on=_closed_on(published.snapshot, members, signed),
        undated_guarantees=_undated(contracts),
        undated_holdings=_undated(holdings),
        owners=len(owners),
        outcomes_hidden=hidden,
        at=published.at,
        completeness=Completeness.cut(
            len(contracts) + len(holdings) + len(payments) + len(outcomes),
            *(f"reads:{name}" for name in sorted(given.cut | held.cut | cut)),
            advice=_ADVICE,
        ),
    )


def _undated(items: Iterable[Dated]) -> int:
    return sum(item.begins <= BEGINNING for item in items)


def _begins(link: Link) -> int:
    """When a guarantor's promise began; the contract's day where nobody says."""
    contract, promise = link.facts
    signed_on: int | None = contract.properties.get("signed_on")
    known = max(contract.valid_from, promise.valid_from)
    return known if known > BEGINNING or signed_on is None else signed_on


def _contracts(signed: Iterable[Link]) -> Mapping[str, Dated]:
    """Each contract once, however many members signed it: from its first promise."""
    found: dict[str, Dated] = {}
    for link in sorted(signed, key=_begins):
        contract = link.facts[0]
        said = contract.properties
        first = Dated(_begins(link), said.get("cap"), said.get("currency"))
        found.setdefault(contract.subject_id, first)
    return found


def _payments(view: FactView, group: Sequence[str]) -> tuple[list[Dated], set[str]]:
    """What the accounts of some parties paid to accounts of others of them."""
    held = view.select(_HOLDER, by="holder", ids=group)
    holders: dict[str, set[str]] = {}
    for holder, account in zip(
        held["holder_id"].to_pylist(), held["account_id"].to_pylist(), strict=True
    ):
        holders.setdefault(account, set()).add(holder)
    ids = sorted(holders)
    paid = view.select(_TRANSFER, by="payer", ids=ids, limit=READ_CAP + 1)
    columns = ("payer_id", "payee_id", "valid_from", "amount", "currency")
    rows = zip(*(paid[name].to_pylist()[:READ_CAP] for name in columns), strict=True)
    found = [
        Dated(begins, amount, currency)
        for payer, payee, begins, amount, currency in rows
        if payee in holders and len(holders[payer] | holders[payee]) > 1
    ]
    return found, {_TRANSFER.name} if paid.num_rows > READ_CAP else set()


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
            day=day_of(fact.valid_from),
        )
        for fact in facts
    ]
    return outcomes, len(told) < len(known)


def _closed_on(
    snapshot: Snapshot, members: Sequence[str], signed: Iterable[Link]
) -> str | None:
    """The first day since which the pairs in force tie all members together.

    A pair is there from the first of its contracts that counts on. O(m log m).
    """
    begun = {(link.tail[1], link.facts[0].subject_id): _begins(link) for link in signed}
    numbers = snapshot.numbers("party", list(members))
    place = {int(number): i for i, number in enumerate(numbers)}
    pairs, rows = snapshot.pairs, pairs_inside(snapshot, numbers)
    contracts = snapshot.ids("guarantee")
    tails, heads, starts = [], [], []
    for row in rows.tolist():
        guarantor = int(pairs.guarantor[row])
        slots = slice(pairs.contract_indptr[row], pairs.contract_indptr[row + 1])
        named = contracts.take(pairs.contract[slots]).to_pylist()
        who = snapshot.node_id("party", guarantor)
        tails.append(place[guarantor])
        heads.append(place[int(pairs.debtor[row])])
        starts.append(min(begun.get((who, name), BEGINNING) for name in named))
    arcs = np.array([tails, heads])
    since = np.array(starts, np.int64)
    days = np.unique(since)
    low, high = 0, len(days) - 1
    while low < high:  # by the last day they are tied together: it is a circle
        middle = (low + high) // 2
        there = since <= days[middle]
        graph = Csr.build(arcs[0, there], arcs[1, there], len(members))
        if strongly_connected_components(graph).max(initial=0) == 0:
            high = middle
        else:
            low = middle + 1
    closed = int(days[low])
    return None if closed <= BEGINNING else day_of(closed)
