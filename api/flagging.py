"""What flags firms in the next snapshot: the model of the settings, or rules."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

from api.data_dir import REFUSED_FILE
from graph.analysis.model_findings import NAME
from graph.analysis.score_models import RefusedModel
from graph.errors import NotFoundError
from graph.instant import format_instant
from graph.state_file import write_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.settings import Settings
    from graph.stores.base import Store


def score_parameters(
    settings: Settings, store: Store, warn: Callable[[str], None]
) -> Mapping[str, Any] | None:
    """Parameters of the scores to publish; None: those published before stay.

    A model that is refused leaves the last good scores in place, and a note that says
    why; where there are none, rules flag.

    Parameters
    ----------
    warn
        Told why a model is refused.
    """
    from gnn.errors import ModelError
    from gnn.serving.model_directory import ModelDirectory

    note = settings.data_dir / REFUSED_FILE
    bands = tuple(settings.model_bands)
    folder = settings.model_folder
    if folder is None:
        note.unlink(missing_ok=True)
        return {"model_id": None, "bands": bands}
    try:
        model_id = ModelDirectory(settings.data_dir).adopt(folder)
    except (ModelError, NotFoundError, OSError) as error:
        warn(f"model refused: {error}")
        now = format_instant(time.time_ns() // 1_000_000) or ""
        file = str(getattr(error, "file", folder))
        refused = RefusedModel(file=file, reason=str(error), at=now)
        text = orjson.dumps(asdict(refused)).decode()
        write_state(note, text, settings.data_dir)
        if any(run.analysis == NAME for run in store.runs()):
            return None
        return {"model_id": None, "bands": bands}
    note.unlink(missing_ok=True)
    return {"model_id": model_id, "bands": bands}
