from importlib.util import find_spec
from types import SimpleNamespace

import numpy as np
import pytest

from gnn.combination import Combination
from gnn.errors import MissingExtraError, ModelFileError
from gnn.second_scorer import SECOND, WEIGHTS, SecondScorer

SCORES = np.array([0.0, 1.0, 4.0])


def scorer():
    return SecondScorer(
        weights=b"weights",
        combination=Combination.of(SCORES, 2 * SCORES),
        ranks=True,
        standing={"gain": [{"point": 0.1, "low": float("nan")}], "device": "cpu"},
    )


def test_a_second_scorer_survives_its_files():
    files = scorer().files
    assert set(files) == {WEIGHTS, SECOND}
    read = SecondScorer.of(SimpleNamespace(others=files))
    assert read is not None
    assert read.files == files
    assert read.ranks
    assert read.combination == scorer().combination
    assert read.standing["gain"] == [{"point": 0.1, "low": None}]


def test_a_model_without_one_has_none():
    assert SecondScorer.of(SimpleNamespace(others={"importance.svg": b""})) is None


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
        SecondScorer.of(SimpleNamespace(others=files))


@pytest.mark.skipif(bool(find_spec("torch")), reason="the extra is installed")
def test_without_the_extra_it_does_not_score():
    with pytest.raises(MissingExtraError, match=r"suretynet\[gnn\]"):
        scorer().logits(None, None)
