"""Loans as contracts cover them: those they name, and those of a maximum amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.instant import BEGINNING
from graph.kernels.csr import order_by, range_positions
from graph.snapshot.arrays import integers, is_valid_mask, nulls, single_chunk
from graph.snapshot.lookup import keys_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot.lookup import IdLookup

DAY = 86_400_000
"""Milliseconds."""
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Dormant:
    """Loans that are known but hold at another time: over, or not yet begun.

    Attributes
    ----------
    ids
        Loan ids; one may come several times.
    borrower, lender
        Shape (rows,). Party numbers, -1 where unknown.
    starts
        Shape (rows,). UTC milliseconds from which each holds.
    """

    ids: pa.Array
    borrower: Int32s
    lender: Int32s
    starts: Int64s


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
        Shape (loans,). In one currency where they are added up, NaN where unknown.
    described
        Shape (loans,). Whether a visible fact describes the loan; others only name it.
    lookup
        From loan ids to numbers.
    dormant
        Loans that no visible fact need describe.
    """

    borrower: Int32s
    lender: Int32s
    started: Int64s
    outstanding: NDArray[np.float64]
    described: NDArray[np.bool_]
    lookup: IdLookup
    dormant: Dormant

    @classmethod
    def of(
        cls,
        loans: pa.Table,
        outstanding: NDArray[np.float64],
        lookup: IdLookup,
        dormant: Dormant,
    ) -> LoanBook:
        """The book of a table of loans, row i being number i."""
        started = integers(single_chunk(loans, "started_on"), BEGINNING)
        valid = integers(single_chunk(loans, "valid_from"), BEGINNING)
        return cls(
            borrower=single_chunk(loans, "borrower").to_numpy(),
            lender=single_chunk(loans, "lender").to_numpy(),
            started=np.where(started > BEGINNING, started, valid),
            outstanding=outstanding,
            described=is_valid_mask(single_chunk(loans, "source")),
            lookup=lookup,
            dormant=dormant,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """The loans that contracts name; shapes (names,), then (contracts,) for `any`.

    `loan` is the number of a loan that a visible fact describes, else -1; then it is
    `over`, `to_come`, or nobody ever described it.
    """

    contract: Int64s
    loan: Int64s
    over: NDArray[np.bool_]
    to_come: NDArray[np.bool_]
    any: NDArray[np.bool_]


def names_in(contracts: pa.Table) -> tuple[Int64s, pa.Array]:
    """Contract row and loan id of each name in `covered_loan_ids`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = single_chunk(contracts, "covered_loan_ids").fill_null("")
    names_any = pc.not_equal(column, "").to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(names_any)
    lists = pc.split_pattern(column.take(pa.array(rows)), ";")
    return rows[pc.list_parent_indices(lists).to_numpy()], lists.flatten()


def named_loans(contracts: pa.Table, loans: LoanBook, as_of: int) -> Named:
    """What the names of loans in contracts stand for."""
    import pyarrow as pa
    import pyarrow.compute as pc

    contract, names = names_in(contracts)
    loan = loans.lookup.find_all(names).astype(np.int64)
    loan[~np.append(loans.described, False)[loan]] = -1
    unseen = np.flatnonzero(loan < 0)
    over, to_come = np.zeros((2, loan.size), np.bool_)
    if unseen.size and len(loans.dormant.ids):
        later = loans.dormant.starts > as_of
        for flag, ids in (
            (over, loans.dormant.ids),
            (to_come, loans.dormant.ids.filter(pa.array(later))),
        ):
            known = pc.is_in(names.take(pa.array(unseen)), ids)
            flag[unseen] = known.to_numpy(zero_copy_only=False)
    names_any = np.zeros(contracts.num_rows, np.bool_)
    names_any[contract] = True
    return Named(contract, loan, over & ~to_come, to_come, names_any)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Loans of one creditor to one debtor under maximum-amount contracts.

    Attributes
    ----------
    rows
        Contracts whose creditor and debtor are known.
    described
        Shape (rows,). Whether any loan between the two was ever described.
    contract, loan
        Shape (k,). Each loan that stands between the two, by contract.
    """

    rows: Int64s
    described: NDArray[np.bool_]
    contract: Int64s
    loan: Int64s


def lines_of(rows: Int64s, debtor: Int32s, creditor: Int32s, loans: LoanBook) -> Line:
    """Loans between creditor and debtor of these contracts; O(loans log loans)."""
    rows = rows[(debtor[rows] >= 0) & (creditor[rows] >= 0)]
    stands = loans.described & (loans.borrower >= 0) & (loans.lender >= 0)
    known = np.flatnonzero(stands)
    n = int(max(loans.borrower.max(initial=-1), loans.lender.max(initial=-1))) + 1
    order = known[order_by((loans.borrower[known], n), (loans.lender[known], n))]
    ends = _line(loans.borrower[order], loans.lender[order])
    wanted = _line(debtor[rows], creditor[rows])
    first = np.searchsorted(ends, wanted, side="left")
    counts = np.searchsorted(ends, wanted, side="right") - first
    past = _line(loans.dormant.borrower, loans.dormant.lender)
    return Line(
        rows=rows,
        described=(counts > 0) | np.isin(wanted, past),
        contract=np.repeat(rows, counts),
        loan=order[range_positions(first, counts)].astype(np.int64),
    )


def _line(borrower: NDArray[np.integer], lender: NDArray[np.integer]) -> Int64s:
    """Borrower and lender as one number; unknown ends (-1) match nobody's."""
    return borrower.astype(np.int64) << 32 | lender.astype(np.int64) & 0xFFFFFFFF


def window(contracts: pa.Table) -> tuple[Int64s, Int64s]:
    """When covered claims arise: from signing, or validity, to the end of maturity."""
    signed = integers(single_chunk(contracts, "signed_on"), BEGINNING - 1)
    valid = integers(single_chunk(contracts, "valid_from"), BEGINNING)
    maturity = integers(single_chunk(contracts, "maturity"), _NEVER - DAY)
    return np.where(signed < BEGINNING, valid, signed), maturity + DAY


def relevant_dormant(
    facts: pa.Table,
    dormant: Dormant,
    contracts: pa.Table,
    debtor: Int32s,
    creditor: Int32s,
) -> pa.Table:
    """Those dormant loans that decide on a contract, by id and valid time.

    A contract names them, or they are its creditor's to its debtor.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    _, names = names_in(contracts)
    named = pc.is_in(dormant.ids, names).to_numpy(zero_copy_only=False)
    both = (debtor >= 0) & (creditor >= 0)
    lines = _line(debtor[both], creditor[both])
    between = np.isin(_line(dormant.borrower, dormant.lender), lines)
    kept = facts.take(pa.array(np.flatnonzero(named | between)))
    if not kept.num_rows:  # always with the same bytes
        return pa.table({field.name: nulls(0, field.type) for field in facts.schema})
    by = [(name, "ascending") for name in kept.column_names]
    return kept.take(pc.sort_indices(kept, sort_keys=by))


@dataclass(frozen=True, slots=True, eq=False)
class Covering:
    """From loans back to the contracts that may cover them; sorted keys and rows."""

    name_key: NDArray[np.uint64]
    name_row: Int64s
    line_key: Int64s
    line_row: Int64s

    @classmethod
    def of(cls, contracts: pa.Table) -> Covering:
        """The index of a snapshot's contracts. O(n log n)."""
        import pyarrow.compute as pc

        named, names = names_in(contracts)
        keys = keys_of(names)
        by_name = np.argsort(keys, kind="stable")
        kind = pc.equal(single_chunk(contracts, "cap_kind"), "maximum")
        maximum = pc.fill_null(kind, fill_value=False).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(maximum)
        ends = (single_chunk(contracts, name) for name in ("debtor", "creditor"))
        lines = _line(*(integers(end, -1)[rows] for end in ends))
        by_line = np.argsort(lines, kind="stable")
        return cls(keys[by_name], named[by_name], lines[by_line], rows[by_line])

    def rows(self, loan_ids: pa.Array, borrower: Int32s, lender: Int32s) -> Int64s:
        """Contracts of these loans; some may be named that do not cover any."""
        lines = _line(np.asarray(borrower), np.asarray(lender))
        return np.concatenate(
            [
                _matching(self.name_key, self.name_row, keys_of(loan_ids)),
                _matching(self.line_key, self.line_row, lines),
            ]
        )


def _matching(
    keys: NDArray[np.generic], rows: Int64s, wanted: NDArray[np.generic]
) -> Int64s:
    """Rows of all keys that are wanted."""
    first = np.searchsorted(keys, wanted, side="left")
    counts = np.searchsorted(keys, wanted, side="right") - first
    return rows[range_positions(first, counts)]
