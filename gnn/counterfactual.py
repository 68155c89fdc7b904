"""What a firm's score would be without some of its ties, computed again, not guessed.

The firm's ties of a group are taken away, and the features of the firm are computed
again from what is around it. Of all other firms nothing is computed again: hubs and
caps stay what they are, and so do the components of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from gnn.features.around import CONTROL, GROUPS, GUARANTEES, PAYMENTS, Around
from gnn.features.schema import Group
from gnn.features.table import families

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from gnn.features import FeatureTable
    from gnn.features.around import LocalFirms
    from gnn.features.firms import Firms
    from gnn.models.boosted import BoostedModel

    Floats = NDArray[np.float64]
    Floats32 = NDArray[np.float32]

RECOMPUTED = (Group.DEGREES, Group.CONTROL_OVERLAP, Group.RECENCY)
"""Families that are computed again; own records do not depend on ties."""
_ALONE = {
    GUARANTEES: ("guarantee_", "network_"),
    PAYMENTS: ("payment_", "circular_", "loop"),
}
"""How columns begin that tell the components of a relation: of a firm without any of
its edges they are known without looking."""
_KINDS = {
    CONTROL: frozenset({"ownership", "role"}),
    GUARANTEES: frozenset({"guarantee", "guarantor"}),
    PAYMENTS: frozenset({"transfer", "account_holder"}),
    "contacts": frozenset({"contact_use"}),
}
"""Kinds of facts of each group of ties."""
CLOSE = 1e-5
"""Relative difference below which two values are one, summed in another order."""


@dataclass(frozen=True, slots=True, eq=False)
class PatchedView:
    """A snapshot without groups of one firm's ties, as scorers see it.

    Attributes
    ----------
    row
        Of the firm in `features`.
    off
        Groups of its ties that are not there.
    features
        Of all firms, as they are with all ties.
    own
        Shape (d,). Features of the firm without them.
    around
        Where surroundings are looked up, for a scorer that looks at other firms.
    """

    row: int
    off: frozenset[str]
    features: FeatureTable
    own: Floats32
    around: Around


class Scorer(Protocol):
    """What scores firms of a patched view."""

    name: str

    def score(self, view: PatchedView) -> float:
        """The firm's log-odds."""


@dataclass(frozen=True, slots=True)
class TreesScorer:
    """Boosted trees: they look at the firm's own features only."""

    trees: BoostedModel
    name: str = "boosted trees"

    def score(self, view: PatchedView) -> float:
        """The firm's log-odds."""
        return float(self.trees.raw(view.own[None, :])[0])


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A score without groups of ties.

    Attributes
    ----------
    off
        The groups, in the order of `GROUPS`.
    raw
        Log-odds without them.
    change
        What that is more than with them: below 0 they raise the score.
    frozen
        Features that depend on the ties, and were not computed again.
    """

    off: tuple[str, ...]
    raw: float
    change: float
    frozen: tuple[str, ...]


class Counterfactuals:
    """Scores of firms without some of their ties.

    Parameters
    ----------
    firms
        Of a snapshot, all of them.
    features
        Of the same firms, in the columns of the model.
    scorer
        Of the model.

    Notes
    -----
    O(n + m) to make, beside the features.
    """

    def __init__(self, firms: Firms, features: FeatureTable, scorer: Scorer) -> None:
        self.around = Around(firms)
        self.features = features
        self.scorer = scorer
        schema = features.schema
        self._places = {name: place for place, name in enumerate(schema.names)}
        self._families = {
            group: family
            for group, family in families().items()
            if group in RECOMPUTED and group in schema.groups
        }
        counts = firms.snapshot.manifest.counts
        self._collected = [
            any(counts.get(kind, 0) for kind in feature.kinds)
            for feature in schema.features
        ]
        self._unread = [
            (feature.name, frozenset(feature.kinds))
            for feature in schema.features
            if feature.group not in (*RECOMPUTED, Group.OWN)
        ]

    def of(self, row: int, offs: Sequence[Collection[str]]) -> tuple[WhatIf, ...]:
        """The score of a firm without each of some sets of groups, in their order.

        Parameters
        ----------
        row
            Of the firm.
        offs
            Of `GROUPS` each. Groups that are off together are computed together: what
            they do does not add up.

        Raises
        ------
        ValueError
            There is no such group.

        Notes
        -----
        O(what is around the firm) for each.
        """
        for off in offs:
            if not {*off} <= {*GROUPS}:
                raise ValueError(f"groups {sorted(off)}: expected some of {GROUPS}")
        whole = self.features.values[row]
        before = self.scorer.score(self._view(row, (), whole))
        near = self.around.of(row)
        values = self._local(near)
        return tuple(
            self._without(row, self.around.of(row, off, near), off, values, before)
            for off in offs
        )

    def each(self, row: int) -> tuple[WhatIf, ...]:
        """Without each group alone, the largest change first."""
        found = self.of(row, [(group,) for group in GROUPS])
        return tuple(sorted(found, key=lambda what: -abs(what.change)))

    def _without(
        self,
        row: int,
        firms: LocalFirms,
        off: Collection[str],
        near: Floats32,
        before: float,
    ) -> WhatIf:
        whole = self.features.values[row]
        gone = self._local(firms)
        moved = ~_alike(gone, near)
        told = _alike(near, whole) | self._known(off)
        own = np.where(moved & told & ~_alike(gone, whole), gone, whole)
        raw = self.scorer.score(self._view(row, off, own))
        names = self.features.schema.names
        kinds = frozenset[str]().union(*(_KINDS[group] for group in off))
        return WhatIf(
            off=tuple(group for group in GROUPS if group in off),
            raw=raw,
            change=raw - before,
            frozen=(
                *(names[place] for place in np.flatnonzero(moved & ~told)),
                *(name for name, needed in self._unread if needed & kinds),
            ),
        )

    def _view(self, row: int, off: Collection[str], own: Floats32) -> PatchedView:
        return PatchedView(row, frozenset(off), self.features, own, self.around)

    def _known(self, off: Collection[str]) -> NDArray[np.bool_]:
        """Columns of components that the firm is alone in; shape (d,)."""
        begin = tuple(text for group in off for text in _ALONE.get(group, ()))
        return np.array([name.startswith(begin) for name in self.features.schema.names])

    def _local(self, firms: LocalFirms) -> Floats32:
        """Features of the firm in the middle; of other families as they are."""
        values: Floats32 = self.features.values[firms.rows[firms.centre]].copy()
        for family in self._families.values():
            for name, column in family.columns(firms).items():
                place = self._places.get(name)
                if place is not None and self._collected[place]:
                    values[place] = column[firms.centre]
        values[~np.isfinite(values)] = np.nan
        return values


def _alike(some: Floats32, others: Floats32) -> NDArray[np.bool_]:
    alike: NDArray[np.bool_] = np.isclose(
        some, others, rtol=CLOSE, atol=CLOSE, equal_nan=True
    )
    return alike
