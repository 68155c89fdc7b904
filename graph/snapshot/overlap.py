"""Guarantees of the same loans: together they call no more than the loans come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import range_positions
from graph.snapshot.arrays import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s


@dataclass(frozen=True, slots=True, eq=False)
class Covered:
    """The loans that contracts cover.

    Attributes
    ----------
    start
        Shape (contracts + 1,). Contract c covers ``loan[start[c]:start[c + 1]]``.
    loan
        Loan numbers.
    outstanding
        Shape (loans,). Reporting currency, NaN where unknown.
    """

    start: Int64s
    loan: Int32s
    outstanding: NDArray[np.float64]

    def union(
        self, owner: NDArray[np.integer], contract: Int32s, n: int
    ) -> NDArray[np.float64]:
        """What the loans of each owner's contracts come to, each loan once.

        Parameters
        ----------
        owner, contract
            Shape (k,). Who holds which contract; owners in [0, n).
        """
        first = self.start[contract]
        counts = self.start[contract + 1] - first
        loan = self.loan[range_positions(first, counts)].astype(np.int64)
        size = self.outstanding.size + 1
        held = np.unique(np.repeat(owner, counts) * size + loan)
        balance = self.outstanding[held % size]
        return np.bincount(held // size, balance, n).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """Amounts that are due under contracts, shapes (k,).

    `amount` is NaN where unknown; `bounded` says where the contract's loans are wholly
    known, and so what can be called at most.
    """

    amount: NDArray[np.float64]
    contract: Int32s
    bounded: NDArray[np.bool_]


def capped_sums(
    due: Due, owner: NDArray[np.integer], n: int, covered: Covered
) -> NDArray[np.float64]:
    """Sum of each owner's amounts, at most what the loans behind them come to.

    Parameters
    ----------
    due
        Unknown amounts add nothing, and those that are not bounded all they have.
    owner
        Shape (k,). Pair or debtor, in [0, n).

    Returns
    -------
    numpy.ndarray
        Shape (n,), NaN where no amount of the owner is known.

    Notes
    -----
    `definitions` section 1: ``cover = min(O, stacked)``. O(k), and O(l log l) for the
    l loans of owners with several amounts.
    """
    amounts = due.amount
    stated = ~np.isnan(amounts)
    some = np.bincount(owner[stated], minlength=n) > 0
    bounded, free = stated & due.bounded, stated & ~due.bounded
    total = np.bincount(owner[bounded], amounts[bounded], n)
    several = np.bincount(owner[bounded], minlength=n) > 1
    shared = bounded & several[owner]
    if shared.any():
        owed = covered.union(owner[shared], due.contract[shared], n)
        total[several] = np.minimum(total[several], owed[several])
    total = total + np.bincount(owner[free], amounts[free], n)
    return canonical(np.where(some, total, np.nan))
