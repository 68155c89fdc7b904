"""Relations of nodes read from a store at any instant, in the explorer's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.contract import with_force
from graph.analysis.relations import relation_named
from graph.force import Force
from graph.model import Fact, facts_of
from graph.vocabulary import KINDS, Form, Loss

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.answer import Sentence
    from graph.analysis.relations import Relation
    from graph.instant import At
    from graph.stores.base import Store


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
    store: Store,
    at: At,
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
        (node kind, id) pairs.
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
        for outgoing in (True, False):
            if direction == ("in" if outgoing else "out"):
                continue
            end_kind = relation.tail_kind if outgoing else relation.head_kind
            ids = [node_id for kind, node_id in nodes if kind == end_kind]
            if not ids:
                continue
            links, more = _read(store, at, relation, ids, outgoing=outgoing, cap=cap)
            found.update((link.link_id, link) for link in links)
            if more:
                cut.add(name)
    ordered = sorted(found.values(), key=lambda link: link.link_id)
    return LinkPage(tuple(ordered), frozenset(cut))


def _read(
    store: Store,
    at: At,
    relation: Relation,
    ids: Sequence[str],
    *,
    outgoing: bool,
    cap: int,
) -> tuple[list[Link], bool]:
    if relation.through is not None:
        return _guarantees(store, at, ids, given=outgoing, cap=cap)
    end = relation.tail if outgoing else relation.head
    if end is None:
        return [], False
    table = store.select(relation.kind, at, by=end.name, ids=ids, limit=cap + 1)
    facts = facts_of(relation.kind, table.slice(0, cap))
    links = [_plain_link(relation, fact) for fact in facts]
    return [link for link in links if link is not None], table.num_rows > cap


def _plain_link(relation: Relation, fact: Fact) -> Link | None:
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
    store: Store, at: At, ids: Sequence[str], *, given: bool, cap: int
) -> tuple[list[Link], bool]:
    promise_kind, contract_kind = KINDS["guarantor"], KINDS["guarantee"]
    if given:
        table = store.select(promise_kind, at, by="guarantor", ids=ids, limit=cap + 1)
        promises = facts_of(promise_kind, table.slice(0, cap))
        contract_ids = sorted({item.references["guarantee"] or "" for item in promises})
        contracts = store.select(contract_kind, at, by="guarantee", ids=contract_ids)
        more = table.num_rows > cap
    else:
        contracts = store.select(contract_kind, at, by="debtor", ids=ids, limit=cap + 1)
        more = contracts.num_rows > cap
        contracts = contracts.slice(0, cap)
        contract_ids = sorted(set(contracts["guarantee_id"].to_pylist()))
        promises = facts_of(
            promise_kind,
            store.select(promise_kind, at, by="guarantee", ids=contract_ids),
        )
    by_id = {item[0].subject_id: item for item in with_force(contracts, at)}
    links = [
        _guarantee_link(promise, *by_id[contract_id])
        for promise in promises
        if (contract_id := promise.references["guarantee"]) in by_id
    ]
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
