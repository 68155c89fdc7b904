"""Amounts in the reporting currency, by guarantor-debtor pair and by party."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.kernels.csr import read_only
from graph.snapshot.arrays import column

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Csr, Int32s, Int64s


class Quality(IntFlag):
    """What an amount rests on; the bits of `Pairs.quality`."""

    LOANS_UNKNOWN = 1  # the cap alone: no covered loan has a known balance
    LOANS_PARTLY_KNOWN = 2  # some covered loans have no known balance
    CAP_UNKNOWN = 4  # the loans alone: the contract states no cap
    PARTLY_UNKNOWN = 8  # a contract of the pair has no amount at all; it adds nothing
    FORCE_ASSUMED = 16  # nobody states the legal force; full force is assumed


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """One row per ordered pair of firms with a guarantee in force.

    Sorted by guarantor, then debtor; a firm is never its own guarantor here. Amounts
    are in the reporting currency, NaN where nothing was collected. **Distress travels
    from debtor to guarantor.**

    Attributes
    ----------
    guarantor, debtor
        Shape (m,). Party numbers.
    effective
        Shape (m,). Sum over the contracts of ``v * min(cap - paid, s * O)``:
        `definitions` section 1.
    face
        Shape (m,). Sum of ``min(cap, s * O)``, whatever the legal force.
    contracts
        Shape (m,). Number of contracts behind the pair.
    quality
        Shape (m,). `Quality` bits.
    contract_indptr
        Shape (m + 1,). Pair ``p`` rests on the slots
        ``contract_indptr[p]:contract_indptr[p + 1]`` of the next three.
    contract
        Guarantee numbers, ascending within a pair.
    contract_effective, contract_face
        The amounts of each contract.
    forward, reverse
        Shape (n_parties) rows; guarantor -> debtor, and debtor -> guarantor, which is
        the way of distress. `edge` is the pair's number.
    """

    guarantor: Int32s
    debtor: Int32s
    effective: NDArray[np.float64]
    face: NDArray[np.float64]
    contracts: Int32s
    quality: NDArray[np.uint8]
    contract_indptr: Int64s
    contract: Int32s
    contract_effective: NDArray[np.float64]
    contract_face: NDArray[np.float64]
    forward: Csr
    reverse: Csr

    def __len__(self) -> int:
        return self.guarantor.size


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Figures by party number, shape (n_parties,), NaN where not collected.

    Money is in the reporting currency. What stands in a balance sheet comes from one
    statement: the latest by period among those published.

    Attributes
    ----------
    net_assets
        Assets less liabilities.
    loans_outstanding
        Sum over the party's own loans with a known balance.
    self_pd
        Probability of default on its own over 12 months, from the latest rating.
    grade
        Arrow text, null where not rated: the grade of the latest rating.
    """

    total_assets: NDArray[np.float64]
    total_liabilities: NDArray[np.float64]
    net_assets: NDArray[np.float64]
    liquid_assets: NDArray[np.float64]
    pledged_assets: NDArray[np.float64]
    revenue: NDArray[np.float64]
    tier1_capital: NDArray[np.float64]
    net_capital: NDArray[np.float64]
    registered_capital: NDArray[np.float64]
    loans_outstanding: NDArray[np.float64]
    self_pd: NDArray[np.float64]
    grade: pa.Array

    @classmethod
    def of_table(cls, table: pa.Table) -> Self:
        """The figures of a snapshot's table, whose null columns nobody stated."""
        unknown = read_only(np.full(table.num_rows, np.nan))
        values = {
            name: unknown if table[name].null_count else column(table, name)
            for name in table.column_names
            if name != "grade"
        }
        return cls(**values, grade=table["grade"].chunk(0))
