"""Dates at which the pairs of a contract may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.arrays import integers, single_chunk

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.kernels.csr import Int64s

NEVER = int(np.iinfo(np.int64).max)
_DAY = 86_400_000
_MATURITY_DAYS = (1, *range(180, 188))
"""Days from maturity at which a contract may stop to count.

Its window ends with the day of maturity; six months end on one of the others.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Rows by an instant of theirs, so that those of a span are found by halving.

    Attributes
    ----------
    instants
        Shape (k,). UTC milliseconds, ascending; rows without an instant are left out.
    rows
        Shape (k,). The row of each.
    """

    instants: Int64s
    rows: Int64s

    @classmethod
    def of(cls, table: pa.Table, column: str) -> Calendar:
        """The rows of a table by a column of instants. O(n log n)."""
        instants = integers(single_chunk(table, column), NEVER)
        rows = np.flatnonzero(instants < NEVER)
        rows = rows[np.argsort(instants[rows], kind="stable")]
        return cls(instants[rows], rows)

    def between(self, after: int, upto: int) -> Int64s:
        """Rows with an instant in (after, upto]. O(log n + found)."""
        first, last = np.searchsorted(self.instants, (after, upto), side="right")
        return self.rows[first:last]


@dataclass(frozen=True, slots=True, eq=False)
class ContractDates:
    """When the contracts of a snapshot may stop to count, by their own dates.

    The end of their validity, the window of a maximum amount, the agreed period or six
    months from maturity.
    """

    end: Calendar
    maturity: Calendar
    period: Calendar

    @classmethod
    def of(cls, contracts: pa.Table) -> ContractDates:
        """The dates of a snapshot's contracts. O(n log n)."""
        columns = ("valid_to", "maturity", "period_end")
        return cls(*(Calendar.of(contracts, name) for name in columns))

    def between(self, after: int, upto: int) -> Int64s:
        """Contracts with such a date in (after, upto]; one may come several times."""
        return np.concatenate(
            [
                self.end.between(after, upto),
                self.period.between(after - _DAY, upto - _DAY),
                *(
                    self.maturity.between(after - day * _DAY, upto - day * _DAY)
                    for day in _MATURITY_DAYS
                ),
            ]
        )


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
                own |= {row["maturity"] + day * _DAY for day in _MATURITY_DAYS}
    return dates
