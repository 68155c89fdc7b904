"""Amounts of promises in force, summed into guarantor-debtor pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import order_by
from graph.snapshot.amounts import Quality
from graph.snapshot.arrays import canonical, integers, is_valid_mask, single_chunk
from graph.snapshot.builder.loans import covered_balances
from graph.snapshot.builder.tables import adjacency
from graph.vocabulary import SHARE_UNIT

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot.builder.loans import LoanBook
    from graph.snapshot.conversion import Converter


@dataclass(frozen=True, slots=True, eq=False)
class Promises:
    """One row per guarantor and contract of the projection.

    Attributes
    ----------
    guarantor, debtor, contract
        Shape (rows,). Numbers of two different parties and of the guarantee.
    share
        Shape (rows,). Agreed share in [0, 1], 1 where none is agreed.
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
    rows, own = rows_in_force(guarantor, contract, debtors, force)
    share = integers(single_chunk(promised, "share"), SHARE_UNIT)[rows] / SHARE_UNIT
    debtor = debtors[contract[rows]]
    return Promises(guarantor[rows], debtor, contract[rows], share, own)


def rows_in_force(
    guarantor: Int32s, contract: Int32s, debtors: Int32s, force: NDArray[np.float64]
) -> tuple[Int64s, int]:
    """Rows of promises that count, and how many were made by a debtor for itself.

    Parameters
    ----------
    guarantor, contract
        Shape (promises,), sorted; of equal ones the last counts.
    debtors, force
        As of `promises_in_force`.
    """
    debtor = debtors[contract]
    last = np.ones(guarantor.size, np.bool_)
    last[:-1] = (guarantor[1:] != guarantor[:-1]) | (contract[1:] != contract[:-1])
    counts = last & (debtor >= 0) & (force[contract] > 0.0)
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
    loans: LoanBook,
    converter: Converter,
) -> Amounts:
    """Effective and face amount of each promise.

    Parameters
    ----------
    contracts
        Row i is guarantee number i.
    force
        By guarantee number.

    Notes
    -----
    With cap C, paid P, agreed share s, balance O of the covered loans and force v:
    ``face = min(C, s O)`` and ``X = v min(C - P, s O)``; without loan data
    ``X = v (C - P)``, without a cap ``X = v s O``.
    """
    cap = converter.amounts(contracts, "cap", "cap of guarantee contracts")
    paid = converter.amounts(contracts, "paid", "paid under guarantee contracts")
    remaining = cap - np.nan_to_num(paid)  # above 0: else the force is
    balance, partly = covered_balances(contracts, loans)
    row = promises.contract
    owed = promises.share * balance[row]
    quality = np.zeros(row.size, np.uint8)
    for flag, applies in (
        (Quality.LOANS_UNKNOWN, np.isnan(owed)),
        (Quality.LOANS_PARTLY_KNOWN, partly[row]),
        (Quality.CAP_UNKNOWN, np.isnan(cap[row])),
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


def project(
    promises: Promises, amounts: Amounts, n_parties: int, n_contracts: int
) -> tuple[pa.Table, dict[str, NDArray[np.generic]]]:
    """The pair table, and the arrays that lead to and from it.

    A pair's amounts are sums over its contracts in ascending order of contract; they
    are NaN only if no contract has one.

    Notes
    -----
    O(n + m).
    """
    import pyarrow as pa

    order = order_by(
        (promises.guarantor, n_parties),
        (promises.debtor, n_parties),
        (promises.contract, n_contracts),
    )
    guarantor, debtor = promises.guarantor[order], promises.debtor[order]
    first = np.ones(order.size, np.bool_)
    first[1:] = (guarantor[1:] != guarantor[:-1]) | (debtor[1:] != debtor[:-1])
    starts = np.flatnonzero(first)
    pair = np.cumsum(first) - 1
    effective, partly = _sums(amounts.effective[order], pair, starts.size)
    face, _ = _sums(amounts.face[order], pair, starts.size)
    quality = np.zeros(starts.size, np.uint8)
    np.bitwise_or.at(quality, pair, amounts.quality[order])
    quality[partly] |= np.uint8(Quality.PARTLY_UNKNOWN)
    indptr = np.append(starts, order.size).astype(np.int64)
    guarantor, debtor = guarantor[starts], debtor[starts]
    table = pa.table(
        {
            "guarantor": guarantor,
            "debtor": debtor,
            "effective": effective,
            "face": face,
            "contracts": np.diff(indptr).astype(np.int32),
            "quality": quality,
        }
    )
    arrays = {
        **adjacency(guarantor, debtor, n_parties, n_parties),
        "contract_start": indptr,
        "contract": promises.contract[order],
        "contract_effective": canonical(amounts.effective[order]),
        "contract_face": canonical(amounts.face[order]),
    }
    return table, {f"pairs.{name}": array for name, array in arrays.items()}


def _sums(
    amounts: NDArray[np.float64], pair: NDArray[np.int64], n: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Sum of the known amounts of each pair, and where one is unknown beside others."""
    stated = ~np.isnan(amounts)
    total = np.bincount(pair[stated], amounts[stated], minlength=n)
    some = np.bincount(pair[stated], minlength=n) > 0
    missing = np.bincount(pair[~stated], minlength=n) > 0
    return canonical(np.where(some, total, np.nan)), some & missing
