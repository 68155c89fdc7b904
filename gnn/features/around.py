"""The firms around one, as its features see them, with groups of its ties taken away.

What a firm's features are computed from lies close to it but for sizes and components,
which are looked up. So they can be computed again without the rest of the snapshot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa

from gnn.features.firms import Firms
from gnn.features.local_control import Leaf, TiesUp
from gnn.features.local_relation import LocalRelation, RelationIndex
from gnn.features.matrices import holds, row_of
from gnn.features.payment_loops import Loops
from gnn.features.relation_graph import Members, RelationGraph
from gnn.features.relations import Ties
from graph.kernels.csr import range_positions, stable_order
from graph.snapshot.arrays import column, single_chunk

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot

    Rows = NDArray[np.integer]

CONTROL, GUARANTEES, PAYMENTS, CONTACTS = (
    "control",
    "guarantees",
    "payments",
    "contacts",
)
GROUPS = (CONTROL, GUARANTEES, PAYMENTS, CONTACTS)
"""Groups of a firm's ties that can be taken away: owners, officers and holdings;
contracts in force that it gives or receives; transfers; contact points."""
LARGEST_SHOWN = 100
"""Firms of a circle or network that is looked at whole; of a larger one what all of it
shares is not computed again."""
_TIES = {"owners": CONTROL, "officers": CONTROL, "contacts": CONTACTS}
_UP = {"owner": CONTROL, "officer": CONTROL, "contact": CONTACTS}
"""Groups of the ties of `Firms`, and of those of its control."""


class Around:
    """Where the surroundings of firms are looked up; made once for a snapshot.

    Parameters
    ----------
    firms
        Of the snapshot, all of them.

    Notes
    -----
    O(n + m) to make, beside what the features of all firms look at.
    """

    def __init__(self, firms: Firms) -> None:
        n = len(firms)
        self.firms = firms
        self.guarantees = RelationIndex(firms.guarantees)
        self.payments = RelationIndex(firms.payments)
        self.up = TiesUp(firms.control)
        edges, two = firms.payments.edges, firms.control.two
        tied = edges.where(holds(two, edges.tail, edges.head))
        self._related = Members.of(RelationGraph(tied, n).strong)
        self._ties = {
            name: stable_order(getattr(firms, name).firm, n) for name in _TIES
        }
        events = firms.snapshot.facts("risk_event")
        self._struck = firms.row[column(events, "party")]
        self._struck_at = column(events, "valid_from")
        self._events = stable_order(self._struck + np.int32(1), n + 1)
        loops = firms.loops
        self._loops = None if loops is None else stable_order(loops.payer, n)

    def of(
        self, row: int, off: Collection[str] = (), whole: LocalFirms | None = None
    ) -> LocalFirms:
        """The surroundings of a firm without groups of its ties.

        Parameters
        ----------
        off
            Of `GROUPS`.
        whole
            The same surroundings with all ties, whose parts are used again.

        Notes
        -----
        O(what lies within two steps, and within its circle and loops).
        """
        return LocalFirms(self, row, frozenset(off), whole)

    def rows(self, row: int) -> Rows:
        """Firms that the features of one look at, ascending."""
        firms = self.firms
        parts: list[Rows] = [np.array([row])]
        whole: list[Rows] = [self._related.with_row(row)]
        for index in (self.guarantees, self.payments):
            parts += [index.ball(row), index.partners(row)]
            whole += [index.circle(row), index.network(row)]
        parts += [members for members in whole if members.size <= LARGEST_SHOWN]
        parts += [row_of(pairs, row) for pairs in firms.control.kinds.values()]
        loops = self.loops(row)
        parts += [self._holdings(row), *([] if loops is None else [loops.payer])]
        near = np.unique(np.concatenate(parts))
        rows: Rows = np.union1d(near, self.guarantees.heads(near))
        return rows

    def _holdings(self, row: int) -> Rows:
        """Firms that a firm owns part of, and those that own part of it."""
        snapshot, party = self.firms.snapshot, int(self.firms.parties[row])
        ends = (snapshot.outgoing("ownership"), snapshot.incoming("ownership"))
        found = self.firms.row[np.concatenate([end.row(party) for end in ends])]
        firms: Rows = found[found >= 0]
        return firms

    def loops(self, row: int) -> Loops | None:
        """The payment loops of a firm; None where the search for them was cut."""
        loops = self.firms.loops
        if loops is None or self._loops is None:
            return None
        start, place = self._loops
        return loops.only(np.unique(loops.ring[place[start[row] : start[row + 1]]]))

    def ties(self, name: str, rows: Rows) -> Ties:
        """Ties of some firms, in the order in which they are written."""
        start, place = self._ties[name]
        first = start[rows]
        found = place[range_positions(first, start[rows + 1] - first)]
        ties: Ties = getattr(self.firms, name)
        return ties.where(np.sort(found))

    def events(self, rows: Rows) -> pa.Table:
        """Party and moment of the risk events of some firms."""
        start, place = self._events
        first = start[rows + 1]
        found = np.sort(place[range_positions(first, start[rows + 2] - first)])
        parties = self.firms.parties[self._struck[found]]
        return pa.table({"party": parties, "valid_from": self._struck_at[found]})

    def ownership(self, rows: Rows, but_of: int | None) -> pa.Table:
        """Holdings of and in some firms: owner, owned firm and share.

        Parameters
        ----------
        but_of
            A party whose own are left out.
        """
        snapshot, parties = self.firms.snapshot, self.firms.parties[rows]
        found = []
        for held in (snapshot.outgoing("ownership"), snapshot.incoming("ownership")):
            first = held.indptr[parties]
            slots = range_positions(first, held.indptr[parties + 1] - first)
            found.append(held.edge[slots])
        facts = snapshot.facts("ownership")
        edge = np.unique(np.concatenate(found))
        if but_of is not None:
            owner, asset = (column(facts, name)[edge] for name in ("owner", "asset"))
            edge = edge[(owner != but_of) & (asset != but_of)]
        ends = {name: column(facts, name)[edge] for name in ("owner", "asset")}
        return pa.table({**ends, "share": single_chunk(facts, "share").take(edge)})


class LocalFirms(Firms):
    """Some firms of a snapshot, around one of them.

    What is told of the others is right only as far as the features of that one look.

    Attributes
    ----------
    rows
        The firms among all, ascending.
    centre
        Place of the firm that they are around.
    """

    def __init__(
        self,
        around: Around,
        row: int,
        off: frozenset[str],
        like: LocalFirms | None,
    ) -> None:
        whole = around.firms
        rows = around.rows(row) if like is None else like.rows
        self.rows: Rows = rows
        self.centre = int(np.searchsorted(rows, row))
        self.parties = whole.parties[rows]
        local = np.full(len(whole), -1, np.int32)
        local[rows] = np.arange(rows.size, dtype=np.int32)
        self.row = np.full(whole.row.size, -1, np.int32)
        self.row[self.parties] = np.arange(rows.size, dtype=np.int32)
        party = int(whole.parties[row])
        self.age = whole.age[rows]
        for group in (GUARANTEES, PAYMENTS):
            if like is not None and group not in off:
                setattr(self, group, getattr(like, group))
                continue
            alone = self.centre if group in off else None
            index = getattr(around, group)
            setattr(self, group, LocalRelation(index, rows, local, alone))
        for name, group in _TIES.items():
            ties = around.ties(name, rows)
            ties = _without(ties, row, party) if group in off else ties
            placed = Ties(local[ties.firm], ties.other, ties.days, ties.load)
            setattr(self, name, placed)
        gone = [kind for kind, group in _UP.items() if group in off]
        self.control = (
            like.control
            if like is not None and not gone
            else around.up.among(self.parties, Leaf(party, gone))
        )
        self.loops = _placed(around.loops(row), local, gone=PAYMENTS in off)
        facts = {
            "ownership": around.ownership(rows, party if CONTROL in off else None),
            "risk_event": around.events(rows),
        }
        self.snapshot = cast("Snapshot", _Facts(whole.snapshot, facts))


class _Facts:
    """What features read of a snapshot, of some firms."""

    def __init__(self, snapshot: Snapshot, facts: Mapping[str, pa.Table]) -> None:
        self.manifest, self.figures = snapshot.manifest, snapshot.figures
        self._facts = facts

    def facts(self, kind: str) -> pa.Table:
        return self._facts[kind]


def _without(ties: Ties, row: int, party: int) -> Ties:
    """Ties but those of a firm, and those that it is the other of."""
    own = ties.other[ties.firm == row]
    load = ties.load - (ties.other[:, None] == own).sum(axis=1)
    left = Ties(ties.firm, ties.other, ties.days, load.astype(np.float64))
    return left.where((ties.firm != row) & (ties.other != party))


def _placed(loops: Loops | None, local: Int32s, *, gone: bool) -> Loops | None:
    """Loops by the places of their payers; none where they are gone."""
    if loops is None:
        return None
    if gone:
        loops = loops.only(np.empty(0, np.int64))
    return Loops(local[loops.payer], loops.days, loops.amount, loops.ring, loops.start)
