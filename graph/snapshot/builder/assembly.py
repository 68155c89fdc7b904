"""The stages from exported facts to the tables of a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.instant import BEGINNING
from graph.kernels.hashing import party_keys
from graph.snapshot.arrays import column, integers, pack, single_chunk, take_or_null
from graph.snapshot.builder.debts import binding_force, covered_debts
from graph.snapshot.builder.figures import figure_table
from graph.snapshot.builder.loans import Dormant, LoanBook, relevant_dormant
from graph.snapshot.builder.numbering import number_parties, rank_nodes
from graph.snapshot.builder.pairs import (
    promise_amounts,
    promises_in_force,
    rows_in_force,
)
from graph.snapshot.builder.projection import covered_by, project
from graph.snapshot.builder.tables import (
    adjacency,
    canonical_order,
    fact_table,
    node_table,
    renumbered,
    starts_of,
)
from graph.snapshot.conversion import Converter
from graph.snapshot.lookup import IdLookup
from graph.vocabulary import KINDS, NODE_KINDS, SHARE_UNIT, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

PAIRS = "pairs"
FIGURES = "figures"
ARRAYS = "arrays"
DORMANT = "dormant"
_NONE = np.empty(0, np.int32)
_BLOCK = 1 << 14


class Assembly:
    """Runs the stages in order; `tables` holds what they made.

    Parameters
    ----------
    nodes
        `node_no` and `node_id` by node kind.
    exports
        Visible facts by kind; let go of once arranged.
    dormant_loans
        Loans that are known but hold at another time.
    """

    def __init__(
        self,
        nodes: Mapping[str, pa.Table],
        exports: dict[str, pa.Table],
        dormant_loans: pa.Table,
        as_of: int,
        reporting_currency: str,
    ) -> None:
        self._exports = exports
        self._as_of = as_of
        self._converter = Converter(exports["exchange_rate"], reporting_currency)
        ranks = rank_nodes(nodes, exports)
        self._ids = dict(ranks.ids)
        self._ends = ranks.ends
        self._sizes = {name: len(ids) for name, ids in ranks.ids.items()}
        self._arrays: dict[str, NDArray[Any]] = {}
        self._lookups: dict[str, IdLookup] = {}
        self._dormant_loans = dormant_loans
        self._notes: tuple[str, ...] = ()
        self.tables: dict[str, pa.Table] = {}
        self.stages: tuple[Callable[[], None], ...] = (
            self._number,
            self._describe_nodes,
            self._arrange_facts,
            self._find_ids,
            self._project,
        )

    @property
    def counts(self) -> dict[str, int]:
        """Nodes, facts and pairs."""
        rows = {name: self.tables[name].num_rows for name in KINDS}
        return {**rows, "pair": self.tables[PAIRS].num_rows}

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What was taken for granted or left out."""
        return (*self._converter.assumptions, *self._notes)

    def _number(self) -> None:
        """Renumber parties from ranks to the topological order of guarantees."""
        contracts, loans = (self._node_table(name) for name in ("guarantee", "loan"))
        codes = self._find_force(contracts, loans)
        n, m = self._sizes["party"], self._sizes["guarantee"]
        promises, facts = self._ends["guarantor"], self._exports["guarantor"]
        sizes = ((promises["guarantor"], n), (promises["guarantee"], m))
        by_end = canonical_order(sizes, facts)
        guarantor, contract = (
            promises[name][by_end] for name in ("guarantor", "guarantee")
        )
        share = integers(single_chunk(facts, "share"), SHARE_UNIT)[by_end]
        debtors = column(contracts, "debtor")
        rows, _ = rows_in_force(guarantor, contract, share, debtors, self._force)
        order, component = number_parties(guarantor[rows], debtors[contract[rows]], n)
        number = np.full(n + 1, -1, np.int32)
        number[order] = np.arange(n, dtype=np.int32)
        for name, table in (("guarantee", contracts), ("loan", loans)):
            self.tables[name] = renumbered(table, KINDS[name], number)
        for name, ends in self._ends.items():
            for reference in KINDS[name].references:
                if reference.node_kind == "party":
                    ends[reference.name] = number[ends[reference.name]]
        self._ids["party"] = take_or_null(self._ids["party"], order)
        self._arrays["party.component"] = component
        self._arrays["guarantee.force"] = codes

    def _find_force(self, contracts: pa.Table, loans: pa.Table) -> NDArray[np.uint8]:
        """Force of contracts given what they cover; parties are ranks here."""
        self._outstanding = self._converter.amounts(
            loans, "outstanding", "outstanding of loans"
        )
        self._lookups["loan"] = IdLookup.build(self._ids["loan"])
        past = self._dormant_loans
        parties = IdLookup.build(self._ids["party"]) if past.num_rows else None
        borrower, lender = (
            _NONE if parties is None else parties.find_all(single_chunk(past, name))
            for name in ("borrower_id", "lender_id")
        )
        dormant = Dormant(
            ids=single_chunk(past, "loan_id"),
            borrower=borrower,
            lender=lender,
            starts=integers(single_chunk(past, "valid_from"), BEGINNING),
        )
        book = LoanBook.of(loans, self._outstanding, self._lookups["loan"], dormant)
        debtor, creditor = (column(contracts, name) for name in ("debtor", "creditor"))
        self._debts = covered_debts(contracts, debtor, creditor, book, self._as_of)
        self.tables[DORMANT] = relevant_dormant(
            past, dormant, contracts, debtor, creditor
        )
        self._force, codes = binding_force(contracts, self._debts, self._as_of)
        return codes

    def _describe_nodes(self) -> None:
        for name in NODE_KINDS:
            if name not in self.tables:
                self.tables[name] = self._node_table(name)

    def _arrange_facts(self) -> None:
        for name, kind in KINDS.items():
            if kind.form is Form.NODE:
                continue
            self.tables[name] = self._fact_table(name)
            ends = [
                (column(self.tables[name], item.name), self._sizes[item.node_kind])
                for item in kind.references[:2]
            ]
            rows: dict[str, NDArray[Any]] = {"in_edge": _NONE, "in_tail": _NONE}
            if self.tables[name].num_rows and kind.form is Form.EDGE:
                (tail, n_tails), (head, n_heads) = ends
                rows = adjacency(tail, head, n_tails, n_heads)
            elif self.tables[name].num_rows and ends:
                rows = {"out_start": starts_of(*ends[0])}
            self._arrays |= {f"{name}.{end}": array for end, array in rows.items()}

    def _find_ids(self) -> None:
        for name, ids in self._ids.items():
            lookup = self._lookups.get(name) or IdLookup.build(ids)
            self._arrays[f"{name}.key"] = lookup.key
            self._arrays[f"{name}.key_number"] = lookup.number
        self._arrays["party.draw_key"] = party_keys(_texts(self._ids["party"]))

    def _project(self) -> None:
        contracts = self.tables["guarantee"]
        promises = promises_in_force(
            self.tables["guarantor"], column(contracts, "debtor"), self._force
        )
        amounts = promise_amounts(
            promises, contracts, self._force, self._debts, self._converter
        )
        n, n_contracts = self._sizes["party"], self._sizes["guarantee"]
        covered = covered_by(self._debts, self._outstanding, n_contracts)
        self.tables[PAIRS], arrays = project(promises, amounts, covered, n, n_contracts)
        self.tables[FIGURES] = figure_table(
            self.tables, self._outstanding, self._converter
        )
        arrays |= {
            "guarantee.loan_start": covered.start,
            "guarantee.loan": covered.loan,
            "loan.outstanding": self._outstanding,
        }
        self.tables[ARRAYS] = pack({**self._arrays, **arrays})
        if promises.self_guarantees:
            note = "promises of a debtor for itself are left out of the pairs"
            self._notes = (f"{promises.self_guarantees} {note}",)

    def _node_table(self, name: str) -> pa.Table:
        return node_table(
            KINDS[name], self._exports.pop(name), self._ends.pop(name), self._ids[name]
        )

    def _fact_table(self, name: str) -> pa.Table:
        return fact_table(
            KINDS[name], self._exports.pop(name), self._ends.pop(name), self._sizes
        )


def _texts(ids: pa.Array) -> Iterator[str]:
    """Each id; a list of all would take more memory than any table."""
    for start in range(0, len(ids), _BLOCK):
        yield from ids.slice(start, _BLOCK).to_pylist()
