"""Dates at which the pairs of a contract may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.arrays import integers, single_chunk

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

NEVER = int(np.iinfo(np.int64).max)
_DAY = 86_400_000
_LAPSE_DAYS = (180, 187)
"""Six months from maturity end somewhere between these days."""


def ending(facts: pa.Table, after: int, upto: int) -> NDArray[np.bool_]:
    """Facts whose validity ends in (after, upto]."""
    return _inside(integers(single_chunk(facts, "valid_to"), NEVER), after, upto)


def _inside(instants: NDArray[np.int64], after: int, upto: int) -> NDArray[np.bool_]:
    return np.asarray((instants > after) & (instants <= upto))


def may_change(contracts: pa.Table, after: int, upto: int) -> NDArray[np.bool_]:
    """Contracts of which something ends in (after, upto].

    Their validity, the window of a maximum amount, the agreed period or six months.
    """
    far = NEVER - 1_000 * _DAY
    maturity = integers(single_chunk(contracts, "maturity"), far)
    first, last = _LAPSE_DAYS
    affected = ending(contracts, after, upto)
    affected |= _inside(maturity + _DAY, after, upto)
    affected |= _inside(
        integers(single_chunk(contracts, "period_end"), far) + _DAY, after, upto
    )
    affected |= (maturity + first * _DAY <= upto) & (maturity + last * _DAY > after)
    return affected


def dates_of(tables: Sequence[pa.Table]) -> dict[str, set[int]]:
    """Instants at which facts begin or end to count, by contract."""
    dates: dict[str, set[int]] = {}
    for table in tables:
        for row in table.to_pylist():
            own = dates.setdefault(row["guarantee_id"], set())
            own |= {row["valid_from"], row["valid_to"] or NEVER}
            if row.get("period_end") is not None:
                own.add(row["period_end"] + _DAY)
            if row.get("maturity") is not None:
                first, last = _LAPSE_DAYS
                days = (1, *range(first, last + 1))
                own |= {row["maturity"] + day * _DAY for day in days}
    return dates
