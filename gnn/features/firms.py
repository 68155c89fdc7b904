"""The firms of a snapshot, and what several families of features look at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from graph.kernels.csr import read_only

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot

MOST_PER_PERSON = 20
MOST_PER_CONTACT = 15
"""Firms of one person, or of one contact, beyond which it ties none of them: measured
in the design, where the projection explodes without, and hubs carry no evidence."""
CAPS = {"firms_per_person": MOST_PER_PERSON, "firms_per_contact": MOST_PER_CONTACT}


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
