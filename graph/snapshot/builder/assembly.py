"""The stages from exported facts to the tables of a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.instant import BEGINNING
from graph.kernels.csr import order_by
from graph.kernels.hashing import party_keys
from graph.legal_force import legal_force
from graph.snapshot.arrays import column, integers, pack, single_chunk, take_or_null
from graph.snapshot.builder.figures import figure_table
from graph.snapshot.builder.loans import LoanBook
from graph.snapshot.builder.numbering import number_parties, rank_nodes
from graph.snapshot.builder.pairs import (
    project,
    promise_amounts,
    promises_in_force,
    rows_in_force,
)
from graph.snapshot.builder.tables import (
    adjacency,
    fact_table,
    node_table,
    renumbered,
    starts_of,
)
from graph.snapshot.conversion import Converter
from graph.snapshot.lookup import IdLookup
from graph.vocabulary import KINDS, NODE_KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

PAIRS = "pairs"
FIGURES = "figures"
ARRAYS = "arrays"
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
    """

    def __init__(
        self,
        nodes: Mapping[str, pa.Table],
        exports: dict[str, pa.Table],
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
        contracts = self._node_table("guarantee")
        self._force, codes = legal_force(contracts, self._as_of)
        n, m = self._sizes["party"], self._sizes["guarantee"]
        promises = self._ends["guarantor"]
        by_end = order_by((promises["guarantor"], n), (promises["guarantee"], m))
        guarantor, contract = (
            promises[name][by_end] for name in ("guarantor", "guarantee")
        )
        debtors = column(contracts, "debtor")
        rows, _ = rows_in_force(guarantor, contract, debtors, self._force)
        order, component = number_parties(guarantor[rows], debtors[contract[rows]], n)
        number = np.full(n + 1, -1, np.int32)
        number[order] = np.arange(n, dtype=np.int32)
        self.tables["guarantee"] = renumbered(contracts, KINDS["guarantee"], number)
        for name, ends in self._ends.items():
            for reference in KINDS[name].references:
                if reference.node_kind == "party":
                    ends[reference.name] = number[ends[reference.name]]
        self._ids["party"] = take_or_null(self._ids["party"], order)
        self._arrays["party.component"] = component
        self._arrays["guarantee.force"] = codes

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
            lookup = IdLookup.build(ids)
            self._arrays[f"{name}.key"] = lookup.key
            self._arrays[f"{name}.key_number"] = lookup.number
        self._arrays["party.draw_key"] = party_keys(_texts(self._ids["party"]))

    def _project(self) -> None:
        contracts = self.tables["guarantee"]
        loans = self._loan_book()
        promises = promises_in_force(
            self.tables["guarantor"], column(contracts, "debtor"), self._force
        )
        amounts = promise_amounts(
            promises, contracts, self._force, loans, self._converter
        )
        n, n_contracts = self._sizes["party"], self._sizes["guarantee"]
        self.tables[PAIRS], arrays = project(promises, amounts, n, n_contracts)
        self.tables[FIGURES] = figure_table(self.tables, loans, self._converter)
        self.tables[ARRAYS] = pack({**self._arrays, **arrays})
        if promises.self_guarantees:
            note = "promises of a debtor for itself are left out of the pairs"
            self._notes = (f"{promises.self_guarantees} {note}",)

    def _loan_book(self) -> LoanBook:
        loans = self.tables["loan"]
        return LoanBook(
            borrower=column(loans, "borrower"),
            lender=column(loans, "lender"),
            started=integers(single_chunk(loans, "started_on"), BEGINNING),
            outstanding=self._converter.amounts(
                loans, "outstanding", "outstanding of loans"
            ),
            lookup=IdLookup(
                self._ids["loan"],
                self._arrays["loan.key"],
                self._arrays["loan.key_number"],
            ),
        )

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
