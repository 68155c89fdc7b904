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
    from pathlib import Path

    from api.settings import Settings
    from graph.stores.base import Store


def score_parameters(
    settings: Settings, store: Store, warn: Callable[[str], None]
) -> Mapping[str, Any] | None:
    """Parameters of the scores to publish; None: those published before stay.

    A model that is refused leaves the last good scores in place, and a note that says
    why; where no model gave any, rules flag.

    Parameters
    ----------
    warn
        Told why a model is refused, or why its network does not score.
    """
    from gnn.errors import ModelError
    from gnn.serving.model_directory import ModelDirectory, open_current
    from gnn.serving.second import network_device

    note = settings.data_dir / REFUSED_FILE
    rules = {"model_id": None, "bands": tuple(settings.model_bands)}
    folder = settings.model_folder
    if folder is None:
        note.unlink(missing_ok=True)
        return rules
    try:
        device = network_device(open_current(folder), warn)
        model_id = ModelDirectory(settings.data_dir).adopt(folder)
    except (ModelError, NotFoundError, OSError) as error:
        warn(f"model refused: {error}")
        told = orjson.dumps(asdict(_refused(folder, error))).decode()
        write_state(note, told, settings.data_dir)
        return None if _has_scores(store) else rules
    note.unlink(missing_ok=True)
    return {**rules, "model_id": model_id, "network": device}


def _has_scores(store: Store) -> bool:
    """Whether a model's scores are published; flags by rules are made anew."""
    receipts = (run.receipt for run in store.runs() if run.analysis == NAME)
    return any(receipt["parameters"]["model_id"] for receipt in receipts)


def _refused(folder: Path, error: Exception) -> RefusedModel:
    """Why a model was refused, without the place of its folder on this machine."""
    parent = f"{folder.parent}/"
    file = str(getattr(error, "file", folder))
    return RefusedModel(
        file=file.removeprefix(parent),
        reason=str(error).replace(parent, ""),
        at=format_instant(time.time_ns() // 1_000_000) or "",
    )
