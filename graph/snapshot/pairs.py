"""Guarantor-debtor pairs: the contracts projected onto firms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
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
