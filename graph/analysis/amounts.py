"""Sums of amounts of which some are not collected, and of guarantees that overlap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import range_positions
from graph.snapshot.amounts import BOUNDLESS
from graph.snapshot.overlap import Due, capped_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot


def falling(figure: float | None) -> float:
    """Sort key: the largest first; what is not known comes after a known 0."""
    return 1.0 if figure is None else -figure


def stated(figure: float) -> float | None:
    """A figure of an array; None where it was not collected."""
    return None if math.isnan(figure) else float(figure)


def known_sum(amounts: NDArray[np.float64]) -> float | None:
    """Sum of the known amounts; None where there are some and none is known.

    Examples
    --------
    >>> known_sum(np.array([1.0, np.nan])), known_sum(np.array([np.nan]))
    (1.0, None)
    """
    unknown = np.isnan(amounts)
    if amounts.size and unknown.all():
        return None
    return float(np.where(unknown, 0.0, amounts).sum())


def known_sums(
    amounts: NDArray[np.float64], owner: NDArray[np.integer], n: int
) -> list[float | None]:
    """Sum of each owner's known amounts, as `known_sum` states it.

    Examples
    --------
    >>> known_sums(np.array([1.0, np.nan, np.nan]), np.array([0, 0, 1]), 3)
    [1.0, None, 0.0]
    """
    known = ~np.isnan(amounts)
    total = np.bincount(owner[known], amounts[known], n)
    some = np.bincount(owner[known], minlength=n) > 0
    there = np.bincount(owner, minlength=n) > 0
    sums = np.where(some | ~there, total, np.nan).tolist()
    return [stated(value) for value in sums]


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """What guarantees cover of each debtor; arrays of shape (debtors,).

    `amount` is in the reporting currency, NaN where none is known; `group` is 0
    where debtors were not grouped.
    """

    debtor: NDArray[np.int32]
    amount: NDArray[np.float64]
    group: NDArray[np.int64]


def cover_of(
    snapshot: Snapshot,
    pairs: NDArray[np.integer],
    group: NDArray[np.integer] | None = None,
) -> Cover:
    """What these guarantees cover of each debtor, loans that several cover once.

    ``min(O, stacked)``: the creditor receives no more than the debtor owes, whoever
    pays. A guarantee whose loans are not known adds its whole amount.

    Parameters
    ----------
    pairs
        Shape (pairs,). Numbers of guarantor-debtor pairs.
    group
        Shape (pairs,). Groups in which debtors are looked at apart, below 2**31.

    Notes
    -----
    O(k log k) for the k contracts behind the pairs.
    """
    found = snapshot.pairs
    ends = found.debtor[pairs].astype(np.int64)
    if group is not None:
        ends += group.astype(np.int64) << 32
    owners, owner = np.unique(ends, return_inverse=True)
    stacked = found.effective[pairs]
    first = found.contract_indptr[pairs]
    counts = found.contract_indptr[np.asarray(pairs) + 1] - first
    slots = range_positions(first, counts)
    due = Due(
        amount=found.contract_effective[slots],
        contract=found.contract[slots],
        bounded=(found.contract_quality[slots] & BOUNDLESS) == 0,
    )
    amount = capped_sums(due, np.repeat(owner, counts), owners.size, found.covered)
    most = np.bincount(owner, np.nan_to_num(stacked), owners.size)
    return Cover(
        debtor=(owners & 0xFFFFFFFF).astype(np.int32),
        amount=np.minimum(amount, most),
        group=owners >> 32,
    )
