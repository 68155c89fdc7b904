import json
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from gnn.combination import Combination
from gnn.errors import MissingExtraError, ModelFileError
from gnn.second_scorer import SECOND, WEIGHTS, SecondScorer

SCORES = np.array([0.0, 1.0, 4.0])
GAIN = {"point": 0.1, "low": -0.02, "high": 0.2}
STANDING = {"gain": [GAIN], "over_best_null": [GAIN], "device": "cpu"}


def scorer():
    return SecondScorer(
        weights=b"weights",
        combination=Combination.of(SCORES, 2 * SCORES),
        ranks=True,
        standing=STANDING,
    )


def model_of(files, folder=None):
    return SimpleNamespace(others=files, folder=folder)


def test_a_second_scorer_survives_its_files():
    files = scorer().files
    assert set(files) == {WEIGHTS, SECOND}
    read = SecondScorer.of(model_of(files))
    assert read is not None
    assert read.files == files
    assert read.ranks
    assert read.combination == scorer().combination
    assert read.standing == STANDING


def test_a_model_without_one_has_none():
    assert SecondScorer.of(model_of({"importance.svg": b""})) is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({WEIGHTS: None}, f"{WEIGHTS}: it is missing"),
        ({SECOND: None}, f"{SECOND}: it is missing"),
        ({SECOND: b"{}"}, f"{SECOND}: it cannot be read: 'combination'"),
        ({SECOND: b"no"}, f"{SECOND}: it cannot be read: "),
    ],
)
def test_half_a_second_scorer_is_refused(change, reason):
    files = {
        name: content
        for name, content in (scorer().files | change).items()
        if content is not None
    }
    with pytest.raises(ModelFileError, match=reason):
        SecondScorer.of(model_of(files))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ranks": "no"}, "ranks is 'no'"),
        ({"standing": None}, "NoneType"),
        ({"standing": []}, "list"),
        ({"standing": {"gain": [GAIN]}}, "over_best_null"),
        ({"standing": STANDING | {"gain": []}}, "0 gains and 1 over nulls"),
        ({"standing": STANDING | {"gain": "x"}}, "string"),
        ({"standing": STANDING | {"gain": [{**GAIN, "low": None}]}}, "low of a gain"),
        ({"combination": {"first": {}}}, "no combination"),
    ],
)
def test_what_stands_beside_the_weights_can_be(change, reason):
    files = scorer().files
    told = json.dumps(json.loads(files[SECOND]) | change).encode()
    with pytest.raises(ModelFileError, match=reason) as raised:
        SecondScorer.of(model_of(files | {SECOND: told}, Path("models/a")))
    assert raised.value.file == f"models/a/{SECOND}"


@pytest.mark.skipif(bool(find_spec("torch")), reason="the extra is installed")
def test_without_the_extra_it_does_not_score():
    with pytest.raises(MissingExtraError, match=r"suretynet\[gnn\]"):
        scorer().logits(None, None)
