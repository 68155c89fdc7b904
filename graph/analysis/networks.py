"""The guarantee network of each party: everybody whom guarantees tie to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.components import component_sizes
from graph.analysis.amounts import stated
from graph.engines.local import LOCAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.engines.base import Engine
    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class GuaranteeNetwork:
    """A weakly connected component of the guarantees in force.

    A party without a guarantee is a network of its own. `firms` leaves natural
    persons out, but no party that nothing describes any more; `guarantees` counts
    ordered pairs. `loans` counts each member's borrowing once, in the reporting
    currency, and `unknown_loans` the members about whose borrowing nothing is
    collected: unknown is not zero.
    """

    parties: int
    firms: int
    guarantees: int
    loans: float | None
    unknown_loans: int


@dataclass(frozen=True, slots=True, eq=False)
class GuaranteeNetworks:
    """All guarantee networks of a snapshot.

    `label` has shape (n_parties,): the network of each party number. The others have
    shape (networks,).
    """

    label: Int32s
    parties: Int64s
    firms: Int64s
    guarantees: Int64s
    loans: NDArray[np.float64]
    unknown_loans: Int64s

    def of(self, number: int) -> GuaranteeNetwork:
        """The network of a party number."""
        label = self.label[number]
        return GuaranteeNetwork(
            parties=int(self.parties[label]),
            firms=int(self.firms[label]),
            guarantees=int(self.guarantees[label]),
            loans=stated(self.loans[label]),
            unknown_loans=int(self.unknown_loans[label]),
        )


def guarantee_networks(
    snapshot: Snapshot, *, engine: Engine = LOCAL
) -> GuaranteeNetworks:
    """The network of every party; directions are ignored, legal force is not.

    No guarantee leads out of it, so distress stays inside. Not everybody in it can be
    reached by the distress of anybody else: that depends on directions.

    Notes
    -----
    O(n + m) in practice, by union-find.

    Examples
    --------
    >>> from graph.testing.facts import guarantee_rows, snapshot_of
    >>> rows = guarantee_rows(("a", "b"), ("c", "b"), ("d", "e"))
    >>> guarantee_networks(snapshot_of(rows, as_of=0)).parties.tolist()
    [3, 2]
    """
    import pyarrow.compute as pc

    pairs, loans = snapshot.pairs, snapshot.figures.loans_outstanding
    label = engine.components(snapshot)
    types = snapshot.nodes("party")["party_type"]
    is_firm = pc.fill_null(pc.not_equal(types, "person"), fill_value=True).to_numpy()
    parties = component_sizes(label)

    def count(labels: NDArray[np.int32]) -> Int64s:
        return np.bincount(labels, minlength=parties.size).astype(np.int64)

    unknown = count(label[np.isnan(loans)])
    known = np.bincount(label, np.nan_to_num(loans), parties.size)
    return GuaranteeNetworks(
        label=label,
        parties=parties,
        firms=count(label[is_firm]),
        guarantees=count(label[pairs.guarantor]),
        loans=np.where(unknown == parties, np.nan, known),
        unknown_loans=unknown,
    )
