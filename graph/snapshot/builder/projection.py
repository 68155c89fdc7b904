"""Promises summed into guarantor-debtor pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.builder.columns import canonical
from graph.snapshot.builder.ordering import order_by
from graph.snapshot.builder.tables import adjacency
from graph.snapshot.pairs import Quality

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.snapshot.builder.coverage import Amounts, Promises


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
