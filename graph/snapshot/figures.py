"""What is known of each party in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.snapshot.arrays import column, frozen

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


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
        unknown = frozen(np.full(table.num_rows, np.nan))
        values = {
            name: unknown if table[name].null_count else column(table, name)
            for name in table.column_names
            if name != "grade"
        }
        return cls(**values, grade=table["grade"].chunk(0))
