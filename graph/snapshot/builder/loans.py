"""Balances of the loans that contracts cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.instant import BEGINNING
from graph.kernels.csr import order_by, range_positions
from graph.snapshot.arrays import integers, single_chunk

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s
    from graph.snapshot.lookup import IdLookup

_DAY = 86_400_000
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class LoanBook:
    """Loans by number.

    Attributes
    ----------
    borrower, lender
        Shape (loans,). Party numbers, -1 where unknown.
    started
        Shape (loans,). UTC milliseconds, `BEGINNING` where unknown.
    outstanding
        Shape (loans,). Reporting currency, NaN where unknown.
    lookup
        From loan ids to numbers.
    """

    borrower: Int32s
    lender: Int32s
    started: NDArray[np.int64]
    outstanding: NDArray[np.float64]
    lookup: IdLookup


def covered_balances(
    contracts: pa.Table, loans: LoanBook
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Balance that each contract covers, NaN where unknown, and where it is partial.

    The loans a contract names; for a maximum-amount contract that names none, its
    creditor's loans to the debtor that arose in its window. Shapes (contracts,).
    """
    named, loan, names_any = _named_loans(contracts, loans)
    window, arisen = _loans_in_window(contracts, loans, names_any)
    contract = np.concatenate([named, window])
    balance = np.append(loans.outstanding, np.nan)[np.concatenate([loan, arisen])]
    n = contracts.num_rows
    stated = ~np.isnan(balance)
    total = np.bincount(contract[stated], balance[stated], minlength=n)
    some = np.bincount(contract[stated], minlength=n) > 0
    missing = np.bincount(contract[~stated], minlength=n) > 0
    return np.where(some, total, np.nan), some & missing


def _named_loans(
    contracts: pa.Table, loans: LoanBook
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Contract and loan of each name, -1 for an unknown loan, and who names any."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = single_chunk(contracts, "covered_loan_ids").fill_null("")
    names_any = pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(names_any)
    lists = pc.split_pattern(column.take(pa.array(rows)), ";")
    parents = rows[pc.list_parent_indices(lists).to_numpy()]
    found = loans.lookup.find_all(lists.flatten())
    return parents, found.astype(np.int64), names_any


def _loans_in_window(
    contracts: pa.Table, loans: LoanBook, names_any: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Contract and loan for the maximum-amount contracts that name no loan."""
    import pyarrow.compute as pc

    is_maximum = pc.equal(single_chunk(contracts, "cap_kind"), "maximum")
    maximum = pc.fill_null(is_maximum, fill_value=False)
    debtor = integers(single_chunk(contracts, "debtor"), -1)
    creditor = integers(single_chunk(contracts, "creditor"), -1)
    open_ended = maximum.to_numpy(zero_copy_only=False) & ~names_any
    rows = np.flatnonzero(open_ended & (debtor >= 0) & (creditor >= 0))
    n = int(max(loans.borrower.max(initial=-1), loans.lender.max(initial=-1))) + 1
    known = np.flatnonzero((loans.borrower >= 0) & (loans.lender >= 0))
    order = known[order_by((loans.borrower[known], n), (loans.lender[known], n))]
    ends = loans.borrower[order].astype(np.int64) << 32 | loans.lender[order]
    wanted = debtor[rows] << 32 | creditor[rows]
    first = np.searchsorted(ends, wanted, side="left")
    counts = np.searchsorted(ends, wanted, side="right") - first
    contract = np.repeat(rows, counts)
    loan = order[range_positions(first, counts)]
    begin, end = _window(contracts)
    started = loans.started[loan]
    inside = (begin[contract] <= started) & (started < end[contract])
    return contract[inside], loan[inside]


def _window(contracts: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """When covered claims arise: from signing, or validity, to the end of maturity."""
    signed = integers(single_chunk(contracts, "signed_on"), BEGINNING - 1)
    valid = integers(single_chunk(contracts, "valid_from"), BEGINNING)
    maturity = integers(single_chunk(contracts, "maturity"), _NEVER - _DAY)
    return np.where(signed < BEGINNING, valid, signed), maturity + _DAY
