"""Files in a data folder that more than one module knows, and drafts left there."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NotRequired

from typing_extensions import TypedDict

from graph.drafts import Drafts
from graph.state_file import PUBLISH_AGAIN, read_state

if TYPE_CHECKING:
    from pathlib import Path

    from graph.analysis.score_models import RefusedModel

STORE_FILE = "suretynet.db"
"""The SQLite store, where no setting names another."""

DEMO_FILE = "demo-case.json"
"""What was planted in the demo economy, and its day."""

MODEL_FOLDER = "model"
"""The model that flags firms, where no setting names another."""

REFUSED_FILE = "models/refused.json"
"""Why the model of the settings was refused last, until one is taken."""

_DAY_SECONDS = 86_400
_UNLOCKED_DRAFTS = ("snapshots/.building-*", ".keys.json.*", ".demo-key.*")
"""Drafts of programs that held no lock on theirs; none of them took a day."""


class Words(TypedDict):
    """A text in both languages."""

    en: str
    zh: str


class PlantedCase(TypedDict):
    """The case of the demo economy that the explorer's first page leads to."""

    as_of: date
    focus: str
    members: list[str]
    title: Words
    summary: Words
    steps: list[Words]


class PlantedCircle(TypedDict):
    """Members of a circle that was put into a generated economy."""

    members: list[str]


class PlantedCircles(TypedDict):
    """What a generated economy's truth says of circles."""

    circles: list[PlantedCircle]


class PlantedRecords(TypedDict):
    """What every entry on payments says: its pattern, and records beside transfers."""

    pattern: str
    deposits: NotRequired[list[str]]
    sign_ins: NotRequired[list[str]]


class PlantedLookalike(PlantedRecords):
    """An honest structure, and the records of what it moves, if it moves anything."""

    transfers: NotRequired[list[str]]


class PlantedPattern(PlantedRecords):
    """Planted payments of some members; so many are `missing`: were not collected."""

    members: list[str]
    transfers: list[str]
    missing: NotRequired[int]


class PlantedPayments(TypedDict):
    """What a generated economy's truth says of payments; older ones say less."""

    transfer_rings: list[PlantedPattern]
    lookalikes: list[PlantedLookalike]
    near_misses: NotRequired[list[PlantedPattern]]


def planted_case(data_dir: Path) -> PlantedCase | None:
    """The planted case of the demo economy, where that is what is loaded.

    Raises
    ------
    StateFileError
        Its file cannot be used.
    """
    path = data_dir / DEMO_FILE
    try:
        return read_state(path, PlantedCase, "delete it: all else works without")
    except FileNotFoundError:
        return None


def refused_model(data_dir: Path) -> RefusedModel | None:
    """The model that was refused last; None: the last one asked for was taken.

    Raises
    ------
    StateFileError
        Its file cannot be used.
    """
    from graph.analysis.score_models import RefusedModel

    path = data_dir / REFUSED_FILE
    try:
        return read_state(path, RefusedModel, PUBLISH_AGAIN)
    except FileNotFoundError:
        return None


def sweep(data_dir: Path) -> None:
    """Delete what programs that were killed left unfinished."""
    for root in (data_dir, data_dir / "snapshots"):
        Drafts(root).sweep()
    long_ago = time.time() - _DAY_SECONDS
    for pattern in _UNLOCKED_DRAFTS:
        for path in data_dir.glob(pattern):
            with suppress(OSError):
                if path.stat().st_mtime < long_ago:
                    _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
