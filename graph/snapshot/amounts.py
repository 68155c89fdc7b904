"""Amounts in the reporting currency, by guarantor-debtor pair and by party."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from graph.kernels.csr import Csr, read_only
from graph.snapshot.arrays import column
from graph.snapshot.overlap import Covered

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s


class Quality(IntFlag):
    """What an amount rests on; the bits of `Pairs.quality`."""

    LOANS_UNKNOWN = 1  # the cap alone: no covered loan has a known balance
    LOANS_PARTLY_KNOWN = 2  # the cap alone: some covered loans have no known balance
    CAP_UNKNOWN = 4  # the loans alone: the contract states no cap
    PARTLY_UNKNOWN = 8  # a contract of the pair has no amount at all; it adds nothing
    FORCE_ASSUMED = 16  # nobody states the legal force; full force is assumed
    UNDRAWN = 32  # more may be drawn: what is drawn counts, the rest keeps the pair


BOUNDLESS = Quality.LOANS_UNKNOWN | Quality.LOANS_PARTLY_KNOWN
"""Of a contract: no balance says how much can be called at most."""


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
        Shape (m,). Sum over the contracts of ``v * min(cap - paid, s * O)``, at most
        what the loans that they cover come to. 0 where nothing is drawn yet: then no
        distress travels, though the pair is there.
    face
        Shape (m,). Sum of ``min(cap, s * O)``, whatever the legal force, likewise.
    contracts
        Shape (m,). Number of contracts behind the pair.
    quality
        Shape (m,). `Quality` bits.
    contract_indptr
        Shape (m + 1,). Pair ``p`` rests on the slots
        ``contract_indptr[p]:contract_indptr[p + 1]`` of the next four.
    contract
        Guarantee numbers, ascending within a pair.
    contract_effective, contract_face, contract_quality
        The amounts of each contract, and the bits of their `Quality`.
    covered
        The loans that each contract covers, by guarantee number.
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
    contract_quality: NDArray[np.uint8]
    covered: Covered
    forward: Csr
    reverse: Csr

    @classmethod
    def of_table(
        cls, table: pa.Table, array_of: Callable[[str, str], NDArray[Any]]
    ) -> Self:
        """The pairs of a snapshot's table and of its arrays, by owner and name."""
        of_pairs = partial(array_of, "pairs")
        guarantor, debtor = column(table, "guarantor"), column(table, "debtor")
        rows = np.arange(debtor.size, dtype=np.int32)
        return cls(
            guarantor=guarantor,
            debtor=debtor,
            effective=column(table, "effective"),
            face=column(table, "face"),
            contracts=column(table, "contracts"),
            quality=column(table, "quality"),
            contract_indptr=of_pairs("contract_start"),
            contract=of_pairs("contract"),
            contract_effective=of_pairs("contract_effective"),
            contract_face=of_pairs("contract_face"),
            contract_quality=of_pairs("contract_quality"),
            covered=Covered(
                start=array_of("guarantee", "loan_start"),
                loan=array_of("guarantee", "loan"),
                outstanding=array_of("loan", "outstanding"),
            ),
            forward=Csr(of_pairs("out_start"), debtor, rows),
            reverse=Csr(of_pairs("in_start"), of_pairs("in_tail"), of_pairs("in_edge")),
        )

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
