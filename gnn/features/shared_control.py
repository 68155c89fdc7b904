"""Which firms answer to one hand, by what registers say within two steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from gnn.features.matrices import few, kept, off_diagonal, ones, pattern
from graph.snapshot.arrays import column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot

MOST_PER_PERSON = 20
MOST_PER_CONTACT = 15
"""Firms of one owner or officer, or of one contact, beyond which it ties none of them:
measured in the design, where the projection explodes without, and hubs carry no
evidence."""
MOST_WITHIN_TWO = 60
"""Firms that answer to somebody within two steps beyond which he ties none of them."""


@dataclass(frozen=True, eq=False)
class SharedControl:
    """Pairs of firms with somebody behind both, by the kind of tie.

    A firm answers to its owners, officers and contacts, and to itself; within two
    steps also to its owners' and officers' owners, relatives and contacts. Two firms
    share control if they answer to the same one. Only upwards: a walk over common
    officers and back joins two firms in 140 instead of in 1,400 by chance.

    Attributes
    ----------
    owner, officer, contact
        Ties up from each party, shape (n_nodes, n_nodes); nodes are the parties, then
        the contacts. Those beyond the caps are left out.
    family
        Ties between relatives, both ways.
    firms
        Shape (n,). Party numbers.
    crowded
        Shape (n_nodes,), by kind of tie: nodes that too many firms answer to, which
        therefore tie none. They are found with the pairs, unless they are given.
    """

    owner: csr_array
    officer: csr_array
    contact: csr_array
    family: csr_array
    firms: Int32s
    crowded: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot, firms: Int32s) -> SharedControl:
        """Ties of a snapshot's registers."""
        parties = snapshot.n_parties
        size = parties + snapshot.manifest.counts["contact"]

        def ties(
            kind: str, tail: str, head: str, most: int, first: int = 0
        ) -> csr_array:
            facts = snapshot.facts(kind)
            above = column(facts, head) + np.int32(first)
            return few(pattern(column(facts, tail), above, (size, size)), most)

        kin = ties("family", "person", "relative", size)
        return cls(
            owner=ties("ownership", "asset", "owner", MOST_PER_PERSON),
            officer=ties("role", "company", "person", MOST_PER_PERSON),
            contact=ties("contact_use", "party", "contact", MOST_PER_CONTACT, parties),
            family=kin + kin.T,
            firms=firms,
        )

    @cached_property
    def one(self) -> csr_array:
        """Pairs with a common owner, officer or contact, or where one owns the other.

        As of all matrices here: shape (n, n), symmetric, 1 at each pair, 0 on the
        diagonal.
        """
        return self._meeting("one", self._own + self._up)

    @cached_property
    def two(self) -> csr_array:
        """Pairs that share control within two steps."""
        up = self._up
        beyond = up @ self.owner + up @ self.family + up @ self.contact
        return self._meeting("two", self._own + up + beyond)

    @cached_property
    def by_owner(self) -> csr_array:
        """Pairs with a common owner within two steps, of which kinship is one."""
        owner = self.owner[self.firms]
        beyond = owner @ self.owner + owner @ self.family
        return self._meeting("owner", self._own + owner + beyond)

    @cached_property
    def by_officer(self) -> csr_array:
        """Pairs with a common officer."""
        return self._meeting("officer", self.officer[self.firms])

    @cached_property
    def by_contact(self) -> csr_array:
        """Pairs with a common contact."""
        return self._meeting("contact", self.contact[self.firms])

    @cached_property
    def kinds(self) -> Mapping[str, csr_array]:
        """Each kind of tie by name."""
        return {
            "one": self.one,
            "two": self.two,
            "owner": self.by_owner,
            "officer": self.by_officer,
            "contact": self.by_contact,
        }

    @cached_property
    def _own(self) -> csr_array:
        """Each firm as a node, as `_up` its ties: shape (n, n_nodes)."""
        n, nodes = self.firms.size, self.owner.shape[0]
        return pattern(np.arange(n), self.firms, (n, nodes))

    @cached_property
    def _up(self) -> csr_array:
        owner, officer, contact = self.owner, self.officer, self.contact
        firms = self.firms
        return csr_array(owner[firms] + officer[firms] + contact[firms])

    def _meeting(self, kind: str, up: csr_array) -> csr_array:
        """Pairs of firms that answer to the same node, one that few others do."""
        mine = ones(up)
        if kind not in self.crowded:
            load = np.bincount(mine.indices, minlength=mine.shape[1])
            self.crowded[kind] = load > MOST_WITHIN_TWO
        mine = kept(mine, ~self.crowded[kind][mine.indices])
        return off_diagonal(csr_array(mine @ mine.T))
