"""Nodes by type, and the edges of one relation between two types of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from gnn.features.relations import days_before
from graph.kernels.hashing import party_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.kernels.csr import Int64s

    Words = NDArray[np.uint64]

COMPANY, PERSON, CONTACT = NODE_TYPES = ("company", "person", "contact")
"""A person is any party that is no company: natural persons, funds, state organs."""
REVERSE = "rev_"
AGE, COUNT = "age", "count"
"""Names of the columns that every relation has."""


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Nodes of each type, by row.

    Attributes
    ----------
    row
        Shape (n_parties,). Row of each party in its own type.
    is_company
        Shape (n_parties,).
    keys
        By type, shape (rows,). Names of the nodes that survive any renumbering.
    """

    row: Int64s
    is_company: NDArray[np.bool_]
    keys: Mapping[str, Words]

    @classmethod
    def of(cls, firms: Firms) -> Nodes:
        """Nodes of a snapshot; companies in the order of the features' rows."""
        snapshot, is_company = firms.snapshot, firms.row >= 0
        row = np.where(is_company, firms.row, np.cumsum(~is_company) - 1)
        key = snapshot.party_key
        contacts = party_keys(snapshot.ids("contact").to_pylist())
        keys = {COMPANY: key[is_company], PERSON: key[~is_company], CONTACT: contacts}
        return cls(row.astype(np.int64), is_company, keys)

    def are(self, parties: NDArray[np.integer], kind: str) -> NDArray[np.bool_]:
        """Which of these parties are of a type; -1 is of none. Shape (parties,)."""
        wanted = self.is_company if kind == COMPANY else ~self.is_company
        found: NDArray[np.bool_] = (parties >= 0) & wanted[parties]
        return found


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Relation:
    """Edges of one kind from nodes of one type to nodes of another.

    Sorted by head, then time, then key of the tail: what was known at an earlier moment
    is the first part of each row, and no number of a node decides on the order.

    Attributes
    ----------
    facts
        Kind of the facts that it rests on.
    tail, head
        Shape (m,). Rows of nodes.
    time
        Shape (m,). Milliseconds, `BEGINNING` where unknown.
    values
        Shape (m, k), columns by `names`; NaN where unknown.
    record
        Shape (m,). Row of the fact that an edge rests on.
    symmetric
        Whether each edge stands in it both ways, so that its reverse tells no more.
    """

    source: str
    name: str
    target: str
    facts: str
    tail: Int64s
    head: Int64s
    time: Int64s
    values: NDArray[np.float32]
    names: tuple[str, ...]
    record: Int64s
    symmetric: bool = False

    @classmethod
    def of(
        cls,
        kind: tuple[str, str, str],
        ends: tuple[NDArray[Any], NDArray[Any]],
        time: Int64s,
        columns: Mapping[str, NDArray[np.floating]],
        *,
        facts: str,
        record: NDArray[Any],
    ) -> Self:
        """Edges with these columns, each of shape (m,); as ordered as they come."""
        source, name, target = kind
        tail, head = ends
        return cls(
            source=source,
            name=name,
            target=target,
            facts=facts,
            tail=tail.astype(np.int64),
            head=head.astype(np.int64),
            time=np.ascontiguousarray(time),
            values=np.stack(list(columns.values()), axis=1).astype(np.float32),
            names=tuple(columns),
            record=record.astype(np.int64),
        )

    def __len__(self) -> int:
        return len(self.tail)

    @property
    def type(self) -> tuple[str, str, str]:
        """Source, name and target."""
        return self.source, self.name, self.target

    def both_ways(self, keys: Mapping[str, Words]) -> tuple[Relation, ...]:
        """Itself, which is in order, and its reverse where that tells more."""
        return (self,) if self.symmetric else (self, self.reversed.ordered(keys))

    @property
    def reversed(self) -> Relation:
        """The same edges the other way round, in their order."""
        return replace(
            self,
            source=self.target,
            name=REVERSE + self.name,
            target=self.source,
            tail=self.head,
            head=self.tail,
        )

    def ordered(self, keys: Mapping[str, Words]) -> Relation:
        """The same edges in the order of the class."""
        tail = keys[self.source][self.tail]
        return self.where(np.lexsort((self.record, tail, self.time, self.head)))

    def where(self, chosen: NDArray[Any]) -> Relation:
        """Edges by a mask of shape (m,), or by places."""
        return replace(
            self,
            tail=self.tail[chosen],
            head=self.head[chosen],
            time=self.time[chosen],
            values=self.values[chosen],
            record=self.record[chosen],
        )

    def until(self, moment: int) -> Relation:
        """What had happened by an earlier moment, in milliseconds, as old as it was."""
        found = self.where(self.time <= moment)
        values = found.values.copy()
        values[:, self.names.index(AGE)] = days_before(moment, found.time)
        return replace(found, values=values)
