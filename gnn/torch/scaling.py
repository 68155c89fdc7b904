"""Columns of nodes and edges in units that a network learned with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import torch
from torch_geometric.data import HeteroData

from gnn.torch.graph import into

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gnn.torch.graph import EdgeType

    Floats32 = NDArray[np.float32]
    Rows = Mapping[str, NDArray[np.bool_]]

_LARGEST = 10.0
"""No column tells more spreads from its mean than that."""
_CONSTANT = 1e-6
OFTEN_UNKNOWN = 0.005
"""Share of rows in training beyond which a column's gaps are told in one of their own;
judgement."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Of one type of nodes or edges in training, each of shape (d,).

    Attributes
    ----------
    fill
        What is told for a value that is unknown.
    mean, spread
        Of what is known and filled. A column of spread 0 says nothing and tells 0.
    gaps
        Columns whose gaps are told, too.
    """

    fill: Floats32
    mean: Floats32
    spread: Floats32
    gaps: NDArray[np.bool_]

    @classmethod
    def of(cls, values: Floats32, *, by_median: bool = False) -> Self:
        """Learn from values of shape (n, d); unknown becomes the mean or the median."""
        known = ~np.isnan(values)
        any_known = known.any(axis=0)
        safe = np.where(any_known, values, 0.0)
        fill = np.zeros(values.shape[1])
        if len(values) and by_median:  # halfway between two large ones may be too large
            fill = np.nanmedian(safe.astype(np.float64), axis=0)
        elif len(values):
            fill = np.nanmean(safe, axis=0)
        filled = np.where(known, values, fill.astype(np.float32))
        if len(values):
            mean, spread = (
                filled.mean(axis=0, dtype=np.float64),
                filled.std(axis=0, dtype=np.float64),
            )
        else:
            mean = spread = np.zeros(values.shape[1])
        unknown = 1 - known.sum(axis=0) / max(len(values), 1)
        return cls(
            fill.astype(np.float32),
            mean.astype(np.float32),
            spread.astype(np.float32),
            unknown > OFTEN_UNKNOWN,
        )

    def applied(self, values: Floats32) -> Floats32:
        """Scaled values, then a column for the gaps of each that has some; float32."""
        unknown = np.isnan(values)
        told = self.spread > _CONSTANT
        filled = np.where(unknown, self.fill, values)
        with np.errstate(over="ignore"):  # what is beyond all numbers is cut off, too
            scaled = (filled - self.mean) / np.where(told, self.spread, 1.0)
        scaled = np.clip(np.where(told, scaled, 0.0), -_LARGEST, _LARGEST)
        return np.hstack([scaled, unknown[:, self.gaps]]).astype(np.float32)

    def of_inputs(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which columns of `applied` tell of inputs chosen by a mask of shape (d,)."""
        return np.concatenate([chosen, chosen[self.gaps]])

    @property
    def width(self) -> int:
        """Columns that are told."""
        return len(self.mean) + int(self.gaps.sum())


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """Of all types of nodes and edges, by `name_of`.

    Attributes
    ----------
    degree
        Mean of the logarithms of degrees of nodes that have edges, by type of edges.
    """

    columns: Mapping[str, Columns]
    degree: Mapping[str, float]

    @classmethod
    def of(
        cls, data: HeteroData, rows: Rows | None = None, *, by_median: bool = False
    ) -> Self:
        """Learn from the graph of training.

        Parameters
        ----------
        rows
            By type of nodes, shape (n,): those to learn from, by default all.
        """
        columns = {}
        for kind in data.node_types:
            x = data[kind].x.numpy()
            chosen = slice(None) if rows is None else rows[kind]
            columns[kind] = Columns.of(x[chosen], by_median=by_median)
        degree = {}
        for kind, at in into(data):
            columns[name_of(kind)] = Columns.of(data[kind].edge_attr.numpy())
            seen = data[kind[2]].degree[:, at]
            seen = seen[seen > 0]
            degree[name_of(kind)] = float(seen.mean()) if len(seen) else 1.0
        return cls(columns, degree)

    def applied(self, data: HeteroData) -> HeteroData:
        """The same graph in these units; degrees are in units of their mean."""
        scaled = HeteroData()
        for kind in data.node_types:
            store = data[kind]
            x = self.columns[kind].applied(store.x.numpy())
            scaled[kind].x = torch.from_numpy(x)
            scaled[kind].key, scaled[kind].degree = store.key, store.degree.clone()
        for kind, at in into(data):
            store = data[kind]
            values = self.columns[name_of(kind)].applied(store.edge_attr.numpy())
            scaled[kind].edge_index = store.edge_index
            scaled[kind].edge_attr = torch.from_numpy(values)
            scaled[kind[2]].degree[:, at] /= self.degree[name_of(kind)]
        return scaled

    def to_dict(self) -> dict[str, Any]:
        """As JSON keeps it."""
        columns = {
            name: {
                "fill": item.fill.tolist(),
                "mean": item.mean.tolist(),
                "spread": item.spread.tolist(),
                "gaps": item.gaps.tolist(),
            }
            for name, item in self.columns.items()
        }
        return {"columns": columns, "degree": dict(self.degree)}

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """The inverse of `to_dict`."""
        columns = {
            name: Columns(
                np.array(item["fill"], np.float32),
                np.array(item["mean"], np.float32),
                np.array(item["spread"], np.float32),
                np.array(item["gaps"], np.bool_),
            )
            for name, item in told["columns"].items()
        }
        return cls(columns, dict(told["degree"]))


def name_of(kind: EdgeType) -> str:
    """A type of edges as one word.

    Examples
    --------
    >>> name_of(("person", "role", "company"))
    'person__role__company'
    """
    return "__".join(kind)
