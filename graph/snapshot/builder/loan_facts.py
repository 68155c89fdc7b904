"""The loans behind a few contracts, read from a view at any instant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.instant import BEGINNING
from graph.snapshot.arrays import integers, numbers, single_chunk
from graph.snapshot.builder.debts import covered_debts
from graph.snapshot.builder.loans import Dormant, LoanBook
from graph.snapshot.builder.tables import node_table
from graph.snapshot.lookup import IdLookup
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from graph.kernels.csr import Int32s
    from graph.snapshot.builder.debts import Debts
    from graph.snapshot.source import FactView

_LOAN = KINDS["loan"]

Line = tuple[str, str]
"""Ids of debtor and creditor."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a contract says it covers: loans by id, or a line of credit."""

    loan_ids: frozenset[str] = frozenset()
    line: Line | None = None


def covers_of(contracts: pa.Table) -> list[Cover]:
    """What each contract says, by its columns in a view's `select`."""
    columns = ("covered_loan_ids", "cap_kind", "debtor_id", "creditor_id")
    covers = []
    for row in contracts.select(columns).to_pylist():
        named = row["covered_loan_ids"]
        ends = row["debtor_id"], row["creditor_id"]
        if named:
            covers.append(Cover(frozenset(named.split(";"))))
        elif row["cap_kind"] == "maximum" and None not in ends:
            covers.append(Cover(line=ends))
        else:
            covers.append(Cover())
    return covers


@dataclass(frozen=True, slots=True, eq=False)
class LoanFacts:
    """Loans that contracts name or that stand between creditor and debtor.

    Attributes
    ----------
    visible, dormant
        As a view's `select` and `dormant` give them.
    """

    visible: pa.Table
    dormant: pa.Table

    @classmethod
    def read(cls, view: FactView, covers: Iterable[Cover]) -> Self:
        """The loans behind these contracts. Up to four indexed reads."""
        import pyarrow as pa

        covers = list(covers)
        named = {name for cover in covers for name in cover.loan_ids}
        debtors = sorted({cover.line[0] for cover in covers if cover.line})
        past = []
        if debtors:
            found = view.select(_LOAN, by="borrower", ids=debtors)
            named.update(found["loan_id"].to_pylist())
            past.append(view.dormant(_LOAN, by="borrower", ids=debtors))
        ids = sorted(named)
        past.append(view.dormant(_LOAN, by="loan", ids=ids))
        return cls(view.select(_LOAN, by="loan", ids=ids), pa.concat_tables(past))

    def debts(
        self,
        contracts: pa.Table,
        debtors: Mapping[str, int],
        creditors: Mapping[str, int],
        as_of: int,
    ) -> Debts:
        """What these contracts cover; amounts are in minor units of any currency.

        Whether anything is left to call does not depend on rates.

        Parameters
        ----------
        contracts
            Descriptions with `debtor` and `creditor` numbered by the two maps.
        """
        book = self._book(debtors, creditors)
        debtor, creditor = (
            single_chunk(contracts, name).to_numpy() for name in ("debtor", "creditor")
        )
        return covered_debts(contracts, debtor, creditor, book, as_of)

    def dates(self, covers: Iterable[Cover]) -> list[set[int]]:
        """Instants at which a loan behind each contract begins or ends to count."""
        by_id: dict[str, set[int]] = defaultdict(set)
        by_line: dict[Line, set[int]] = defaultdict(set)
        columns = ("loan_id", "borrower_id", "lender_id", "valid_from", "valid_to")
        for table in (self.visible, self.dormant):
            for row in table.select(columns).to_pylist():
                own = {row["valid_from"], row["valid_to"]} - {None}
                by_id[row["loan_id"]] |= own
                by_line[row["borrower_id"], row["lender_id"]] |= own
        return [
            set[int]().union(
                *(by_id.get(name, ()) for name in cover.loan_ids),
                by_line.get(cover.line, ()) if cover.line else (),
            )
            for cover in covers
        ]

    def _book(
        self, debtors: Mapping[str, int], creditors: Mapping[str, int]
    ) -> LoanBook:
        import pyarrow as pa

        ids = sorted(set(self.visible["loan_id"].to_pylist()))
        place = {loan_id: row for row, loan_id in enumerate(ids)}
        names = pa.array(ids, pa.string())
        facts = self.visible
        ends = {
            "loan": numbered(facts, "loan_id", place),
            "borrower": numbered(facts, "borrower_id", debtors),
            "lender": numbered(facts, "lender_id", creditors),
        }
        loans = node_table(_LOAN, facts, ends, names)
        dormant = Dormant(
            ids=single_chunk(self.dormant, "loan_id"),
            borrower=numbered(self.dormant, "borrower_id", debtors),
            lender=numbered(self.dormant, "lender_id", creditors),
            starts=integers(single_chunk(self.dormant, "valid_from"), BEGINNING),
        )
        outstanding = numbers(single_chunk(loans, "outstanding"))
        return LoanBook.of(loans, outstanding, IdLookup.build(names), dormant)


def numbered(table: pa.Table, name: str, number: Mapping[str, int]) -> Int32s:
    """Number of each id of a column, -1 where there is none; shape (rows,)."""
    values = (number.get(value, -1) for value in table[name].to_pylist())
    return np.fromiter(values, np.int32, table.num_rows)
