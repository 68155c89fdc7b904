"""The demo's own model, trained while it loads on what its investigations found."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from api.data_dir import MODEL_FOLDER
from gnn.dataset import Days, dataset, require_enough
from gnn.making import model_of
from gnn.metrics import auc, average_precision
from gnn.model_files import write_model
from gnn.models.boosted import BoostedParameters
from gnn.protocol import SERVED
from gnn.training import train_model
from graph.analysis.history import History
from graph.instant import format_day

if TYPE_CHECKING:
    from pathlib import Path

    from graph.analysis import Progress
    from graph.instant import At
    from graph.stores.base import Store

SEED = 1
QUICK = BoostedParameters(rounds=160, learning_rate=0.1, negatives=8_000)
"""Fewer rows and trees than usual, so that the demo opens in time; judgement."""


def train_demo_model(store: Store, data_dir: Path, at: At, progress: Progress) -> None:
    """Write a model of the cases known at an instant into the data folder.

    What is told of it is how it ranks the firms of the first snapshot, each scored by
    trees that have not seen its scheme; the whole protocol would take minutes.

    Raises
    ------
    LabelError
        Too few firms were confirmed in the last year.
    MissingLibraryError
        The system cannot train.
    """
    began = time.process_time()
    past = History(store, data_dir, progress=progress)
    day = date.fromisoformat(format_day(at.as_of))
    days = Days.before(day)
    later = past.view_of(day)
    require_enough(later, days)
    data = dataset(past, days, SERVED, progress=progress)
    trained = train_model(
        data, later, SERVED, seed=SEED, progress=progress, parameters=QUICK
    )
    rows = data.all_found.judged
    found, raw = data.all_found.positive[rows], trained.out_of_fold[rows]
    metrics = {
        "out_of_fold": {
            "firms": int(rows.sum()),
            "positive": int(found.sum()),
            "auc": auc(found, raw),
            "ap": average_precision(found, raw),
        }
    }
    model = model_of(trained, data, days, seed=SEED, metrics=metrics)
    write_model(
        data_dir / MODEL_FOLDER, model, {"cpu_seconds": time.process_time() - began}
    )
    for moment in (days.train, days.validate):
        past.forget(moment)
