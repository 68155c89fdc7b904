"""What a firm's score would be without some of its edges: computed again, not guessed.

The edges are taken away, and the firm's features are computed again from what is
around it. Nothing is computed again of firms further than two steps away: hubs and
large components stay what they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.counterfactual_record import Counterfactual
from gnn.evidence_facts import CONTACTS, CONTROL, GROUPS, GUARANTEES, PAYMENTS
from gnn.features.around import REGISTERS, LocalFirms
from gnn.features.schema import Group
from gnn.features.table import families

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from gnn.counterfactual_record import NetworkScores
    from gnn.features import FeatureTable
    from gnn.features.firms import Firms
    from gnn.model import Model

    Floats32 = NDArray[np.float32]
    Pairs = NDArray[np.integer]

RECOMPUTED = (Group.DEGREES, Group.CONTROL_OVERLAP, Group.RECENCY)
"""Families that are computed again; own records do not depend on edges."""
_OF = {
    GUARANTEES: ("guarantees",),
    CONTROL: ("owners", "officers"),
    PAYMENTS: ("payments",),
    CONTACTS: ("contacts",),
}
"""Names of the edges of each group, as `LocalFirms.without` has them."""
_KINDS = {
    "guarantees": ("guarantor", "guarantee"),
    "owners": ("ownership",),
    "officers": ("role",),
    "payments": ("transfer", "account_holder"),
    "contacts": ("contact_use",),
}
"""Kinds of facts of each name; without the first it was not collected."""
_ALONE = {
    "guarantees": ("guarantee_", "network_"),
    "payments": ("payment_", "circular_", "loop", "related_circle"),
}
"""How the columns begin that are known of a firm that no such edge is left to."""
CLOSE = 1e-5
"""Relative difference below which two values are one, summed in another order."""


class Counterfactuals:
    """Scores of a snapshot's firms without some of their edges.

    Several threads may ask at once.

    Parameters
    ----------
    firms
        Of the snapshot, all of them.
    features
        Of the same firms, in the columns of the model.
    model
        Boosted trees, which look at the firm's own features only.
    network
        Asked beside them; None: nobody is.

    Notes
    -----
    O(n + m) to make, beside what the features of all firms look at.
    """

    def __init__(
        self,
        firms: Firms,
        features: FeatureTable,
        model: Model,
        network: NetworkScores | None = None,
    ) -> None:
        self.firms = firms
        self.features = features
        self.model = model
        self.network = network
        schema = features.schema
        self._places = {name: place for place, name in enumerate(schema.names)}
        self._families = [
            family
            for group, family in families().items()
            if group in RECOMPUTED and group in schema.groups
        ]
        counts = firms.snapshot.manifest.counts
        self._counts = counts
        self._known = np.array(
            [any(counts.get(kind, 0) for kind in f.kinds) for f in schema.features]
        )
        self._never = [
            (feature.name, frozenset(feature.kinds))
            for feature in schema.features
            if feature.group not in (*RECOMPUTED, Group.OWN)
        ]
        if len(firms):  # what all look at is made here, not by several threads at once
            LocalFirms(firms, 0)

    def each(self, row: int) -> tuple[Counterfactual, ...]:
        """The score of a firm without each group alone, the largest change first.

        Parameters
        ----------
        row
            Of the firm; whether it is scored is not asked.

        Notes
        -----
        O(n + m) of array operations, and O(what is within two steps of the firm).
        """
        near = LocalFirms(self.firms, row)
        values, before = self._local(near), self._with_all(near)
        found = [self._grouped(near, values, (group,), before) for group in GROUPS]
        return tuple(sorted(found, key=lambda told: -abs(told.change or 0.0)))

    def of(self, row: int, groups: Collection[str]) -> Counterfactual:
        """The score without several groups together: what they do does not add up.

        Parameters
        ----------
        groups
            Of `GROUPS`.

        Raises
        ------
        ValueError
            There is no such group.
        """
        if unknown := sorted({*groups} - {*GROUPS}):
            raise ValueError(f"groups {unknown}: expected some of {GROUPS}")
        near = LocalFirms(self.firms, row)
        chosen = tuple(group for group in GROUPS if group in groups)
        return self._grouped(near, self._local(near), chosen, self._with_all(near))

    def values_without(
        self, row: int, *gone: Mapping[str, Pairs]
    ) -> tuple[Floats32, tuple[tuple[str, ...], ...]]:
        """Features of a firm without any edges, its own or of those around it.

        Parameters
        ----------
        gone
            Of each of the k answers the pairs of ends by name, see
            `gnn.features.around.LocalFirms.without`.

        Returns
        -------
        values
            Shape (k, d), in the columns of the model.
        frozen
            Of each the features that depend on the edges, and are as they were: where
            the surroundings do not give one as it is with all edges, they do not tell
            what it is without some.
        """
        near = LocalFirms(self.firms, row)
        values = self._local(near)
        found = [self._values(near.without(one), values, one) for one in gone]
        return np.stack([own for own, _ in found]), tuple(names for _, names in found)

    def _grouped(
        self,
        near: LocalFirms,
        values: Floats32,
        groups: tuple[str, ...],
        before: float | None,
    ) -> Counterfactual:
        names = [name for group in groups for name in _OF[group]]
        if not any(self._counts.get(_KINDS[name][0], 0) for name in names):
            return Counterfactual(groups)
        gone = {name: near.own(name) for name in names}
        left = near.without(gone)
        own, frozen = self._values(left, values, gone)
        raw, as_is = self.model.trees.raw(np.stack([own, self._whole(near)])).tolist()
        control = left if REGISTERS.keys() & names else None
        after = self._logit(near, own, control, names)
        chances = self.model.calibration.applied(np.array([raw]))
        return Counterfactual(
            groups=groups,
            collected=True,
            edges=sum(map(len, gone.values())),
            raw_without=raw,
            chance_without=float(chances.chance[0]),
            change=raw - as_is,
            network_change=None if after is None or before is None else after - before,
            frozen=frozen,
        )

    def _logit(
        self,
        near: LocalFirms,
        values: Floats32,
        left: LocalFirms | None,
        gone: Collection[str],
    ) -> float | None:
        """What the network says, see `NetworkScores`; None: there is none."""
        if self.network is None:
            return None
        return self.network.logit(int(near.rows[near.centre]), values, left, gone)

    def _with_all(self, near: LocalFirms) -> float | None:
        return self._logit(near, self._whole(near), None, ())

    def _whole(self, near: LocalFirms) -> Floats32:
        """Features of the firm in the middle with all edges, shape (d,)."""
        values: Floats32 = self.features.values[near.rows[near.centre]]
        return values

    def _values(
        self, left: LocalFirms, values: Floats32, gone: Mapping[str, Pairs]
    ) -> tuple[Floats32, tuple[str, ...]]:
        """Features of the firm in the middle without edges, and those that are frozen.

        Parameters
        ----------
        left
            The firms without the edges.
        values
            Shape (d,). What those with all edges give.
        """
        whole, found = self._whole(left), self._local(left)
        moved = ~_alike(found, values)
        told = _alike(values, whole) | self._alone(left)
        names = self.features.schema.names
        kinds = {kind for name in gone if len(gone[name]) for kind in _KINDS[name]}
        frozen = (
            *(names[place] for place in np.flatnonzero(moved & ~told)),
            *(name for name, needed in self._never if needed & kinds),
        )
        return np.where(moved & told, found, whole), frozen

    def _alone(self, firms: LocalFirms) -> NDArray[np.bool_]:
        """Columns of components that the firm is alone in; shape (d,)."""
        begin = tuple(
            text
            for name, texts in _ALONE.items()
            if getattr(firms, name).alone
            for text in texts
        )
        return np.array([name.startswith(begin) for name in self._places])

    def _local(self, firms: LocalFirms) -> Floats32:
        """Features of the firm in the middle; of other families as they are."""
        values = self._whole(firms).copy()
        for family in self._families:
            for name, column in family.columns(firms).items():
                place = self._places.get(name)
                if place is not None and self._known[place]:
                    values[place] = column[firms.centre]
        values[~np.isfinite(values)] = np.nan
        return values


def _alike(some: Floats32, others: Floats32) -> NDArray[np.bool_]:
    alike: NDArray[np.bool_] = np.isclose(
        some, others, rtol=CLOSE, atol=CLOSE, equal_nan=True
    )
    return alike
