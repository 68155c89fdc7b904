"""What is written of a trained model."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gnn.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnn.dataset import Dataset, Days
    from gnn.training import Trained

FRAUD = "fraud"


def model_of(
    trained: Trained,
    data: Dataset,
    days: Days,
    *,
    seed: int,
    metrics: Mapping[str, Any],
    others: Mapping[str, bytes] | None = None,
) -> Model:
    """A model with where it comes from, ready to be written.

    Parameters
    ----------
    metrics, others
        Figures, and further files by name.
    """
    parts = {"train": data.train, "validate": data.validate}
    return Model(
        task=FRAUD,
        seed=seed,
        schema=trained.schema,
        trees=trained.model,
        calibration=trained.calibration,
        ranges=trained.ranges,
        snapshots={
            name: moment.snapshot.manifest.snapshot_id for name, moment in parts.items()
        },
        windows=days.to_dict(),
        parameters={**asdict(trained.parameters), "trees": trained.model.trees},
        metrics=metrics,
        others=others or {},
    )
