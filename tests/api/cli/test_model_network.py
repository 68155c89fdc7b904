"""What is refused of a graph network before anything is begun."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(find_spec("torch") is not None, reason="the extra is installed")
def test_a_network_is_not_begun_without_the_extra(cli: Any, tmp_path: Path) -> None:
    done = cli(
        "model", "train", "--economy", "1000", "--model", "both", "--out", tmp_path
    )
    assert done.returncode == 2
    assert "suretynet[gnn]" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_network_is_for_fraud_alone(cli: Any, tmp_path: Path) -> None:
    done = cli("model", "train", "--economy", "1000", "--task", "risky-edge",
               "--model", "both", "--out", tmp_path)  # fmt: skip
    assert done.returncode == 2
    assert "both are trained for fraud alone" in done.stderr


def test_networks_are_compared_beside_one_alone(cli: Any, tmp_path: Path) -> None:
    done = cli("model", "train", "--economy", "1000", "--compare", "--out", tmp_path)
    assert done.returncode == 2
    assert "with --economy and --model both" in done.stderr
