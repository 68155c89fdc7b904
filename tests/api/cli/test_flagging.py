"""A model of the settings: taken when a snapshot is built, refused, and taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from api.analyses import MODEL_SCORE
from api.data_dir import refused_model
from api.flagging import score_parameters
from api.settings import Settings
from gnn.combination import Combination, Standard
from gnn.model_files import write_model
from gnn.second_scorer import SecondScorer
from graph.stores import open_store
from graph.testing.facts import memory_store, write
from scored_firms import rows, small_model

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("trained") / "model"
    write_model(made, small_model(rows()), {})
    return made


def test_a_refused_model_keeps_the_last_good_scores_and_says_why(
    village_dir: Path, folder: Path, cli, served
) -> None:
    def built(**environment: str) -> str:
        done = cli("snapshot", "build", "--data-dir", village_dir, **environment)
        assert done.returncode == 0, done.stderr
        return str(done.stderr)

    def answers() -> tuple[dict[str, Any], dict[str, Any]]:
        with served(village_dir) as client:
            score = client.get("/v1/model-scores/a").json()
            return score, client.get("/v1/models").json()

    assert "refused" not in built(SURETYNET_MODEL=str(folder))
    score, models = answers()
    assert (score["by"], score["stale"], models["refused"]) == ("model", None, None)
    assert models["model"]["model_id"] == score["model"]["model_id"]

    receipt = village_dir / "receipt.json"
    receipt.write_text(json.dumps(score["receipt"]), encoding="utf-8")
    (folder / "model.txt").write_bytes(b"tree")
    with open_store(Settings(data_dir=village_dir).store_url) as store:
        write(store, {"party": [{"party_id": "z", "party_type": "company"}]})
    assert "model.txt" in built(SURETYNET_MODEL=str(folder))
    kept, models = answers()
    assert kept["raw_score"] == score["raw_score"]
    assert kept["stale"]["snapshot_id"] == score["receipt"]["snapshot_id"]
    assert models["refused"]["file"] == "model/model.txt"
    assert models["refused"]["reason"].startswith("model/model.txt: it was changed")
    again = cli("replay", receipt, "--data-dir", village_dir, "--json")
    assert json.loads(again.stdout)["same"], again.stderr

    built()
    score, models = answers()
    assert (score["by"], models["refused"]) == ("rules", None)


def test_a_network_that_cannot_be_is_refused_before_anybody_is_scored(
    tmp_path: Path,
) -> None:
    files = {"network.safetensors": b"", "second.json": b"{}"}
    write_model(tmp_path / "trained", replace(small_model(rows()), others=files), {})
    said: list[str] = []
    given = score_parameters(
        Settings(data_dir=tmp_path / "data", model=tmp_path / "trained"),
        memory_store(rows()),
        said.append,
    )
    assert given is not None
    assert given["model_id"] is None  # rules flag
    assert "second.json: it cannot be read" in said[0]
    refused = refused_model(tmp_path / "data")
    assert refused is not None
    assert refused.file == "trained/second.json"
    assert not [path for path in (tmp_path / "data/models").iterdir() if path.is_dir()]


@pytest.mark.skipif(find_spec("torch") is not None, reason="the extra is installed")
def test_where_the_extra_is_missing_the_trees_are_taken_and_it_is_said(
    tmp_path: Path,
) -> None:
    gain = {"point": 0.1, "low": 0.05, "high": 0.2}
    same = Standard(0.0, 1.0)
    scorer = SecondScorer(
        weights=b"",
        combination=Combination(same, same),
        ranks=True,
        standing={"gain": [gain], "over_best_null": [gain]},
    )
    model = replace(small_model(rows()), others=scorer.files)
    written = write_model(tmp_path / "trained", model, {})
    said: list[str] = []
    given = score_parameters(
        Settings(data_dir=tmp_path / "data", model=tmp_path / "trained"),
        memory_store(rows()),
        said.append,
    )
    assert given is not None
    assert (given["model_id"], given["network"]) == (written.model_id, None)
    (only,) = said
    assert only.startswith("the graph network does not score: torch is not installed")


def test_bands_are_four_ascending_chances() -> None:
    assert MODEL_SCORE.name == "model_score"
    with pytest.raises(ValueError, match="ascending"):
        Settings(model_bands=(0.3, 0.1, 0.03, 0.01))
    with pytest.raises(ValueError, match="ascending"):
        Settings(model_bands=(0.0, 0.1, 0.2, 0.3))
