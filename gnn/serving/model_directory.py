"""The models of a data folder: copies by id, so that what they gave replays later."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Self

from gnn.errors import ModelFileError
from gnn.features.table import feature_schema
from gnn.model_files import open_model
from gnn.second_scorer import SecondScorer
from graph.drafts import Drafts
from graph.errors import ReplayError

if TYPE_CHECKING:
    from pathlib import Path

    from gnn.model import Model
    from graph.snapshot import Snapshot


def open_current(folder: Path) -> Model:
    """A model whose bytes are checked, and whose features this release computes.

    Raises
    ------
    NotFoundError
        There is no such folder.
    ModelFileError
        It is damaged, or of features that this release does not compute, or a network
        beside it cannot be.
    MissingLibraryError
        LightGBM does not load here.
    """
    model = open_model(folder)
    expected = feature_schema(model.schema.groups)
    if model.schema.digest != expected.digest:
        raise ModelFileError(
            str(folder / "manifest.json"),
            f"its features are of version {model.schema.version} with digest "
            f"{model.schema.digest[:12]}, those of this release of version "
            f"{expected.version} with digest {expected.digest[:12]}",
        )
    if model.trees.names != model.schema.names:
        raise ModelFileError(
            str(folder / "model.txt"), "its columns are not those of the manifest"
        )
    SecondScorer.of(model)  # what stands beside its weights can be
    return model


class ModelDirectory:
    """Models below a data folder, each in ``models/<model id>/``."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "models"

    @classmethod
    def beside(cls, snapshot: Snapshot) -> Self:
        """That of the data folder in which a snapshot lies.

        Raises
        ------
        ReplayError
            It lies nowhere.
        """
        if snapshot.directory is None:
            raise ReplayError("models lie beside snapshots, and this one has no files")
        return cls(snapshot.directory.parent.parent)

    def adopt(self, folder: Path) -> str:
        """Copy a model here, unless it is here whole; its id.

        Raises
        ------
        NotFoundError
            There is no such folder.
        ModelFileError
            It is damaged, or of features that this release does not compute.
        MissingLibraryError
            LightGBM does not load here.
        """
        model = open_current(folder)
        if not self._holds(model.model_id):
            target = self.path / model.model_id
            with Drafts(self.path.parent).draft() as draft:
                copied = draft / model.model_id
                shutil.copytree(folder, copied)
                open_model(copied)  # what was copied is what was checked
                self.path.mkdir(parents=True, exist_ok=True)
                shutil.rmtree(target, ignore_errors=True)  # it was changed since
                copied.replace(target)
        return model.model_id

    def _holds(self, model_id: str) -> bool:
        """Whether a model is here, and sound."""
        try:
            return self.open(model_id).model_id == model_id
        except (ReplayError, ModelFileError):
            return False

    def open(self, model_id: str) -> Model:
        """A model by id, whose bytes are checked.

        Raises
        ------
        ReplayError
            It is not here.
        ModelFileError
            It was changed, or is of features that this release does not compute.
        """
        folder = self.path / model_id
        if not model_id.isalnum() or not folder.is_dir():
            raise ReplayError(f"model {model_id} is not held in {self.path}")
        return open_current(folder)
