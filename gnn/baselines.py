"""Plainer columns that a model has to beat."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gnn.features.firms import Firms
from gnn.features.schema import Feature, FeatureSchema, Group, Unit
from gnn.features.table import FeatureTable
from gnn.neighbourhood import sums_and_means

if TYPE_CHECKING:
    from gnn.dataset import Moment

STEPS = 2


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
        means = own.values
        for _ in range(STEPS):
            means = sums_and_means(means, partners)[1]
            blocks.append(means)
        features += [
            _mean_of(item, name, step)
            for step in range(1, STEPS + 1)
            for item in own.schema.features
        ]
    schema = FeatureSchema(tuple(features), own.schema.caps, own.schema.version)
    table = FeatureTable(own.parties, np.hstack(blocks), schema, own.collected)
    return replace(moment, features=table)


def without_recency(moment: Moment) -> Moment:
    """The columns of a moment but for the days since something last happened."""
    features = moment.features
    kept = [
        item.group is not Group.RECENCY or item.unit is not Unit.DAYS
        for item in features.schema.features
    ]
    return replace(moment, features=features.where(np.array(kept)))


def _mean_of(item: Feature, relation: str, step: int) -> Feature:
    return replace(
        item,
        name=f"{relation}_{step}_{item.name}",
        en=f"mean of {item.en} {step} {relation} steps away",
        zh=f"{relation} 第{step}步的{item.zh}均值",
    )
