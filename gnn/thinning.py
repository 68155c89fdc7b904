"""Facts with some of the edges gone, to see what a score hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.vocabulary import Form

if TYPE_CHECKING:
    from graph.instant import At
    from graph.snapshot.source import FactExport, FactSource
    from graph.vocabulary import Kind


class Thinned:
    """A source of facts that lacks a share of the edges of every kind.

    Parameters
    ----------
    share
        In [0, 1]. Each edge is dropped with this probability, by the seed and its place
        among the edges of its kind in order of the source's rows.
    """

    def __init__(self, source: FactSource, share: float, seed: int) -> None:
        self._source = source
        self.share = share
        self.seed = seed
        self.url = source.url
        self.store_id = source.store_id

    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:
        """The instant as the source means it."""
        return self._source.at(as_of, known_at)

    def view(self, at: At) -> FactExport:
        """The facts that are left."""
        return _ThinnedView(self._source.view(at), self.share, self.seed)

    def node_ids(self, node_kind: str) -> pa.Table:
        """Every node: none is dropped."""
        return self._source.node_ids(node_kind)

    def sequence(self, known_at: int | None = None) -> int:
        """The source's."""
        return self._source.sequence(known_at)


class _ThinnedView:
    def __init__(self, view: FactExport, share: float, seed: int) -> None:
        self._view = view
        self._share = share
        self._seed = seed

    def export(self, kind: Kind, *, ended: bool = False) -> pa.Table:
        facts = self._view.export(kind, ended=ended)
        if kind.form is not Form.EDGE:
            return facts
        random = np.random.default_rng([self._seed, *kind.name.encode()])
        return facts.filter(pa.array(random.random(len(facts)) >= self._share))

    def dormant(self, kind: Kind) -> pa.Table:
        return self._view.dormant(kind)
