"""Features of all firms of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from gnn.features.firms import CAPS, Firms
from gnn.features.schema import FeatureSchema, Group
from graph.analysis.receipt import stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from gnn.features.schema import Feature
    from graph.kernels.csr import Int32s
    from graph.progress import Progress

    Floats32 = NDArray[np.float32]


class Family(Protocol):
    """A module of features: what its columns mean, and how they are computed.

    `CAPS`, where there is one, are limits of its own by name.
    """

    @property
    def FEATURES(self) -> tuple[Feature, ...]:  # noqa: N802 - a module's constant
        """Its columns, in order."""

    def columns(self, firms: Firms, /) -> Mapping[str, NDArray[np.float64]]:
        """A column of shape (n,) for each of `FEATURES`, by name."""


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTable:
    """One row a firm.

    Attributes
    ----------
    parties
        Shape (n,). Party numbers in the snapshot, ascending.
    values
        Shape (n, d), a column for each of the schema's; NaN where unknown.
    collected
        Of each group whether any fact behind it is in the snapshot.
    """

    parties: Int32s
    values: Floats32
    schema: FeatureSchema
    collected: Mapping[Group, bool]

    def only(self, groups: Iterable[Group]) -> FeatureTable:
        """The same firms with the columns of these groups."""
        wanted = frozenset(groups)
        table = self.where(
            np.array([item.group in wanted for item in self.schema.features])
        )
        needed = feature_schema(wanted).caps
        caps = {name: cap for name, cap in self.schema.caps.items() if name in needed}
        return replace(table, schema=replace(table.schema, caps=caps))

    def where(self, kept: NDArray[np.bool_]) -> FeatureTable:
        """The same firms with the columns of a mask of shape (d,)."""
        pairs = zip(self.schema.features, kept.tolist(), strict=True)
        features = tuple(item for item, wanted in pairs if wanted)
        schema = FeatureSchema(features, self.schema.caps, self.schema.version)
        return FeatureTable(
            self.parties,
            self.values[:, np.flatnonzero(kept)],
            schema,
            {group: self.collected[group] for group in schema.groups},
        )


def families() -> Mapping[Group, Family]:
    """Each group's module, in the order of the columns."""
    from gnn.features import (
        contagion,
        control_overlap,
        degrees,
        litigation,
        own,
        payments,
        recency,
    )

    return {
        Group.OWN: own,
        Group.DEGREES: degrees,
        Group.CONTROL_OVERLAP: control_overlap,
        Group.RECENCY: recency,
        Group.LITIGATION: litigation,
        Group.CONTAGION: contagion,
        Group.PAYMENTS: payments,
    }


def feature_schema(groups: Iterable[Group]) -> FeatureSchema:
    """Columns of these groups, in the order in which they are computed."""
    wanted = frozenset(groups)
    chosen = [family for group, family in families().items() if group in wanted]
    features = tuple(feature for family in chosen for feature in family.FEATURES)
    caps = dict(CAPS)
    for family in chosen:
        caps |= getattr(family, "CAPS", {})
    return FeatureSchema(features, caps)


def build_features(
    firms: Firms,
    groups: Iterable[Group] = tuple(Group),
    progress: Progress | None = None,
) -> FeatureTable:
    """Features of every firm of a snapshot, from its facts alone.

    Training and serving both call this; it looks at nothing outside the snapshot.

    Parameters
    ----------
    groups
        Which families; each only looks at its own columns. A column none of whose kinds
        of facts was collected is NaN: not collected is not none.
    progress
        Told the name of each family.

    Notes
    -----
    Each family is O(n + m) in firms and facts but for the triangles of G and D, which
    are bounded by the caps, and R, which simulates.
    """
    wanted = frozenset(groups)
    schema = feature_schema(wanted)
    counts = firms.snapshot.manifest.counts
    values = np.empty((len(firms), len(schema.features)), np.float32, order="F")
    place = 0
    for group, family in families().items():
        if group not in wanted:
            continue
        with stage(progress, f"features {group}"):
            columns = family.columns(firms)
            for feature in family.FEATURES:
                known = any(counts.get(kind, 0) for kind in feature.kinds)
                values[:, place] = columns[feature.name] if known else np.nan
                place += 1
    collected = {
        group: any(counts.get(kind, 0) for kind in schema.kinds_of(group))
        for group in schema.groups
    }
    values[~np.isfinite(values)] = np.nan
    return FeatureTable(firms.parties, values, schema, collected)
