"""A model as a folder of plain files, each of whose bytes is vouched for.

``manifest.json`` holds what the model is, with the SHA-256 of every other file and the
model's id, which is a hash over all that the manifest says. Trees are LightGBM's text,
the rest is JSON; nothing is run when a model is opened. ``run.json`` stands beside it
with times and costs, which differ from run to run, and is never read.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from gnn.abstention import Ranges
from gnn.calibration import Calibration
from gnn.errors import ModelFileError, ModelInputError
from gnn.features.schema import FeatureSchema
from gnn.folders import check_empty
from gnn.model import Model
from gnn.models.boosted import BoostedModel
from graph.analysis.receipt import canonical_bytes
from graph.drafts import Drafts
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MANIFEST, TREES, CALIBRATION, RANGES, RUN = (
    "manifest.json", "model.txt", "calibration.json", "ranges.json", "run.json",
)  # fmt: skip
FORMAT = 1
_LARGEST = 256 << 20
"""No file of a model comes near it: what is longer is none."""
_INDENTED = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
_ID_LENGTH = 32


def contents(model: Model) -> dict[str, bytes]:
    """Bytes of every file by name, but for `RUN`; the same for the same model."""
    files = {
        TREES: model.trees.text.encode(),
        CALIBRATION: _json(model.calibration.to_dict()),
        RANGES: _json(model.ranges.to_dict()),
        **model.others,
    }
    told = {name: getattr(model, name) for name in _PLAIN}
    return {
        **files,
        MANIFEST: _sealed(
            {
                **told,
                "format": FORMAT,
                "schema": model.schema.to_dict(),
                "files": {name: _sha256(content) for name, content in files.items()},
            }
        ),
    }


def write_model(directory: Path, model: Model, run: Mapping[str, Any]) -> Model:
    """Write a model, whole or not at all.

    Parameters
    ----------
    directory
        Must be new or empty.
    run
        Times, costs and the like of this run, outside all hashes.

    Returns
    -------
    model
        The same with its id.

    Raises
    ------
    ModelInputError
        Something is in the folder already, or a file's name cannot be.
    OSError
        It cannot be written.
    """
    check_empty(directory)
    files = contents(model)
    for name in model.others:
        if name in {MANIFEST, TREES, CALIBRATION, RANGES, RUN} or "/" in name:
            raise ModelInputError(str(directory), "file", name, "another plain name")
    directory.parent.mkdir(parents=True, exist_ok=True)
    with Drafts(directory.parent).draft() as draft:
        made = draft / "model"
        made.mkdir()
        for name, content in {**files, RUN: _json(run)}.items():
            (made / name).write_bytes(content)
        made.replace(directory)
    return replace(model, model_id=orjson.loads(files[MANIFEST])["model_id"])


def open_model(directory: Path) -> Model:
    """Read a model after every byte of it was checked.

    The check finds damage and parts of other models. It is no signature: who may write
    to the folder can write another model.

    Raises
    ------
    NotFoundError
        There is no such folder.
    ModelFileError
        A file is missing, changed, or of no model; it is named.
    """
    if not directory.is_dir():
        raise NotFoundError("model", str(directory))
    said = _manifest(directory / MANIFEST)
    told = _parsed(directory / MANIFEST, said, lambda told: dict(told["files"]))
    present = {path.name for path in directory.iterdir()} - {MANIFEST, RUN}
    for name in sorted(present - told.keys()):
        raise ModelFileError(str(directory / name), "it is no file of this model")
    files = {}
    for name, expected in told.items():
        files[name] = _read(directory / name)
        if _sha256(files[name]) != expected:
            raise ModelFileError(str(directory / name), "it was changed")
    path = directory / MANIFEST
    schema = _parsed(path, said, lambda told: FeatureSchema.from_dict(told["schema"]))
    trees, calibration, ranges = (
        _parsed(directory / name, files.pop(name, None), parse)
        for name, parse in (
            (TREES, lambda content: BoostedModel(content.decode())),
            (CALIBRATION, lambda text: Calibration.from_dict(orjson.loads(text))),
            (RANGES, lambda text: _ranges(orjson.loads(text), schema)),
        )
    )
    plain = _parsed(path, said, lambda told: {name: told[name] for name in _PLAIN})
    return Model(
        schema=schema,
        trees=trees,
        calibration=calibration,
        ranges=ranges,
        others=files,
        model_id=said["model_id"],
        folder=directory,
        **plain,
    )


_PLAIN = (
    "task", "seed", "snapshots", "windows", "parameters", "metrics", "versions",
)  # fmt: skip


def _ranges(told: Mapping[str, Any], schema: FeatureSchema) -> Ranges:
    """In the order of the columns, which JSON does not keep."""
    return Ranges.from_dict({name: told[name] for name in schema.names})


def _parsed(path: Path, content: Any, parse: Callable[[Any], Any]) -> Any:
    try:
        return parse(content)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelFileError(str(path), f"it cannot be read: {error}") from error


def _manifest(path: Path) -> dict[str, Any]:
    """What a manifest says, if each of its bytes is as it was written."""
    content = _read(path)
    said = _parsed(path, content, orjson.loads)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ModelFileError(str(path), f"it is no manifest of format {FORMAT}")
    if _sealed({k: v for k, v in said.items() if k != "model_id"}) != content:
        raise ModelFileError(str(path), "it was changed")
    return said


def _sealed(said: Mapping[str, Any]) -> bytes:
    """The manifest's bytes: what it says, with the id that is a hash over that."""
    return _json({**said, "model_id": _sha256(canonical_bytes(said))[:_ID_LENGTH]})


def _json(said: Any) -> bytes:
    """JSON to be read by people, the same bytes for the same values; NaN is null."""
    plain = orjson.loads(canonical_bytes(said))
    return orjson.dumps(plain, option=_INDENTED) + b"\n"


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise ModelFileError(str(path), "it is missing")
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ModelFileError(str(path), f"it is longer than {_LARGEST} bytes")
    return content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
