"""The plain thing that a model has to beat: own attributes and neighbours' means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import diags_array

from gnn.features.firms import Firms
from gnn.features.schema import Feature, FeatureSchema, Group
from gnn.features.table import FeatureTable

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from gnn.dataset import Moment

    Floats32 = NDArray[np.float32]

STEPS = 2


def neighbour_means(
    values: Floats32, partners: csr_array, steps: int = STEPS
) -> Floats32:
    """Means over partners, over partners of partners, and so on.

    Parameters
    ----------
    values
        Shape (n, d); NaN counts as the mean of its column.
    partners
        Shape (n, n), 1 where the column is a partner of the row.

    Returns
    -------
    Shape (n, d * steps), NaN for rows without partners.

    Notes
    -----
    O(m d) for m partners.
    """
    known = np.where(np.isfinite(values), values, 0.0)
    count = np.maximum(np.isfinite(values).sum(axis=0), 1)
    current = np.where(np.isfinite(values), values, known.sum(axis=0) / count)
    degree = np.asarray(partners.sum(axis=1)).ravel()
    mean = diags_array(1 / np.maximum(degree, 1)) @ partners
    blocks = []
    for _ in range(steps):
        current = mean @ current
        blocks.append(np.where(degree[:, None] > 0, current, np.nan))
    return np.hstack(blocks).astype(np.float32)


def with_neighbour_means(moment: Moment) -> Moment:
    """Own attributes, and their means over two steps of each relation.

    The relations: guarantees and payments of a year, both ways, and a common owner,
    officer or contact.
    """
    own = moment.features.only([Group.OWN])
    firms = Firms(moment.snapshot)
    relations = {
        "guarantee": firms.guarantees.both,
        "payment": firms.payments.both,
        "tie": firms.control.one,
    }
    features, blocks = list(own.schema.features), [own.values]
    for name, partners in relations.items():
        blocks.append(neighbour_means(own.values, partners))
        features += [
            _mean_of(item, name, step)
            for step in range(1, STEPS + 1)
            for item in own.schema.features
        ]
    schema = FeatureSchema(tuple(features), own.schema.caps, own.schema.version)
    table = FeatureTable(own.parties, np.hstack(blocks), schema, own.collected)
    return replace(moment, features=table)


def _mean_of(item: Feature, relation: str, step: int) -> Feature:
    return replace(
        item,
        name=f"{relation}_{step}_{item.name}",
        en=f"mean of {item.en} {step} {relation} steps away",
        zh=f"{relation} 第{step}步的{item.zh}均值",
    )
