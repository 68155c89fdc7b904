"""The firms of a snapshot, and what several families of features look at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from gnn.features.payment_loops import payment_loops
from gnn.features.relation_graph import MOST_PARTNERS, MOST_STEPS, RelationGraph
from gnn.features.relations import contracts, days_before, moments, payments, ties
from gnn.features.shared_control import (
    MOST_PER_CONTACT,
    MOST_PER_PERSON,
    MOST_WITHIN_TWO,
    SharedControl,
)
from graph.kernels.csr import read_only

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.payment_loops import Loops
    from gnn.features.relations import Ties
    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot

CAPS = {
    "firms_per_person": MOST_PER_PERSON,
    "firms_per_contact": MOST_PER_CONTACT,
    "firms_within_two_steps": MOST_WITHIN_TWO,
    "partners_of_a_firm": MOST_PARTNERS,
    "ways_over_a_firm": MOST_STEPS,
}


class Firms:
    """Parties of type company, by row.

    Attributes
    ----------
    parties
        Shape (n,). Party numbers, ascending.
    row
        Shape (n_parties,). Row of each party, -1 where it is no company.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        kinds = snapshot.nodes("party")["party_type"]
        is_firm = pc.fill_null(pc.equal(kinds, "company"), fill_value=False)
        mask = is_firm.to_numpy()
        self.parties: Int32s = read_only(np.flatnonzero(mask).astype(np.int32))
        self.row: Int32s = np.full(mask.size, -1, np.int32)
        self.row[self.parties] = np.arange(self.parties.size, dtype=np.int32)

    def __len__(self) -> int:
        return self.parties.size

    @property
    def at(self) -> int:
        """Instant of the snapshot, in milliseconds."""
        return self.snapshot.manifest.at.as_of

    @cached_property
    def own_pd(self) -> NDArray[np.float64]:
        """Own default probability of each firm, shape (n,), NaN where not rated."""
        values: NDArray[np.float64] = self.snapshot.figures.self_pd[self.parties]
        return values

    @cached_property
    def age(self) -> NDArray[np.float64]:
        """Days since each firm was founded, shape (n,), NaN where unknown."""
        founded = moments(self.snapshot.nodes("party"), "established_on")
        return days_before(self.at, founded[self.parties])

    @cached_property
    def guarantees(self) -> RelationGraph:
        """Contracts in force, from guarantor to debtor."""
        return RelationGraph(contracts(self.snapshot, self.row), len(self))

    @cached_property
    def payments(self) -> RelationGraph:
        """Transfers of the longest window, from payer to payee."""
        return RelationGraph(payments(self.snapshot, self.row), len(self))

    @cached_property
    def loops(self) -> Loops | None:
        """Payments that come back; None where the search for them was cut."""
        return payment_loops(self.payments.edges, len(self))

    @cached_property
    def owners(self) -> Ties:
        """Shareholders of the firms."""
        return ties(self.snapshot, "ownership", "asset", "owner", self.row)

    @cached_property
    def officers(self) -> Ties:
        """Roles in the firms."""
        return ties(self.snapshot, "role", "company", "person", self.row)

    @cached_property
    def contacts(self) -> Ties:
        """Contact points of the firms."""
        return ties(self.snapshot, "contact_use", "party", "contact", self.row)

    @cached_property
    def control(self) -> SharedControl:
        """Which firms answer to one hand."""
        return SharedControl.of(self.snapshot, self.parties)
