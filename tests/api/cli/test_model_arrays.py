"""``suretynet model fit-arrays``."""

from __future__ import annotations

import json
from importlib.util import find_spec

import numpy as np
import pytest


@pytest.fixture
def arrays(tmp_path):
    random = np.random.default_rng(1)
    x = random.integers(0, 10, (300, 2)).astype(float)
    made = {
        "x": x,
        "y": (x[:, 0] > 7).astype(int),
        "edges": random.integers(0, 300, (2, 500)),
        "split": random.integers(-1, 3, 300).astype(np.int8),
    }
    options = []
    for name, array in made.items():
        np.save(tmp_path / f"{name}.npy", array)
        options += [f"--{name}", tmp_path / f"{name}.npy"]
    return [*options, "--out", tmp_path / "out"]


def test_a_graph_of_arrays_is_fitted(cli, arrays, tmp_path) -> None:
    done = cli("model", "fit-arrays", *arrays, "--model", "lgbm", "--seed", 5, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert json.loads(done.stdout) == told
    assert told["lgbm"]["ap"] == 1
    assert told["lgbm"]["seed"] == 5
    assert np.load(tmp_path / "out" / "scores.npy").shape == (300,)


@pytest.mark.skipif(find_spec("torch") is not None, reason="the extra is installed")
@pytest.mark.parametrize("model", ["gnn", "both"])
def test_what_needs_the_extra_names_it(cli, arrays, model: str, tmp_path) -> None:
    (tmp_path / "x.npy").unlink()  # the extra is asked for before anything is read
    done = cli("model", "fit-arrays", *arrays, "--model", model)
    assert (done.returncode, done.stdout) == (2, "")
    assert "torch is not installed" in done.stderr
    assert "the extra suretynet[gnn]" in done.stderr
    assert not (tmp_path / "out").exists()


def test_refusals_are_one_line_and_a_usage_error(cli, arrays, tmp_path) -> None:
    np.save(tmp_path / "y.npy", np.zeros(300, int))
    for arguments, word in (
        (arrays, "split.npy: split 0 (train) is"),
        ([*arrays, "--y", tmp_path / "none.npy"], "none.npy: file is No such file"),
        ([*arrays, "--model", "forest"], "'forest' is not one of"),
        ([*arrays, "--seed", -1], "--seed"),
        ([*arrays, "--device", "tpu"], "'tpu' is not one of"),
    ):
        done = cli("model", "fit-arrays", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert word in done.stderr
    assert not (tmp_path / "out").exists()
