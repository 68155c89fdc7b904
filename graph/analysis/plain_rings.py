"""Money rings among transfers that stand in a file of their own, by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.algorithms.money_graph import MoneyGraph
from graph.algorithms.rings import money_rings

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.analysis.ring_parameters import RingParameters
    from graph.kernels.csr import Int32s, Int64s


@dataclass(frozen=True, slots=True, eq=False)
class PlainTransfers:
    """Transfers in order of time, those of one moment in order of id.

    Attributes
    ----------
    accounts, ids
        Names of accounts by number, and ids of transfers, shape (m,).
    payer, payee
        Shape (m,). Account numbers.
    time
        Shape (m,). In any unit.
    amount
        Shape (m,). Above 0, in the smallest unit that the file uses.
    unit
        What 1 in the file is in `amount`: a power of ten.
    """

    accounts: pa.Array
    ids: pa.Array
    payer: Int32s
    payee: Int32s
    time: Int64s
    amount: NDArray[np.float64]
    unit: float


@dataclass(frozen=True, slots=True)
class PlainRings:
    """Ids of the transfers of each ring, and whether these are all the rings.

    `complete_before` is the time up to which they are, where they are not all.
    """

    rings: tuple[tuple[str, ...], ...]
    complete: bool
    complete_before: int | None


def plain_rings(transfers: PlainTransfers, parameters: RingParameters) -> PlainRings:
    """Rings in order of time; gap and window are in the unit of the times.

    Transfers of one moment never follow each other.
    """
    graph = MoneyGraph.build(
        len(transfers.accounts),
        (transfers.payer, transfers.payee),
        transfers.time,
        transfers.amount,
    )
    found = money_rings(
        graph,
        parameters.bounds(unit=1),
        max_rings=parameters.max_rings,
        max_work=parameters.max_work,
    )
    ids = transfers.ids.take(found.edges).to_pylist()
    ends = zip(found.starts[:-1].tolist(), found.starts[1:].tolist(), strict=True)
    return PlainRings(
        rings=tuple(tuple(ids[start:end]) for start, end in ends),
        complete=not found.truncated_by,
        complete_before=found.complete_before,
    )
