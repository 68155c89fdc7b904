"""What a graph network is told of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.features.schema import Group
from gnn.torch.relation import COMPANY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from gnn.features import FeatureTable
    from gnn.torch.relation import Relation

    Floats32 = NDArray[np.float32]

GROUPS = (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP)
SECTORS = 20
"""Sections of GB/T 4754, A to T."""
_CODES = {"sector", "sector_division"}


def node_inputs(
    features: FeatureTable,
    found: Sequence[Relation],
    keys: Mapping[str, NDArray[np.uint64]],
) -> dict[str, Floats32]:
    """Inputs of each type of nodes, shape (rows, columns); NaN where unknown.

    Companies have own attributes, sector by section, and squashed columns of degrees
    and of shared control; the others how many edges they have in each relation.
    """
    inputs = {COMPANY: company_inputs(features, features.values)}
    for kind in keys.keys() - {COMPANY}:
        counts = [
            np.log1p(np.bincount(end, minlength=len(keys[kind])))
            for item in found
            for end, at in ((item.tail, item.source), (item.head, item.target))
            if at == kind
        ]
        inputs[kind] = np.stack(counts, axis=1).astype(np.float32)
    return {kind: inputs[kind] for kind in keys}


def company_inputs(features: FeatureTable, values: Floats32) -> Floats32:
    """Inputs of companies from values in the columns of a table, shape (n, columns)."""
    schema = features.schema
    kept = [item.group in GROUPS for item in schema.features]
    names = [item.name for item in schema.features if item.group in GROUPS]
    told = values[:, kept]
    plain = squashed(told[:, [name not in _CODES for name in names]])
    sector = told[:, names.index("sector"), None]
    one_hot = (sector == np.arange(1, SECTORS + 1)).astype(np.float32)
    return np.hstack([plain, one_hot])


def own_columns(features: FeatureTable) -> NDArray[np.bool_]:
    """Which inputs of companies tell of a company alone, shape (columns,)."""
    told = [
        item.group is Group.OWN
        for item in features.only(GROUPS).schema.features
        if item.name not in _CODES
    ]
    return np.array(told + [True] * SECTORS)


def squashed(values: Floats32) -> Floats32:
    """Signed logarithms of one more, which keep the order and tame what is large."""
    signed: Floats32 = np.sign(values) * np.log1p(np.abs(values))
    return signed
