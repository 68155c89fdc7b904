"""Relations of nodes at any instant, from a store or a snapshot, as links to draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.analysis.contract_terms import with_force
from graph.analysis.relations import relation_named
from graph.legal_force import Force
from graph.model import Fact, facts_of
from graph.vocabulary import KINDS, Form, Loss

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.answer import Sentence
    from graph.analysis.relations import End, Relation
    from graph.snapshot.source import FactView


@dataclass(frozen=True, slots=True)
class Link:
    """One relation between two nodes; ids carry their node kind.

    `facts` are the facts behind it: for a guarantee the contract, then the promise.
    A derived link has none but `evidence`. `loss` says which way distress travels:
    against a guarantee, from debtor to guarantor.
    """

    link_id: str
    relation: str
    tail: tuple[str, str]  # (node kind, id)
    head: tuple[str, str]
    facts: tuple[Fact, ...]
    force: Force = Force.IN_FORCE
    loss: Loss = Loss.NONE
    evidence: Sentence | None = None

    @property
    def event(self) -> Fact | None:
        """The fact that is itself the node at the head, such as a case."""
        return next((f for f in self.facts if f.kind.form is Form.STATEMENT), None)

    def other(self, node: tuple[str, str]) -> tuple[str, str]:
        """The end that is not `node`."""
        return self.head if node == self.tail else self.tail


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Links of some nodes, and the relations whose links were cut at the cap."""

    links: tuple[Link, ...]
    cut: frozenset[str]


def links_of(
    view: FactView,
    nodes: Sequence[tuple[str, str]],
    relations: Iterable[str],
    *,
    direction: str = "both",
    cap: int = 5_000,
) -> LinkPage:
    """Links of these nodes by the named relations, at most `cap` facts of each.

    Parameters
    ----------
    nodes
        (node kind, id) pairs. Links that lead through a node, as guarantees do through
        a contract, are two at that node: one to it and one from it.
    direction
        ``out`` follows links from their tail, ``in`` from their head, ``both`` either.

    Raises
    ------
    NotFoundError
        There is no such relation.

    Notes
    -----
    A handful of indexed reads per relation.
    """
    found: dict[str, Link] = {}
    cut: set[str] = set()
    for name in relations:
        relation = relation_named(name)
        for way in ("out", "in") if direction == "both" else (direction,):
            for end in relation.ends(way):
                ids = [node_id for kind, node_id in nodes if kind == end.node_kind]
                if not ids:
                    continue
                links, more = _read(view, relation, end, ids, cap=cap)
                found.update((link.link_id, link) for link in links)
                if more:
                    cut.add(name)
    ordered = sorted(found.values(), key=lambda link: link.link_id)
    return LinkPage(tuple(ordered), frozenset(cut))


def _read(
    view: FactView, relation: Relation, end: End, ids: Sequence[str], *, cap: int
) -> tuple[list[Link], bool]:
    if relation.through is not None:
        return _guarantees(view, end, ids, cap)
    table = view.select(end.kind, by=end.by, ids=ids, limit=cap + 1)
    facts = facts_of(end.kind, table.slice(0, cap))
    links = [plain_link(relation, fact) for fact in facts]
    return [link for link in links if link is not None], table.num_rows > cap


def plain_link(relation: Relation, fact: Fact) -> Link | None:
    """The link that one fact states; None where it names nobody at an end."""
    tail = fact.references[relation.tail.name]
    head = (
        f"{fact.source}|{fact.record_id}"  # records are named within their source
        if relation.head is None
        else fact.references[relation.head.name]
    )
    if tail is None or head is None:
        return None
    return Link(
        link_id=f"{relation.name}|{fact.source}|{fact.record_id}|{fact.valid_from}",
        relation=relation.name,
        tail=(relation.tail_kind, tail),
        head=(relation.head_kind, head),
        facts=(fact,),
        loss=relation.kind.loss,
    )


def _guarantees(
    view: FactView, end: End, ids: Sequence[str], cap: int
) -> tuple[list[Link], bool]:
    promise_kind, contract_kind = KINDS["guarantor"], KINDS["guarantee"]
    table = view.select(end.kind, by=end.by, ids=ids, limit=cap + 1)
    more = table.num_rows > cap
    table = table.slice(0, cap)
    contract_ids = sorted(set(table["guarantee_id"].to_pylist()))
    if end.kind is promise_kind:
        promises = table
        contracts = view.select(contract_kind, by="guarantee", ids=contract_ids)
    else:
        contracts = table
        promises = view.select(promise_kind, by="guarantee", ids=contract_ids)
    by_id = {item[0].subject_id: item for item in with_force(contracts, view.at)}
    if end.node_kind == contract_kind.name and end.kind is contract_kind:
        return [_from_contract(*item) for item in by_id.values()], more
    links = [
        _guarantee_link(promise, *by_id[contract_id])
        for promise in facts_of(promise_kind, promises)
        if (contract_id := promise.references["guarantee"]) in by_id
    ]
    if end.node_kind == contract_kind.name:
        links = [_to_contract(link) for link in links]
    return links, more


def _guarantee_link(promise: Fact, contract: Fact, force: Force) -> Link:
    guarantor = promise.references["guarantor"] or ""
    debtor = contract.references["debtor"] or ""
    return Link(
        link_id=f"guarantee|{guarantor}|{contract.subject_id}",
        relation="guarantee",
        tail=("party", guarantor),
        head=("party", debtor),
        facts=(contract, promise),
        force=force,
        loss=promise.kind.loss,
    )


def _to_contract(link: Link) -> Link:
    """The first half of a guarantee: from the guarantor to the contract."""
    contract = link.facts[0].subject_id
    return replace(link, link_id=f"{link.link_id}|signed", head=("guarantee", contract))


def _from_contract(contract: Fact, force: Force) -> Link:
    """The second half: from the contract to the debtor."""
    return Link(
        link_id=f"guarantee||{contract.subject_id}",
        relation="guarantee",
        tail=("guarantee", contract.subject_id),
        head=("party", contract.references["debtor"] or ""),
        facts=(contract,),
        force=force,
        loss=KINDS["guarantor"].loss,
    )
