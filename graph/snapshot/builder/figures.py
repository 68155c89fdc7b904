"""Figures of each party from statements, ratings, loans and its own record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.arrays import (
    canonical,
    column,
    integers,
    is_valid_mask,
    nulls,
    numbers,
    single_chunk,
    take_or_null,
)
from graph.vocabulary import KINDS, PropertyType

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s
    from graph.snapshot.conversion import Converter

STATEMENT_FIGURES = tuple(
    item.name
    for item in KINDS["financials"].properties
    if item.type is PropertyType.MONEY
)


def figure_table(
    tables: Mapping[str, pa.Table],
    outstanding: NDArray[np.float64],
    converter: Converter,
) -> pa.Table:
    """One row per party; see `graph.snapshot.amounts.Figures`. O(m log m).

    Parameters
    ----------
    outstanding
        Shape (loans,). Balances in the reporting currency.
    """
    import pyarrow as pa

    parties, ratings = tables["party"], tables["rating"]
    n = parties.num_rows
    columns = _statement_figures(tables["financials"], n, converter)
    columns["net_assets"] = canonical(
        columns["total_assets"] - columns["total_liabilities"]
    )
    columns["registered_capital"] = converter.amounts(
        parties, "registered_capital", "registered capital of parties"
    )
    columns["loans_outstanding"] = _loans_outstanding(
        column(tables["loan"], "borrower"), outstanding, n
    )
    graded = _latest(
        ratings, n, ("valid_from",), is_valid_mask(single_chunk(ratings, "grade"))
    )
    priced = _latest(
        ratings, n, ("valid_from",), is_valid_mask(single_chunk(ratings, "self_pd"))
    )
    columns["self_pd"] = numbers(take_or_null(single_chunk(ratings, "self_pd"), priced))
    grade = take_or_null(single_chunk(ratings, "grade"), graded)
    stated = {name: _or_nulls(values) for name, values in columns.items()}
    return pa.table({**stated, "grade": grade})


def _or_nulls(values: NDArray[np.float64]) -> pa.Array:
    """The column, without room for it where nothing is known."""
    import pyarrow as pa

    if np.isnan(values).all():
        return nulls(values.size, pa.float64())
    return pa.array(values)


def _statement_figures(
    statements: pa.Table, n: int, converter: Converter
) -> dict[str, NDArray[np.float64]]:
    rows = _latest(
        statements, n, ("period_end", "valid_from"), np.ones(statements.num_rows, bool)
    )
    what = "financial statements"
    chosen = {
        name: np.append(
            converter.amounts(statements, name, f"{name} of {what}"), np.nan
        )
        for name in STATEMENT_FIGURES
    }
    return {name: values[rows] for name, values in chosen.items()}


def _latest(
    facts: pa.Table, n: int, by: tuple[str, ...], stated: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Row of each party's last stated fact by these columns, -1 where none is.

    The facts are sorted by source and record within a party, which settles ties.
    """
    rows = np.flatnonzero(stated)
    party = integers(single_chunk(facts, "party"), -1)[rows]
    keys = [integers(single_chunk(facts, name), 0)[rows] for name in reversed(by)]
    order = np.lexsort([*keys, party])
    last = np.full(n, -1, np.int64)
    last[party[order]] = rows[order]  # of equal indices numpy keeps the last
    return last


def _loans_outstanding(
    borrowers: Int32s, outstanding: NDArray[np.float64], n: int
) -> NDArray[np.float64]:
    """Sum of the known balances of each borrower, NaN where none is known."""
    rows = np.flatnonzero((borrowers >= 0) & ~np.isnan(outstanding))
    borrower = borrowers[rows]
    total = np.bincount(borrower, outstanding[rows], minlength=n)
    count = np.bincount(borrower, minlength=n)
    return canonical(np.where(count > 0, total, np.nan))
