"""An engine that spreads labels from neighbour to neighbour until they rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.engines.local import LocalEngine

if TYPE_CHECKING:
    from graph.kernels.csr import Int32s
    from graph.snapshot import Snapshot


class SpreadingEngine(LocalEngine):
    """Components in its own way, all else as the local engine."""

    name = "spreading"

    def components(self, snapshot: Snapshot) -> Int32s:
        """By rounds over all pairs."""
        guarantor, debtor = snapshot.pairs.guarantor, snapshot.pairs.debtor
        labels = np.arange(snapshot.n_parties)
        before = None
        while not np.array_equal(labels, before):
            before = labels.copy()
            np.minimum.at(labels, debtor, labels[guarantor])
            np.minimum.at(labels, guarantor, labels[debtor])
        return np.unique(labels, return_inverse=True)[1].astype(np.int32)
