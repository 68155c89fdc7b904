"""Every relation of a snapshot that a graph network hears of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow.compute as pc

from gnn.features.matrices import holds
from gnn.features.relations import DAY, days_before, moments
from gnn.torch.events import suits, transfers
from gnn.torch.relation import AGE, COMPANY, CONTACT, COUNT, PERSON, Relation
from graph.instant import BEGINNING
from graph.snapshot.arrays import column, decoded, integers, single_chunk
from graph.vocabulary import KINDS, SHARE_UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from gnn.torch.relation import Nodes
    from graph.kernels.csr import Int64s

    Columns = dict[str, NDArray[np.float64]]

WINDOW = 365
"""Days of which transfers and suits are looked at; so do the features."""
_OF_COMPANIES = ((COMPANY, COMPANY), (PERSON, COMPANY))


def relations(
    firms: Firms,
    nodes: Nodes,
    since: int | None = None,
    change: Callable[[Relation], Relation] = lambda item: item,
) -> tuple[Relation, ...]:
    """All relations of a snapshot, without their reverses.

    Those between companies also say whether both share control, by the kind of tie,
    from projections with the caps of the features.

    Parameters
    ----------
    since
        Transfers and suits after this moment, in milliseconds; by default those of
        `WINDOW`.
    change
        Done to each relation before anything is told of both ends.

    Notes
    -----
    O(m log m) for m edges.
    """
    began = firms.at - WINDOW * DAY if since is None else since
    return tuple(
        _with_control(firms, change(item).ordered(nodes.keys))
        for item in (
            *_guarantees(firms, nodes),
            *_holdings(firms, nodes),
            *_roles(firms, nodes),
            *_family(firms, nodes),
            *_contacts(firms, nodes),
            transfers(firms, began),
            suits(firms, began),
        )
    )


def _with_control(firms: Firms, item: Relation) -> Relation:
    if (item.source, item.target) != (COMPANY, COMPANY):
        return item
    kinds = firms.control.kinds
    flags = [holds(kind, item.tail, item.head) for kind in kinds.values()]
    values = np.hstack([item.values, np.stack(flags, axis=1).astype(np.float32)])
    names = (*item.names, *(f"control_{name}" for name in kinds))
    return replace(item, values=values, names=names)


def _guarantees(firms: Firms, nodes: Nodes) -> Iterator[Relation]:
    """Pairs with a guarantee in force; of several contracts the newest one's age."""
    snapshot, pairs = firms.snapshot, firms.snapshot.pairs
    table, contract = snapshot.nodes("guarantee"), pairs.contract
    pair = np.repeat(np.arange(len(pairs)), np.diff(pairs.contract_indptr))
    newest = np.full(len(pairs), BEGINNING)
    np.maximum.at(newest, pair, moments(table, "valid_from")[contract])
    joint = np.zeros(len(pairs))
    liability = _one_hot(table, "guarantee", "liability")
    np.maximum.at(joint, pair, liability["joint"][contract])
    columns = {
        "effective": np.log1p(pairs.effective),
        "face": np.log1p(pairs.face),
        "joint": joint,
        AGE: days_before(firms.at, newest),
        COUNT: np.log1p(pairs.contracts),
    }
    ends = pairs.guarantor, pairs.debtor
    last = contract[pairs.contract_indptr[1:] - 1]
    facts = _Edges("guarantee", ends, newest, columns, last)
    yield from facts.parted(nodes, "guarantee", _OF_COMPANIES)


def _holdings(firms: Firms, nodes: Nodes) -> Iterator[Relation]:
    facts = firms.snapshot.facts("ownership")
    columns = {}
    for name in ("share", "voting_share"):
        part = integers(single_chunk(facts, name), -1)
        columns[name] = np.where(part < 0, np.nan, part / SHARE_UNIT)
    edges = _Edges.of_facts(firms, "ownership", columns)
    yield from edges.parted(nodes, "holding", _OF_COMPANIES)


def _roles(firms: Firms, nodes: Nodes) -> Iterator[Relation]:
    columns = _one_hot(firms.snapshot.facts("role"), "role", "role_type")
    edges = _Edges.of_facts(firms, "role", columns)
    yield from edges.parted(nodes, "role", _OF_COMPANIES)


def _family(firms: Firms, nodes: Nodes) -> Iterator[Relation]:
    edges = _Edges.of_facts(firms, "family", {})
    yield from edges.parted(nodes, "family", ((PERSON, PERSON),))


def _contacts(firms: Firms, nodes: Nodes) -> Iterator[Relation]:
    facts = firms.snapshot.facts("contact_use")
    party, contact = column(facts, "party"), column(facts, "contact")
    time = column(facts, "valid_from")
    kinds = _one_hot(firms.snapshot.nodes("contact"), "contact", "contact_type")
    columns = {name: values[contact] for name, values in kinds.items()}
    columns |= _age_and_count(firms, time)
    ends, rows = (nodes.row[party], contact), np.arange(len(time))
    for source in (COMPANY, PERSON):
        kind = source, "contact", CONTACT
        edges = Relation.of(kind, ends, time, columns, facts="contact_use", record=rows)
        yield edges.where(nodes.are(party, source))


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Edges between parties of any type, from the first end to the second."""

    facts: str
    ends: tuple[NDArray[Any], NDArray[Any]]
    time: Int64s
    columns: Columns
    record: NDArray[Any]

    @classmethod
    def of_facts(cls, firms: Firms, kind: str, columns: Columns) -> Self:
        """An edge for each fact of a kind."""
        facts = firms.snapshot.facts(kind)
        first, second, *_ = (reference.name for reference in KINDS[kind].references)
        ends = column(facts, first), column(facts, second)
        time = column(facts, "valid_from")
        columns = columns | _age_and_count(firms, time)
        return cls(kind, ends, time, columns, np.arange(len(time)))

    def parted(
        self, nodes: Nodes, name: str, types: Sequence[tuple[str, str]]
    ) -> Iterator[Relation]:
        """Edges by the types of their ends; none to itself."""
        tail, head = self.ends
        ends = nodes.row[tail], nodes.row[head]
        for source, target in types:
            kind = source, name, target
            edges = Relation.of(
                kind,
                ends,
                self.time,
                self.columns,
                facts=self.facts,
                record=self.record,
            )
            chosen = nodes.are(tail, source) & nodes.are(head, target)
            yield edges.where(chosen & (tail != head))


def _age_and_count(firms: Firms, time: Int64s) -> Columns:
    """Of facts that are told one by one."""
    return {AGE: days_before(firms.at, time), COUNT: np.full(len(time), np.log(2.0))}


def _one_hot(facts: pa.Table, kind: str, name: str) -> Columns:
    """A column for each choice of a code, 1 where it holds."""
    import pyarrow as pa

    choices = KINDS[kind].property_by_name[name].choices
    values = decoded(single_chunk(facts, name)).cast(pa.string())
    code = integers(pc.index_in(values, pa.array(choices)), -1)
    return {
        choice: (code == place).astype(np.float64)
        for place, choice in enumerate(choices)
    }
