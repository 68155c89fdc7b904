"""What contracts cover at an instant, and whether anything is left to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.instant import BEGINNING
from graph.legal_force import Force, legal_force
from graph.snapshot.arrays import single_chunk
from graph.snapshot.builder.loans import lines_of, named_loans, window

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot.builder.loans import LoanBook


@dataclass(frozen=True, slots=True, eq=False)
class Debts:
    """What contracts cover, shapes (contracts,) but for the last two.

    Attributes
    ----------
    balance
        Sum of the known balances, 0 where what was covered is over, NaN where nobody
        says what is covered or how much of it stands.
    partly
        Whether a covered loan of unknown balance stands beside known ones.
    undrawn
        Whether more may yet be drawn: the window of a maximum-amount contract is
        open, or a named loan has not begun.
    contract, loan
        Shape (k,). The visible loans that each covers.
    """

    balance: NDArray[np.float64]
    partly: NDArray[np.bool_]
    undrawn: NDArray[np.bool_]
    contract: Int64s
    loan: Int64s

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where the balance is the whole of what can be called today."""
        return np.asarray(~(np.isnan(self.balance) | self.partly))

    @property
    def over(self) -> NDArray[np.bool_]:
        """Where nothing stands and nothing can be drawn: known to be zero."""
        return np.asarray(self.known & (self.balance == 0.0) & ~self.undrawn)


def covered_debts(
    contracts: pa.Table,
    debtor: Int32s,
    creditor: Int32s,
    loans: LoanBook,
    as_of: int,
) -> Debts:
    """What each contract covers: the loans it names, else those of its window.

    A maximum-amount contract that names none covers its creditor's loans to the
    debtor that arose in its window. Where no loan between the two was ever described
    nobody knows what it covers, which is not the same as nothing.

    Parameters
    ----------
    contracts
        Facts of the kind guarantee.
    debtor, creditor
        Shape (contracts,). Party numbers as in `loans`, -1 where unknown.
    as_of
        UTC milliseconds.
    """
    import pyarrow.compute as pc

    n = contracts.num_rows
    named = named_loans(contracts, loans, as_of)
    kind = pc.equal(single_chunk(contracts, "cap_kind"), "maximum")
    maximum = pc.fill_null(kind, fill_value=False).to_numpy(zero_copy_only=False)
    line = lines_of(np.flatnonzero(maximum & ~named.any), debtor, creditor, loans)
    begin, end = window(contracts)
    started = loans.started[line.loan]
    arisen = (begin[line.contract] <= started) & (started < end[line.contract])
    undated = (started <= BEGINNING) & (begin[line.contract] > BEGINNING)
    of_line = loans.outstanding[line.loan]
    of_line[undated] = np.nan  # it may have arisen in the window or not
    of_name = np.append(loans.outstanding, np.nan)[named.loan]
    of_name[named.over | named.to_come] = 0.0
    inside = arisen | undated
    contract = np.concatenate([named.contract, line.contract[inside]])
    loan = np.concatenate([named.loan, line.loan[inside]])
    balance = np.concatenate([of_name, of_line[inside]])
    stated = ~np.isnan(balance)
    total = np.bincount(contract[stated], balance[stated], minlength=n)
    some = np.bincount(contract[stated], minlength=n) > 0
    missing = np.bincount(contract[~stated], minlength=n) > 0
    told = line.rows[line.described]
    some[told] |= ~missing[told]
    undrawn = np.zeros(n, np.bool_)
    undrawn[named.contract[named.to_come]] = True
    undrawn[told] = as_of < end[told]
    seen = loan >= 0
    return Debts(
        balance=np.where(some, total, np.nan),
        partly=some & missing,
        undrawn=undrawn,
        contract=contract[seen],
        loan=loan[seen],
    )


def binding_force(
    contracts: pa.Table, debts: Debts, as_of: int
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Legal force and its rule, where what a contract covers is looked at as well.

    Where nothing is left to call the force is 0 and the rule `Force.EXHAUSTED`, if no
    rule of law decided before.
    """
    force, codes = legal_force(contracts, as_of)
    over = debts.over & (force > 0.0)
    force[over] = 0.0
    codes[over] = Force.EXHAUSTED
    return force, codes
