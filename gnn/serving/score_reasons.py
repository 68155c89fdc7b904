"""Reasons of firms, also where trees and network rank together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnn.ranking import ranks_of
from gnn.serving.reasons import NetworkShare, reason_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from gnn.model import Model
    from gnn.serving.scores import Scores
    from graph.analysis.model_findings import ReasonRow
    from graph.snapshot import Snapshot

    Floats = NDArray[np.float64]


def shares_of(model: Model, found: Scores, values: NDArray[np.float32]) -> Floats:
    """What each column adds to the log-odds that rank, and last the base.

    Where both scorers rank, the trees give half of it; what the network adds is told
    apart.

    Parameters
    ----------
    values
        Shape (r, d).

    Returns
    -------
    shares
        Shape (r, d + 1).
    """
    shares = model.trees.contributions(values)
    combination = found.combination
    if combination is None:
        return shares
    shares = shares / 2
    shares[:, -1] += combination.first.mean / 2
    return shares


def reasons_of(
    snapshot: Snapshot, model: Model, found: Scores, rows: NDArray[np.intp]
) -> Iterator[list[ReasonRow]]:
    """Rows of ``model_reason`` of each of these firms.

    Parameters
    ----------
    rows
        Shape (r,). Of the firms.
    """
    features, currency = found.features, snapshot.manifest.reporting_currency
    shares = shares_of(model, found, features.values[rows])
    network = _network_shares(found)
    for row, own in zip(rows.tolist(), shares, strict=True):
        yield list(
            reason_rows(
                snapshot.node_id("party", int(features.parties[row])),
                features.schema,
                features.values[row],
                own,
                raw=float(found.raw[row]),
                currency=currency,
                network=network(row),
            )
        )


def _network_shares(found: Scores) -> Callable[[int], NetworkShare | None]:
    """Tells by row what the network adds; None where the trees rank alone."""
    if found.second is None or found.combination is None:
        return lambda _: None
    rank, share = ranks_of(found.second.logits, found.scored), found.second.share
    n = int(found.scored.sum())
    return lambda row: NetworkShare(float(share[row]), int(rank[row]), n)
