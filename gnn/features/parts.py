"""Which parties take part in what was found among accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from gnn.features.counting import recent, total
from graph.kernels.csr import range_positions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gnn.features.firms import Firms
    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot import Flows


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Couples of a find and a party that takes part in it, each once.

    Attributes
    ----------
    find, party
        Shape (couples,). Number of the find and of the party.
    last
        Shape (finds,). When the last of a find happened, UTC milliseconds.
    """

    find: Int64s
    party: Int32s
    last: Int64s

    @classmethod
    def of(
        cls, flows: Flows, find: Int64s, account: NDArray[np.integer], last: Int64s
    ) -> Self:
        """Holders of the accounts that finds name.

        Parameters
        ----------
        find, account
            Shape (m,). A find and an account in it, perhaps more than once; what is
            no account has no holder.

        Notes
        -----
        O(m log m).
        """
        held = (account >= 0) & (account < flows.n_accounts)
        find, account = find[held], account[held]
        first = flows.holder_indptr[account]
        counts = flows.holder_indptr[account + 1] - first
        holder = flows.holder[range_positions(first, counts)]
        couple = np.unique(np.repeat(find, counts) << 32 | holder)
        return cls(couple >> 32, (couple & 0xFFFFFFFF).astype(np.int32), last)

    def total(
        self, firms: Firms, days: int, weights: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Finds of the last days by firm, or the sum of their weights; shape (n,)."""
        chosen = recent(self.last, firms.at, days)[self.find]
        weight = None if weights is None else weights[self.find[chosen]]
        return total(firms, self.party[chosen], weight)
