"""Promises summed into guarantor-debtor pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import order_by, stable_order
from graph.snapshot.amounts import BOUNDLESS, Quality
from graph.snapshot.arrays import canonical
from graph.snapshot.builder.tables import adjacency
from graph.snapshot.overlap import Covered, Due, capped_sums

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.snapshot.builder.debts import Debts
    from graph.snapshot.builder.pairs import Amounts, Promises


def covered_by(
    debts: Debts, outstanding: NDArray[np.float64], n_contracts: int
) -> Covered:
    """The loans of each contract as arrays of a snapshot."""
    starts, order = stable_order(debts.contract.astype(np.int32), n_contracts)
    return Covered(starts, debts.loan[order].astype(np.int32), outstanding)


def project(
    promises: Promises,
    amounts: Amounts,
    covered: Covered,
    n_parties: int,
    n_contracts: int,
) -> tuple[pa.Table, dict[str, NDArray[np.generic]]]:
    """The pair table, and the arrays that lead to and from it.

    A pair's amounts are sums over its contracts in ascending order of contract, at
    most what the loans that they cover come to; they are NaN only if no contract has
    one.

    Notes
    -----
    O(n + m), and O(k log k) for the k loans of contracts that share a pair.
    """
    import pyarrow as pa

    order = order_by(
        (promises.guarantor, n_parties),
        (promises.debtor, n_parties),
        (promises.contract, n_contracts),
    )
    guarantor, debtor = promises.guarantor[order], promises.debtor[order]
    contract = promises.contract[order]
    first = np.ones(order.size, np.bool_)
    first[1:] = (guarantor[1:] != guarantor[:-1]) | (debtor[1:] != debtor[:-1])
    starts = np.flatnonzero(first)
    pair = np.cumsum(first) - 1
    flags = amounts.quality[order]
    bounded = (flags & BOUNDLESS) == 0
    effective, face = (
        capped_sums(Due(values[order], contract, bounded), pair, starts.size, covered)
        for values in (amounts.effective, amounts.face)
    )
    quality = np.zeros(starts.size, np.uint8)
    np.bitwise_or.at(quality, pair, flags)
    missing = np.isnan(amounts.effective[order])
    without = np.bincount(pair[missing], minlength=starts.size) > 0
    quality[without & ~np.isnan(effective)] |= np.uint8(Quality.PARTLY_UNKNOWN)
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
        "contract": contract,
        "contract_effective": canonical(amounts.effective[order]),
        "contract_face": canonical(amounts.face[order]),
        "contract_quality": flags,
    }
    return table, {f"pairs.{name}": array for name, array in arrays.items()}
