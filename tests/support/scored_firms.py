"""A small model, and firms that it scores: a planted circle among honest ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from feature_rows import NOW, companies
from gnn.abstention import Ranges
from gnn.calibration import fit_calibration
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.features.table import feature_schema
from gnn.model import Model
from gnn.models.boosted import BoostedParameters, train
from graph.testing.facts import guarantee_rows, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.testing.facts import Rows

GROUPS = (Group.OWN, Group.DEGREES)
FIRMS = 60
CIRCLES = 5
"""Of the firms, each three of the first fifteen guarantee each other in a circle under
one officer; the others guarantee along a chain."""


def firm(number: int) -> str:
    """Id of a firm."""
    return f"f{number:02}"


def rows() -> Rows:
    """The facts."""
    circles = [
        (firm(3 * circle + place), firm(3 * circle + (place + 1) % 3))
        for circle in range(CIRCLES)
        for place in range(3)
    ]
    chain = [(firm(n), firm(n + 1)) for n in range(3 * CIRCLES, FIRMS - 1, 2)]
    people = [f"p{circle}" for circle in range(CIRCLES)]
    return {
        **guarantee_rows(*circles, *chain, cap=100_000, currency="CNY"),
        "party": [
            *companies(*map(firm, range(FIRMS))),
            *({"party_id": name, "party_type": "person"} for name in people),
        ],
        "role": [
            {"person_id": f"p{circle}", "company_id": firm(3 * circle + place)}
            | {"role_type": "director"}
            for circle in range(CIRCLES)
            for place in range(2)
        ],
    }


def small_model(facts: Rows, groups: Iterable[Group] = GROUPS) -> Model:
    """Trees that tell the circles' firms from the others."""
    table = build_features(Firms(snapshot_of(facts, NOW)), groups)
    x, y = table.values, np.zeros(len(table.parties), np.bool_)
    ids = snapshot_of(facts, NOW).ids("party").take(table.parties).to_pylist()
    y[[int(name[1:]) < 3 * CIRCLES for name in ids]] = True
    names = table.schema.names
    few = BoostedParameters(rounds=8, rows_per_leaf=3, feature_share=1.0)
    trees = train(x, y, validation=(x, y), names=names, seed=1, parameters=few)
    clusters = np.arange(len(y)) // 3
    return Model(
        task="fraud",
        seed=1,
        schema=feature_schema(groups),
        trees=trees,
        calibration=fit_calibration(trees.raw(x), y, clusters, seed=1, draws=20),
        ranges=Ranges.of(x, names),
        snapshots={"train": "ab12"},
        windows={"train": "1974-06-30", "known": "1975-06-23"},
        parameters={},
        metrics={"ap": 1.0},
    )
