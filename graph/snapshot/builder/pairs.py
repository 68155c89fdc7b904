"""Promises in force and their amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.amounts import Quality
from graph.snapshot.arrays import integers, is_valid_mask, single_chunk
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot.builder.debts import Debts
    from graph.snapshot.conversion import Converter


@dataclass(frozen=True, slots=True, eq=False)
class Promises:
    """One row per guarantor and contract of the projection.

    Attributes
    ----------
    guarantor, debtor, contract
        Shape (rows,). Numbers of two different parties and of the guarantee.
    share
        Shape (rows,). Agreed share in (0, 1], 1 where none is agreed.
    self_guarantees
        How many promises were left out because debtor and guarantor are one.
    """

    guarantor: Int32s
    debtor: Int32s
    contract: Int32s
    share: NDArray[np.float64]
    self_guarantees: int


def promises_in_force(
    promised: pa.Table, debtors: Int32s, force: NDArray[np.float64]
) -> Promises:
    """Promises under contracts in force, once per guarantor and contract.

    Parameters
    ----------
    promised
        Facts of the kind guarantor, sorted by ends; of several records of one promise
        the last counts.
    debtors, force
        By guarantee number: debtor, -1 where no visible fact describes the contract,
        and legal force.
    """
    guarantor = integers(single_chunk(promised, "guarantor"), -1).astype(np.int32)
    contract = integers(single_chunk(promised, "guarantee"), -1).astype(np.int32)
    share = integers(single_chunk(promised, "share"), SHARE_UNIT)
    rows, own = rows_in_force(guarantor, contract, share, debtors, force)
    debtor = debtors[contract[rows]]
    part = share[rows] / SHARE_UNIT
    return Promises(guarantor[rows], debtor, contract[rows], part, own)


def rows_in_force(
    guarantor: Int32s,
    contract: Int32s,
    share: Int64s,
    debtors: Int32s,
    force: NDArray[np.float64],
) -> tuple[Int64s, int]:
    """Rows of promises that count, and how many were made by a debtor for itself.

    Nothing can be called under an agreed share of 0.

    Parameters
    ----------
    guarantor, contract, share
        Shape (promises,), sorted; of equal ends the last counts.
    debtors, force
        As of `promises_in_force`.
    """
    debtor = debtors[contract]
    last = np.ones(guarantor.size, np.bool_)
    last[:-1] = (guarantor[1:] != guarantor[:-1]) | (contract[1:] != contract[:-1])
    counts = last & (debtor >= 0) & (force[contract] > 0.0) & (share > 0)
    own = counts & (guarantor == debtor)
    return np.flatnonzero(counts & ~own), int(own.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Amounts of promises in the reporting currency, NaN where unknown."""

    effective: NDArray[np.float64]
    face: NDArray[np.float64]
    quality: NDArray[np.uint8]


def promise_amounts(
    promises: Promises,
    contracts: pa.Table,
    force: NDArray[np.float64],
    debts: Debts,
    converter: Converter,
) -> Amounts:
    """Effective and face amount of each promise.

    Parameters
    ----------
    contracts
        Row i is guarantee number i.
    force, debts
        By guarantee number.

    Notes
    -----
    With cap C, paid P, agreed share s, balance O of the covered loans and force v:
    ``face = min(C, s O)`` and ``X = v min(C - P, s O)``; where O is not wholly known
    ``X = v (C - P)``, without a cap ``X = v s O`` of what is known.
    """
    cap = converter.amounts(contracts, "cap", "cap of guarantee contracts")
    paid = converter.amounts(contracts, "paid", "paid under guarantee contracts")
    remaining = cap - np.nan_to_num(paid)  # above 0: else the force is
    row = promises.contract
    partly = debts.partly[row]
    balance = debts.balance[row]
    # what is known of a balance bounds nothing from above; alone it is worth saying
    balance[partly & (~np.isnan(cap[row]) | (balance == 0.0))] = np.nan
    owed = promises.share * balance
    quality = np.zeros(row.size, np.uint8)
    for flag, applies in (
        (Quality.LOANS_UNKNOWN, np.isnan(debts.balance[row])),
        (Quality.LOANS_PARTLY_KNOWN, partly),
        (Quality.CAP_UNKNOWN, np.isnan(cap[row])),
        (Quality.UNDRAWN, debts.undrawn[row]),
        (
            Quality.FORCE_ASSUMED,
            ~is_valid_mask(single_chunk(contracts, "enforceability"))[row],
        ),
    ):
        quality[applies] |= np.uint8(flag)
    return Amounts(
        effective=force[row] * np.fmin(remaining[row], owed),
        face=np.fmin(cap[row], owed),
        quality=quality,
    )
