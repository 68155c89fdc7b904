"""Pairs that single contracts make at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Protocol

import numpy as np

from graph.kernels.csr import stable_order
from graph.kernels.sorted_search import sorted_positions
from graph.overlay.dates import NEVER, Calendar, ContractDates
from graph.snapshot.arrays import column, single_chunk, take_or_null
from graph.snapshot.builder.debts import binding_force
from graph.snapshot.builder.loan_facts import numbered
from graph.snapshot.builder.loans import Covering
from graph.snapshot.builder.pairs import promises_in_force
from graph.snapshot.builder.tables import fact_table, node_table
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.instant import At
    from graph.kernels.csr import Int32s, Int64s
    from graph.snapshot import Snapshot
    from graph.snapshot.builder.loan_facts import Cover, LoanFacts
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

Pair = tuple[int, int]
"""Numbers of guarantor and debtor."""

PARTY, LOAN, CONTRACT, PROMISE = (
    KINDS[name] for name in ("party", "loan", "guarantee", "guarantor")
)

LINE = ("borrower_id", "lender_id")
"""Columns that say between whom a loan stands."""


class ChangeSource(Protocol):
    """What an overlay reads; every store has it."""

    def sequence(self, known_at: int | None = None) -> int:
        """Number of the last commit, or of the last one recorded by an instant."""

    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:
        """The instant meant by these axes."""

    def changes(self, kind: Kind, after: int) -> pa.Table:
        """Versions recorded or closed after an instant."""

    def view(self, at: At) -> FactView:
        """Facts visible at an instant."""


@dataclass(frozen=True, slots=True)
class ContractState:
    """Pairs that a contract makes, what it covers, and when that may change.

    `changes_by` is the earliest of `dates`.
    """

    pairs: frozenset[Pair] = frozenset()
    dates: frozenset[int] = frozenset()
    covers: frozenset[Cover] = frozenset()
    changes_by: int = NEVER


class SnapshotContracts:
    """The contracts of a snapshot, each with its pairs and its dates."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def _slots(self) -> tuple[Int64s, Int32s]:
        """Slots of `pairs.contract` by contract."""
        starts, slots = stable_order(
            self.snapshot.pairs.contract, self.snapshot.manifest.counts["guarantee"]
        )
        return starts, slots

    @cached_property
    def _keys(self) -> Int64s:
        """Pairs as single numbers, ascending."""
        pairs = self.snapshot.pairs
        return pairs.guarantor.astype(np.int64) << 32 | pairs.debtor

    def contracts_of(self, guarantor: Int32s, debtor: Int32s) -> Int64s:
        """Contracts behind each pair, 0 where there is none. O(k log m)."""
        wanted = guarantor.astype(np.int64) << 32 | debtor
        places = sorted_positions(self._keys, wanted)
        found = np.zeros(wanted.size, np.int64)
        found[places >= 0] = self.snapshot.pairs.contracts[places[places >= 0]]
        return found

    def pairs_of(self, contract: int) -> frozenset[Pair]:
        """Pairs that the snapshot rests on this contract; empty for -1."""
        if contract < 0:
            return frozenset()
        starts, slots = self._slots
        pairs = self.snapshot.pairs
        own = slots[starts[contract] : starts[contract + 1]]
        found = np.searchsorted(pairs.contract_indptr, own, side="right") - 1
        return frozenset(
            zip(
                pairs.guarantor[found].tolist(),
                pairs.debtor[found].tolist(),
                strict=True,
            )
        )

    def changing(self, after: int, upto: int) -> list[str]:
        """Ids of the contracts that may have changed by time in (after, upto].

        O(log n + found).
        """
        found: list[NDArray[np.integer]] = [
            self._dates.between(after, upto),
            self._promised[self._promise_ends.between(after, upto)],
        ]
        over = self._loan_ends.between(after, upto)
        if over.size:
            ids = take_or_null(self.snapshot.ids("loan"), over)
            found.append(
                self._covering.rows(ids, *(ends[over] for ends in self._loan_parties))
            )
        return self._ids(np.concatenate(found))

    def warm_up(self) -> None:
        """Make what the first change would wait for: every index of the contracts."""
        self._slots, self._keys, self._covering  # noqa: B018 - kept from here on
        self._dates, self._promise_ends, self._loan_ends  # noqa: B018 - the same
        for kind in ("party", "guarantee"):
            self.snapshot.lookup(kind).find("")

    @cached_property
    def _dates(self) -> ContractDates:
        return ContractDates.of(self.snapshot.nodes("guarantee"))

    @cached_property
    def _promise_ends(self) -> Calendar:
        return Calendar.of(self.snapshot.facts("guarantor"), "valid_to")

    @property
    def _promised(self) -> Int32s:
        """Contract of each promise."""
        return column(self.snapshot.facts("guarantor"), "guarantee")

    @cached_property
    def _loan_ends(self) -> Calendar:
        return Calendar.of(self.snapshot.nodes("loan"), "valid_to")

    @property
    def _loan_parties(self) -> tuple[Int32s, Int32s]:
        """Borrower and lender of each loan."""
        loans = self.snapshot.nodes("loan")
        return column(loans, "borrower"), column(loans, "lender")

    def covering(self, loans: pa.Table) -> list[str]:
        """Ids of the contracts on which these loans, as in `changes`, may bear."""
        if not loans.num_rows:
            return []
        find = self.snapshot.lookup("party").find_all
        rows = self._covering.rows(
            single_chunk(loans, "loan_id"),
            find(single_chunk(loans, "borrower_id")),
            find(single_chunk(loans, "lender_id")),
        )
        return self._ids(rows)

    @cached_property
    def _covering(self) -> Covering:
        return Covering.of(self.snapshot.nodes("guarantee"))

    def _ids(self, contracts: NDArray[np.integer]) -> list[str]:
        ids = take_or_null(self.snapshot.ids("guarantee"), np.unique(contracts))
        found: list[str] = ids.to_pylist()
        return found


def decisive(loans: pa.Table) -> pa.Table:
    """Versions of loans, as in `changes`, that may let a contract count or not.

    A balance that moves but does not reach 0 leaves every pair where it is.
    """
    import pyarrow.compute as pc

    keys = ["source", "record_id", "loan_id", *LINE]
    keys += ["started_on", "valid_from", "valid_to", "owes"]
    table = loans.append_column("owes", pc.greater(loans["outstanding"], 0))
    table = table.append_column("open", pc.is_null(loans["recorded_to"]))
    by = table.group_by(keys).aggregate([("open", "any"), ("open", "all")])
    return by.filter(pc.equal(by["open_any"], by["open_all"]))


def read_states(
    facts: tuple[pa.Table, pa.Table, LoanFacts],
    ids: Sequence[str],
    as_of: int,
    number_of: Callable[[str], int],
) -> dict[str, frozenset[Pair]]:
    """Pairs that each contract makes at `as_of`, by the rules of a snapshot.

    Parameters
    ----------
    facts
        Visible facts of the kinds guarantee and guarantor about these contracts, and
        the loans behind them.
    ids
        The contracts; one without visible facts makes no pair.
    number_of
        Number of a party.
    """
    import pyarrow as pa

    contracts, promises, loans = facts
    place = {contract_id: row for row, contract_id in enumerate(ids)}
    # few parties are named: their own numbers keep the tables below as short
    parties, creditors = (
        {v: row for row, v in enumerate(dict.fromkeys(chain(*named))) if v}
        for named in (
            (contracts["debtor_id"].to_pylist(), promises["guarantor_id"].to_pylist()),
            (contracts["creditor_id"].to_pylist(),),
        )
    )
    described = node_table(
        CONTRACT,
        contracts,
        {
            "guarantee": numbered(contracts, "guarantee_id", place),
            "debtor": numbered(contracts, "debtor_id", parties),
            "creditor": numbered(contracts, "creditor_id", creditors),
        },
        pa.array(ids, pa.string()),
    )
    promised = fact_table(
        PROMISE,
        promises,
        {
            "guarantor": numbered(promises, "guarantor_id", parties),
            "guarantee": numbered(promises, "guarantee_id", place),
        },
        {"party": len(parties) + 1, "guarantee": len(ids)},
    )
    debts = loans.debts(described, parties, creditors, as_of)
    force, _ = binding_force(described, debts, as_of)
    made = promises_in_force(
        promised, single_chunk(described, "debtor").to_numpy(), force
    )
    numbers = {row: number_of(party_id) for party_id, row in parties.items()}
    found: dict[str, set[Pair]] = {contract_id: set() for contract_id in ids}
    for row, *pair in zip(made.contract, made.guarantor, made.debtor, strict=True):
        found[ids[row]].add((numbers[pair[0]], numbers[pair[1]]))
    return {contract_id: frozenset(pairs) for contract_id, pairs in found.items()}
