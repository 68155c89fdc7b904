"""Changes of guarantor-debtor pairs since a snapshot, actual or hypothetical.

The snapshot stays as it is. An overlay says which guarantor-debtor pairs appeared and
which lost their last contract in force, so that a question about paths is answered as
a rebuilt snapshot would answer it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from graph.errors import NotFoundError
from graph.instant import At
from graph.overlay.contracts import (
    CONTRACT,
    LINE,
    LOAN,
    PARTY,
    PROMISE,
    ChangeSource,
    ContractState,
    Pair,
    SnapshotContracts,
    decisive,
    read_states,
)
from graph.overlay.dates import NEVER, dates_of
from graph.snapshot.builder.loan_facts import LoanFacts, covers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot
    from graph.snapshot.builder.loan_facts import Cover

    _Pairs = tuple[Int32s, Int32s]

__all__ = ["REBUILD_LIMIT", "ChangeSource", "Overlay"]

REBUILD_LIMIT = 50_000
"""Above so many changes a new snapshot is the shorter way."""


@dataclass(frozen=True, eq=False)
class Overlay:
    """What differs from a snapshot in the pairs of guarantors and debtors.

    Immutable: what follows is a new overlay, and readers finish on the one they hold.
    Parties that the snapshot does not know are numbered from `snapshot.n_parties` on.

    Facts recorded before the snapshot that begin to hold only after its `as_of` are
    not seen; the next snapshot has them.

    Attributes
    ----------
    base
        The snapshot's contracts.
    at, sequence
        Where the store stood when it was read.
    changes
        Versions of contracts, promises, loans and parties written since the snapshot.
    new_ids
        Parties behind the snapshot's, in number order.
    states
        Contracts that were read again, by id.
    counts
        Contracts more or fewer than in the snapshot, by pair.
    """

    base: SnapshotContracts
    at: At
    sequence: int
    changes: int = 0
    new_ids: tuple[str, ...] = ()
    states: Mapping[str, ContractState] = field(default_factory=dict)
    counts: Mapping[Pair, int] = field(default_factory=dict)

    @classmethod
    def empty(cls, snapshot: Snapshot) -> Self:
        """An overlay without changes."""
        manifest = snapshot.manifest
        sequence = int(manifest.origin.get("sequence", 0))
        return cls(SnapshotContracts(snapshot), manifest.at, sequence)

    @classmethod
    def since(
        cls, snapshot: Snapshot, source: ChangeSource, as_of: int | None = None
    ) -> Self:
        """Everything that happened since the snapshot; see `advanced`."""
        return cls.empty(snapshot).advanced(source, as_of)

    def advanced(self, source: ChangeSource, as_of: int | None = None) -> Self:
        """The overlay with everything that was written or ended since.

        Parameters
        ----------
        source
            The store that the snapshot was built from.
        as_of
            UTC milliseconds, by default the store's; it never goes back.

        Notes
        -----
        O(changes) time, a few indexed reads.
        """
        read = source.at(as_of)
        now = At(max(read.as_of, self.at.as_of), read.known_at)
        if now == self.at:
            return self
        written = [
            source.changes(kind, self.at.known_at) for kind in (CONTRACT, PROMISE)
        ]
        lent = decisive(source.changes(LOAN, self.at.known_at))
        ids = self._affected(written, lent, now.as_of)
        view = source.view(now)
        visible = [
            view.select(kind, by="guarantee", ids=ids) for kind in (CONTRACT, PROMISE)
        ]
        newcomers = source.changes(PARTY, self.at.known_at)
        numbers = _Numbers(self)
        for party_id in sorted(set(newcomers["party_id"].to_pylist())):
            numbers.of(party_id)
        covers = covers_of(visible[0])
        loans = LoanFacts.read(view, covers)
        pairs = read_states((visible[0], visible[1], loans), ids, now.as_of, numbers.of)
        dates = dates_of([*written, *visible])
        covered: dict[str, set[Cover]] = {contract_id: set() for contract_id in ids}
        named = zip(
            visible[0]["guarantee_id"].to_pylist(),
            covers,
            loans.dates(covers),
            strict=True,
        )
        for contract_id, cover, days in named:
            covered[contract_id].add(cover)
            dates[contract_id] |= days
        states, counts = dict(self.states), Counter(self.counts)
        for contract_id in ids:
            counts.subtract(self._pairs_of(contract_id))
            counts.update(pairs[contract_id])
            known = self.states.get(contract_id, ContractState()).dates
            later = {d for d in known | dates.get(contract_id, set()) if d > now.as_of}
            states[contract_id] = ContractState(
                pairs[contract_id],
                frozenset(later),
                frozenset(covered[contract_id]),
                min(later, default=NEVER),
            )
        return replace(
            self,
            at=now,
            sequence=source.sequence(read.known_at),
            changes=self.changes
            + sum(table.num_rows for table in (*written, lent, newcomers)),
            new_ids=numbers.new_ids,
            states=states,
            counts=counts,
        )

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that this changes."""
        return self.base.snapshot

    @property
    def n_parties(self) -> int:
        """Number of parties, new ones included."""
        return self.snapshot.n_parties + len(self.new_ids)

    @property
    def needs_rebuild(self) -> bool:
        """Whether a new snapshot is due."""
        return self.changes > REBUILD_LIMIT

    @property
    def has_edges(self) -> bool:
        """Whether any pair differs from the snapshot's."""
        return bool(self.added[0].size or self.closed[0].size)

    @property
    def added(self) -> _Pairs:
        """Guarantors and debtors of pairs that the snapshot lacks, ascending."""
        return self._differing[0]

    @property
    def closed(self) -> _Pairs:
        """Guarantors and debtors of the snapshot's pairs that are gone, ascending."""
        return self._differing[1]

    def number(self, party_id: str) -> int:
        """Number of a party.

        Raises
        ------
        NotFoundError
            Neither the snapshot nor anything written since describes or names it.
        """
        found = self._find(party_id)
        if found < 0:
            raise NotFoundError("party", party_id)
        return found

    def knows(self, party_id: str) -> bool:
        """Whether the snapshot or anything written since describes or names a party."""
        return self._find(party_id) >= 0

    def _find(self, party_id: str) -> int:
        """Number of a party; -1 if there is none."""
        found: int = self.snapshot.lookup("party").find(party_id)
        return self.new_numbers.get(party_id, -1) if found < 0 else found

    def party_id(self, number: int) -> str:
        """Id of a party.

        Raises
        ------
        IndexError
            There is no such number.
        """
        n = self.snapshot.n_parties
        if number >= n:
            return self.new_ids[number - n]
        return self.snapshot.node_id("party", number)

    @cached_property
    def new_numbers(self) -> dict[str, int]:
        """Numbers of the parties that the snapshot does not know."""
        n = self.snapshot.n_parties
        return {name: n + place for place, name in enumerate(self.new_ids)}

    @cached_property
    def _differing(self) -> tuple[_Pairs, _Pairs]:
        """Pairs that appeared and pairs that are gone."""
        pairs = sorted(self.counts)
        table = np.array(pairs, np.int32).reshape(-1, 2)
        before = self.base.contracts_of(table[:, 0], table[:, 1])
        there = before + [self.counts[pair] for pair in pairs] > 0
        appeared, gone = table[there & (before == 0)], table[~there & (before > 0)]
        return (
            (appeared[:, 0].copy(), appeared[:, 1].copy()),
            (gone[:, 0].copy(), gone[:, 1].copy()),
        )

    def _affected(
        self, written: list[pa.Table], lent: pa.Table, as_of: int
    ) -> list[str]:
        """Contracts to read again: written since, touched by time or by a loan."""
        ids = {name for table in written for name in table["guarantee_id"].to_pylist()}
        ids.update(self.base.covering(lent))
        loan_ids = set(lent["loan_id"].to_pylist())
        lines = set(zip(*(lent[name].to_pylist() for name in LINE), strict=True))
        if loan_ids:
            ids.update(
                contract_id
                for contract_id, state in self.states.items()
                for cover in state.covers
                if cover.line in lines or not loan_ids.isdisjoint(cover.loan_ids)
            )
        if as_of > self.at.as_of:
            ids.update(self.base.changing(self.at.as_of, as_of))
            ids.update(
                contract_id
                for contract_id, state in self.states.items()
                if state.changes_by <= as_of
            )
        return sorted(ids)

    def _pairs_of(self, contract_id: str) -> frozenset[Pair]:
        if contract_id in self.states:
            return self.states[contract_id].pairs
        return self.base.pairs_of(self.snapshot.lookup("guarantee").find(contract_id))


class _Numbers:
    """Gives new parties the next numbers, in the order in which they are asked for."""

    def __init__(self, overlay: Overlay) -> None:
        self._n = overlay.snapshot.n_parties
        self._find = overlay.snapshot.lookup("party").find
        self._new = dict(overlay.new_numbers)

    def of(self, party_id: str) -> int:
        """Number of a party."""
        found = self._find(party_id)
        if found >= 0:
            return found
        return self._new.setdefault(party_id, self._n + len(self._new))

    @property
    def new_ids(self) -> tuple[str, ...]:
        """Parties behind the snapshot's, in number order."""
        return tuple(self._new)
