from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from byte_mutations import FRAGMENTS, cut, filled, flipped, shortened
from gnn.abstention import Ranges
from gnn.calibration import fit_calibration
from gnn.errors import ModelFileError, ModelInputError
from gnn.features import Feature, FeatureSchema, Group
from gnn.features.schema import Unit
from gnn.folders import check_empty
from gnn.model import Model
from gnn.model_files import (
    CALIBRATION,
    MANIFEST,
    RANGES,
    RUN,
    TREES,
    open_model,
    write_model,
)
from gnn.models.boosted import BoostedParameters, train
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("zeta", "alpha")
HASHED = (TREES, CALIBRATION, RANGES, MANIFEST, "lead-time.svg")


def trained(seed: int = 1) -> Model:
    random = np.random.default_rng(3)
    x = random.normal(size=(400, 2)).astype(np.float32)
    y = x[:, 0] > 1
    few = BoostedParameters(rounds=4, rows_per_leaf=5)
    trees = train(x, y, validation=(x, y), names=NAMES, seed=seed, parameters=few)
    features = tuple(
        Feature(
            name=name,
            group=Group.OWN,
            unit=Unit.COUNT,
            kinds=("party",),
            en=name,
            zh="数",
        )
        for name in NAMES
    )
    return Model(
        task="fraud",
        seed=seed,
        schema=FeatureSchema(features, {"firms_per_person": 20}),
        trees=trees,
        calibration=fit_calibration(trees.raw(x), y, np.arange(400), seed=1, draws=5),
        ranges=Ranges.of(x, NAMES),
        snapshots={"train": "ab12"},
        windows={"train": "2024-12-31"},
        parameters={"rounds": np.int64(4)},
        metrics={"ap": 0.5, "lead": float("nan"), "found": np.array([0.25])},
        others={"lead-time.svg": b"<svg/>"},
    )


@pytest.fixture(scope="module")
def model() -> Model:
    return trained()


@pytest.fixture(scope="module")
def written(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "m"
    write_model(folder, model, {"cpu_seconds": 1.5})
    return folder


def test_a_model_is_read_as_it_was_written(model: Model, written: Path) -> None:
    read = open_model(written)
    x = np.linspace(-2, 2, 20, dtype=np.float32).reshape(-1, 2)
    np.testing.assert_array_equal(read.trees.raw(x), model.trees.raw(x))
    np.testing.assert_array_equal(read.ranges.low, model.ranges.low)
    assert read.ranges.names == read.schema.names == NAMES
    assert read.calibration.to_dict() == model.calibration.to_dict()
    assert read.schema == model.schema
    assert read.metrics == {"ap": 0.5, "lead": None, "found": [0.25]}
    assert read.others == model.others
    assert read.versions == model.versions
    assert {"code", "python", "lightgbm", "numpy"} <= read.versions.keys()
    assert json.loads((written / RUN).read_text()) == {"cpu_seconds": 1.5}


def test_one_seed_gives_equal_files_whatever_they_cost(
    written: Path, tmp_path: Path
) -> None:
    again = write_model(tmp_path / "again", trained(), {"cpu_seconds": 9})
    other = write_model(tmp_path / "other", trained(seed=2), {})
    for name in HASHED:
        expected = (written / name).read_bytes()
        assert (tmp_path / "again" / name).read_bytes() == expected
    assert open_model(written).model_id == again.model_id != other.model_id


@pytest.mark.parametrize("name", HASHED)
@pytest.mark.parametrize("change", [flipped, cut, shortened, filled])
def test_any_changed_byte_is_refused_by_name(
    written: Path, tmp_path: Path, name: str, change
) -> None:
    random = Random(name)
    content = (written / name).read_bytes()
    for file in written.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for _ in range(20):
        changed = change(content, random)
        if changed == content:
            continue
        (tmp_path / name).write_bytes(changed)
        with pytest.raises(ModelFileError, match=name):
            open_model(tmp_path)
    (tmp_path / name).write_bytes(content)
    open_model(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelFileError, match=f"{name}: it is missing"):
        open_model(tmp_path)


def test_a_file_of_another_model_is_refused_and_the_run_is_not_read(
    written: Path, tmp_path: Path
) -> None:
    for file in written.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / RUN).write_bytes(FRAGMENTS[0])
    open_model(tmp_path)
    (tmp_path / "model.pkl").write_bytes(b"")
    with pytest.raises(
        ModelFileError, match=r"model\.pkl: it is no file of this model"
    ):
        open_model(tmp_path)


def test_a_missing_model_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no model is known as"):
        open_model(tmp_path / "nowhere")


def test_a_folder_in_use_is_left_as_it_is(model: Model, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ModelInputError, match="expected a new or an empty one"):
        write_model(tmp_path, model, {})
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    check_empty(tmp_path / "new")


def test_a_failed_write_leaves_nothing(model: Model, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_model(tmp_path / "m", model, {"cost": object()})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [MANIFEST, RUN, "../out.svg"])
def test_a_further_file_has_a_plain_name_of_its_own(
    model: Model, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ModelInputError, match="expected another plain name"):
        write_model(tmp_path / "m", replace(model, others={name: b""}), {})
