"""The firms around one, as its features see them, and without some of their edges.

What a firm's features are computed from lies within two steps of it, but for the sizes
of components and the hubs, which are those of the whole snapshot. So the features of
one firm can be computed again in milliseconds.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa

from gnn.features.firms import Firms
from gnn.features.local_relation import LARGEST, LocalRelation
from gnn.features.matrices import common, ones, pattern, row_of
from graph.snapshot.arrays import column, single_chunk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from gnn.features.relations import Ties
    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot

    Rows = NDArray[np.integer]
    Mask = NDArray[np.bool_]

RELATIONS = ("guarantees", "payments")
REGISTERS = {"owners": "owner", "officers": "officer", "contacts": "contact"}
"""Ties of `Firms`, and the same in its control."""
_ENDS = {"ownership": ("owner", "asset"), "risk_event": ("party",)}
_TOLD = {"ownership": ("share",), "risk_event": ("valid_from",)}
"""What the features that are computed again read of facts."""


class LocalFirms(Firms):
    """The firms of a snapshot that the features of one of them look at.

    What is told of the others is right only as far as that one's features look.

    Parameters
    ----------
    whole
        All firms of the snapshot.
    row
        Of the one.

    Attributes
    ----------
    rows
        Shape (k,). The firms among all, ascending.
    centre
        Place of the one among them.

    Notes
    -----
    O(n + m) of array operations; features are then O(what is within two steps).
    """

    def __init__(self, whole: Firms, row: int) -> None:
        self.whole = whole
        self.rows = _looked_at(whole, row)
        self.centre = int(np.searchsorted(self.rows, row))
        self.parties = whole.parties[self.rows]
        self.row = np.full(whole.row.size, -1, np.int32)
        self.row[self.parties] = np.arange(self.rows.size, dtype=np.int32)
        self.place = self.row[whole.parties]
        self.age = whole.age[self.rows]
        self.control = replace(whole.control, firms=self.parties)
        for name in RELATIONS:
            setattr(
                self,
                name,
                LocalRelation.among(
                    getattr(whole, name), self.place, self.rows, self.centre
                ),
            )
        for name in REGISTERS:
            ties: Ties = getattr(whole, name)
            ties = ties.where(self.place[ties.firm] >= 0)
            setattr(self, name, replace(ties, firm=self.place[ties.firm]))
        if whole.loops is None:
            self.loops = None
        else:
            loops = whole.loops.with_payer(row)
            self.loops = replace(loops, payer=self.place[loops.payer])
        self.snapshot = _near(whole.snapshot, self.row)

    def own(self, name: str) -> NDArray[np.integer]:
        """Edges that the one firm has at either end.

        Parameters
        ----------
        name
            Of `RELATIONS` or `REGISTERS`.

        Returns
        -------
        numpy.ndarray
            Shape (k, 2). Each pair of ends once, as `without` takes them.
        """
        if name in RELATIONS:
            edges = getattr(self, name).edges
            ends = np.stack([edges.tail, edges.head], axis=1)
            mine = (ends == self.centre).any(axis=1)
            pairs: Rows = self.rows[np.unique(ends[mine], axis=0)]
            return pairs
        ties: Ties = getattr(self, name)
        mine = ties.firm == self.centre
        if name == "owners":
            mine |= ties.other == self.parties[self.centre]
        pairs = np.stack([self.rows[ties.firm[mine]], ties.other[mine]], axis=1)
        return np.unique(pairs, axis=0)

    def without(self, gone: Mapping[str, Rows]) -> LocalFirms:
        """The same firms when some edges are not there.

        Components of more than `LARGEST` firms stay what they are for all who have an
        edge left, and so do hubs and the loads of what nobody here is tied to.

        Parameters
        ----------
        gone
            Edges by the names of `RELATIONS` and `REGISTERS`, as pairs of ends of
            shape (k, 2): rows of two firms, from tail to head, or the row of a firm
            and the number of the party or contact behind it. All facts between two
            ends go; what is not here changes nothing.
        """
        left = copy.copy(self)
        for name, pairs in gone.items():
            ends = self.place[pairs[:, 0]]
            if name in REGISTERS:
                _untie(left, name, ends[ends >= 0], pairs[ends >= 0, 1])
                continue
            heads = self.place[pairs[:, 1]]
            here = (ends >= 0) & (heads >= 0)
            relation: LocalRelation = getattr(self, name)
            among = pattern(ends[here], heads[here], (len(self), len(self)))
            setattr(left, name, relation.without(among))
            if name == "payments" and left.loops is not None:
                left.loops = left.loops.without(among)
        return left


def _untie(firms: LocalFirms, name: str, firm: Int32s, other: Rows) -> None:
    """Take ties away from what is a copy, with their part in its control."""
    ties: Ties = getattr(firms, name)
    gone = _key(firm, other)
    less = np.isin(_key(ties.firm, ties.other), gone)
    fewer = np.bincount(ties.other[less], minlength=int(ties.other.max(initial=0)) + 1)
    load = ties.load - fewer[ties.other]
    setattr(firms, name, replace(ties, load=load).where(~less))
    up: csr_array = getattr(firms.control, REGISTERS[name])
    above = other + (firms.row.size if name == "contacts" else 0)
    cut = common(up, pattern(firms.parties[firm], above, up.shape))
    changed: dict[str, Any] = {REGISTERS[name]: ones(up - cut)}
    firms.control = replace(firms.control, **changed)
    if name == "owners":
        held = firms.snapshot.facts("ownership")
        ends = _key(column(held, "asset"), column(held, "owner"))
        stays = ~np.isin(ends, _key(firms.parties[firm], other))
        firms.snapshot = _facts(firms.snapshot, {"ownership": _chosen(held, stays)})


def _key(one: Rows, other: Rows) -> NDArray[np.int64]:
    """Couples of numbers below 2^31 as one number each."""
    return one.astype(np.int64) << 32 | other


def _looked_at(whole: Firms, row: int) -> Rows:
    """Rows of the firms that the features of one look at, ascending."""
    found: list[Rows] = [np.array([row])]
    for name in RELATIONS:
        graph = getattr(whole, name)
        near = row_of(graph.near, row)
        found += [near, graph.near[near].indices, row_of(graph.both, row)]
        for label, members in (
            (graph.weak, graph.weak_sizes),
            (graph.strong, graph.strong_sizes),
        ):
            if members[row] <= LARGEST:
                found.append(np.flatnonzero(label == label[row]))
    found += [row_of(pairs, row) for pairs in whole.control.kinds.values()]
    firm, owner = whole.owners.firm, whole.row[whole.owners.other]
    found += [owner[(firm == row) & (owner >= 0)], firm[owner == row]]
    if whole.loops is not None:
        found.append(whole.loops.with_payer(row).payer)
    near = np.unique(np.concatenate(found))
    # How much they guarantee is a feature of those around them, too.
    return np.union1d(near, whole.guarantees.out[near].indices)


def _near(snapshot: Snapshot, row: Int32s) -> Snapshot:
    """What features read of a snapshot, of some firms."""
    found = {}
    for kind, ends in _ENDS.items():
        facts = snapshot.facts(kind)
        here = np.any([row[column(facts, end)] >= 0 for end in ends], axis=0)
        found[kind] = _chosen(facts.select([*ends, *_TOLD[kind]]), here)
    return _facts(snapshot, found)


def _facts(snapshot: Snapshot, tables: Mapping[str, pa.Table]) -> Snapshot:
    """A snapshot with other facts of some kinds, as far as features read it."""
    facts = {kind: snapshot.facts(kind) for kind in _ENDS if kind not in tables}
    patched = SimpleNamespace(
        manifest=snapshot.manifest,
        figures=snapshot.figures,
        facts={**facts, **tables}.__getitem__,
    )
    return cast("Snapshot", patched)


def _chosen(facts: pa.Table, mask: Mask) -> pa.Table:
    """Facts of a mask, each column in one piece."""
    places = pa.array(np.flatnonzero(mask))
    return pa.table(
        {name: single_chunk(facts, name).take(places) for name in facts.column_names}
    )
