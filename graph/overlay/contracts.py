"""Pairs that single contracts make at an instant, and dates when these may change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from graph.kernels.csr import stable_order
from graph.kernels.sorted_search import sorted_positions
from graph.legal_force import legal_force
from graph.snapshot.arrays import column, integers, single_chunk, take_or_null
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
    from graph.snapshot.source import FactView
    from graph.vocabulary import Kind

Pair = tuple[int, int]
"""Numbers of guarantor and debtor."""

PARTY, CONTRACT, PROMISE = (KINDS[n] for n in ("party", "guarantee", "guarantor"))
NEVER = int(np.iinfo(np.int64).max)
_DAY = 86_400_000
_LAPSE_DAYS = (180, 187)
"""Six months from maturity end somewhere between these days."""


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
    """Pairs that a contract makes, and later instants at which that may change."""

    pairs: frozenset[Pair] = frozenset()
    dates: frozenset[int] = frozenset()


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

        O(contracts + promises).
        """
        contracts = self.snapshot.nodes("guarantee")
        promises = self.snapshot.facts("guarantor")
        affected = _may_change(contracts, after, upto)
        ended = _inside(
            integers(single_chunk(promises, "valid_to"), NEVER), after, upto
        )
        affected[column(promises, "guarantee")[ended]] = True
        ids: list[str] = take_or_null(
            self.snapshot.ids("guarantee"), np.flatnonzero(affected)
        ).to_pylist()
        return ids


def _inside(instants: NDArray[np.int64], after: int, upto: int) -> NDArray[np.bool_]:
    return np.asarray((instants > after) & (instants <= upto))


def _may_change(contracts: pa.Table, after: int, upto: int) -> NDArray[np.bool_]:
    """Contracts whose validity, agreed period or six months end in the window."""
    far = NEVER - 1_000 * _DAY
    maturity = integers(single_chunk(contracts, "maturity"), far)
    first, last = _LAPSE_DAYS
    affected: NDArray[np.bool_] = _inside(
        integers(single_chunk(contracts, "valid_to"), NEVER), after, upto
    )
    affected |= _inside(
        integers(single_chunk(contracts, "period_end"), far) + _DAY, after, upto
    )
    affected |= (maturity + first * _DAY <= upto) & (maturity + last * _DAY > after)
    return affected


def read_states(
    contracts: pa.Table,
    promises: pa.Table,
    ids: Sequence[str],
    as_of: int,
    number_of: Callable[[str], int],
) -> dict[str, frozenset[Pair]]:
    """Pairs that each contract makes at `as_of`, by the rules of a snapshot.

    Parameters
    ----------
    contracts, promises
        Visible facts of the kinds guarantee and guarantor about these contracts.
    ids
        The contracts; one without visible facts makes no pair.
    number_of
        Number of a party.
    """
    import pyarrow as pa

    place = {contract_id: row for row, contract_id in enumerate(ids)}

    def ends(table: pa.Table, name: str, number: Callable[[str], int]) -> Int32s:
        values = (-1 if v is None else number(v) for v in table[name].to_pylist())
        return np.fromiter(values, np.int32, table.num_rows)

    described = node_table(
        CONTRACT,
        contracts,
        {
            "guarantee": ends(contracts, "guarantee_id", place.__getitem__),
            "debtor": ends(contracts, "debtor_id", number_of),
            "creditor": np.full(contracts.num_rows, -1, np.int32),
        },
        pa.array(ids, pa.string()),
    )
    guarantor = ends(promises, "guarantor_id", number_of)
    promised = fact_table(
        PROMISE,
        promises,
        {
            "guarantor": guarantor,
            "guarantee": ends(promises, "guarantee_id", place.__getitem__),
        },
        {"party": int(guarantor.max(initial=-1)) + 1, "guarantee": len(ids)},
    )
    force, _ = legal_force(described, as_of)
    made = promises_in_force(
        promised, single_chunk(described, "debtor").to_numpy(), force
    )
    found: dict[str, set[Pair]] = {contract_id: set() for contract_id in ids}
    for row, *pair in zip(made.contract, made.guarantor, made.debtor, strict=True):
        found[ids[row]].add((int(pair[0]), int(pair[1])))
    return {contract_id: frozenset(pairs) for contract_id, pairs in found.items()}


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
                first, last = _LAPSE_DAYS
                days = range(first, last + 1)
                own |= {row["maturity"] + day * _DAY for day in days}
    return dates
