"""Labels of default within twelve months: of firms in circles, and of guarantees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gnn.features import FeatureTable
    from graph.snapshot import Snapshot
    from graph.snapshot.source import FactView

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

EVENT = KINDS["risk_event"]
SMALLEST_CIRCLE = 3


@dataclass(frozen=True, slots=True, eq=False)
class EdgeRows:
    """Guarantor-debtor pairs in force between companies.

    Attributes
    ----------
    guarantor, debtor
        Shape (m,). Rows of firms.
    values
        Shape (m, 2 d + 2). Features of the guarantor, of the debtor, and the logarithm
        of the effective amount and the number of contracts.
    """

    guarantor: NDArray[np.int32]
    debtor: NDArray[np.int32]
    values: NDArray[np.float32]


def first_default(later: FactView, after: int, ids: Sequence[str]) -> Floats:
    """First default of each firm after an instant that `later` knows; shape (n,).

    UTC milliseconds, infinite without one.
    """
    rows = {party: row for row, party in enumerate(ids)}
    found = np.full(len(rows), np.inf)
    events = later.select(EVENT)
    kept = events.filter(pc.equal(events["event_type"], "default"))
    parties = kept["party_id"].to_pylist()
    moments = kept["valid_from"].to_pylist()
    for party, moment in zip(parties, moments, strict=True):
        if party in rows and moment > after:
            found[rows[party]] = min(found[rows[party]], moment)
    return found


def defaulted_before(then: FactView, ids: Sequence[str]) -> Flags:
    """Firms that had defaulted by the view's instant: nobody predicts that any more."""
    rows = {party: row for row, party in enumerate(ids)}
    flags = np.zeros(len(rows), np.bool_)
    events = then.select(EVENT)
    kept = events.filter(pc.equal(events["event_type"], "default"))
    for party in kept["party_id"].to_pylist():
        if party in rows:
            flags[rows[party]] = True
    return flags


def in_circles(snapshot: Snapshot, parties: NDArray[np.int32]) -> Flags:
    """Firms in a strong component of guarantees of at least three; shape (n,)."""
    component = snapshot.component
    sizes = np.bincount(component)
    flags: Flags = sizes[component[parties]] >= SMALLEST_CIRCLE
    return flags


def edge_rows(snapshot: Snapshot, features: FeatureTable) -> EdgeRows:
    """The pairs in force as rows of a model."""
    pairs = snapshot.pairs
    row = np.full(snapshot.n_parties, -1, np.int32)
    row[features.parties] = np.arange(features.parties.size, dtype=np.int32)
    guarantor, debtor = row[pairs.guarantor], row[pairs.debtor]
    kept = (guarantor >= 0) & (debtor >= 0)
    guarantor, debtor = guarantor[kept], debtor[kept]
    own = np.stack([np.log1p(pairs.effective[kept]), pairs.contracts[kept]], axis=1)
    values = np.hstack(
        [features.values[guarantor], features.values[debtor], own.astype(np.float32)]
    )
    return EdgeRows(guarantor, debtor, values)


def risky(edges: EdgeRows, failed: Floats, until: int) -> Flags:
    """Pairs whose debtor fails and whose guarantor fails after it, both by `until`."""
    debtor, guarantor = failed[edges.debtor], failed[edges.guarantor]
    flags: Flags = (debtor < guarantor) & (guarantor <= until)
    return flags
