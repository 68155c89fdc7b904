"""Models trained on a small economy: broken off, taken up, made again, applied."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from api.model_runs import EconomyRun
from gnn.errors import LabelError
from gnn.features import Group
from gnn.folders import reserved
from gnn.model_files import open_model, write_model
from gnn.serving.model_directory import open_current

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration
COMPANIES, ECONOMY = 3_000, 3
LEAST = {"T": (Group.OWN,), "T+G": (Group.OWN, Group.DEGREES)}


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    """Fewer models than are told of one that is to be believed."""
    with pytest.MonkeyPatch.context() as patch:
        served = (*LEAST["T+G"], Group.CONTROL_OVERLAP)
        patch.setattr("gnn.protocol.SERVED", served)
        patch.setattr("api.model_runs.SERVED", served)
        patch.setattr("gnn.protocol.MODELS", {**LEAST, "T+G+D+E": served})
        patch.setattr("gnn.protocol.AGAINST", (("T+G+D+E", "T+N"),))
        patch.setattr("gnn.dataset.FEWEST", 5)
        yield


@pytest.fixture(scope="module")
def broken_off(quick: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a run that somebody stopped when all was loaded."""
    folder = tmp_path_factory.mktemp("runs")

    def stop(stage: str, *_: int) -> None:
        if stage == "arrange":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_of(folder, stop).figures(ECONOMY)
    return folder


def run_of(folder: Path, progress: Any) -> EconomyRun:
    return EconomyRun(folder, COMPANIES, "fraud", 1, progress, long=False)


@pytest.fixture(scope="module")
def store(broken_off: Path) -> tuple[Any, ...]:
    """Options of the store that the run had loaded."""
    work = broken_off / f"seed-{ECONOMY}" / "work"
    return "--store", f"sqlite:///{work / 'suretynet.db'}", "--data-dir", broken_off


@pytest.fixture(scope="module")
def trained(cli: Any, store: tuple[Any, ...], broken_off: Path) -> Path:
    """A model of the store's own cases."""
    folder = broken_off / "model"
    done = cli("model", "train", *store, "--day", "2026-09-30", "--out", folder)
    assert done.returncode == 0, done.stderr
    assert "T+G+D+E" in done.stdout
    return folder


def test_the_same_cases_give_the_same_bytes(
    cli: Any, store: tuple[Any, ...], trained: Path, broken_off: Path
) -> None:
    again = broken_off / "again"
    done = cli("model", "train", *store, "--day", "2026-09-30", "--out", again)
    assert done.returncode == 0, done.stderr
    assert files(again) == files(trained)
    assert open_model(again).model_id == open_model(trained).model_id


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name != "run.json"
    }


def test_a_folder_in_use_is_refused(
    cli: Any, store: tuple[Any, ...], trained: Path
) -> None:
    done = cli("model", "train", *store, "--out", trained)
    (said,) = done.stderr.strip().splitlines()
    assert (done.returncode, str(trained) in said) == (2, True)


def test_a_day_must_be_known_and_an_empty_store_is_said_to_be_one(
    cli: Any, store: tuple[Any, ...], trained: Path, tmp_path: Path
) -> None:
    for command in (
        ("train", "--out", tmp_path / "m"),
        ("evaluate", "--model", trained),
    ):
        done = cli("model", *command, *store, "--day", "2199-01-01")
        (said,) = done.stderr.strip().splitlines()
        assert (done.returncode, "--day is 2199-01-01" in said) == (2, True)
        done = cli("model", *command, "--data-dir", tmp_path / "empty")
        (said,) = done.stderr.strip().splitlines()
        assert (done.returncode, "the store holds no facts" in said) == (2, True)
    done = cli("model", "train", "--out", tmp_path / "m", *store, "--day", "0001-06-01")
    assert (done.returncode, "0001-06-01" in done.stderr) == (2, True)
    assert not (tmp_path / "m").exists()
    assert not list(tmp_path.glob("*/traces"))


@pytest.mark.parametrize(("text", "code"), [(None, 4), ("[]", 2), ("{", 2), ("{}", 2)])
def test_a_truth_that_is_none_is_named(
    cli: Any,
    store: tuple[Any, ...],
    trained: Path,
    tmp_path: Path,
    text: str | None,
    code: int,
) -> None:
    if text is not None:
        (tmp_path / "truth.json").write_text(text, encoding="utf-8")
    asked = ("model", "evaluate", *store, "--model", trained, "--truth", tmp_path)
    done = cli(*asked)
    (said,) = done.stderr.strip().splitlines()
    assert (done.returncode, str(tmp_path / "truth.json") in said) == (code, True)


def test_a_model_of_other_features_scores_nobody(
    cli: Any, store: tuple[Any, ...], trained: Path, tmp_path: Path
) -> None:
    model = open_model(trained)
    old = replace(model, schema=replace(model.schema, version=0))
    write_model(tmp_path / "old", old, {})
    for command in ("score", "evaluate"):
        done = cli("model", command, *store, "--model", tmp_path / "old")
        (said,) = done.stderr.strip().splitlines()
        assert (done.returncode, "features are of version 0" in said) == (2, True)


def test_the_score_of_a_firm_adds_up(
    cli: Any, store: tuple[Any, ...], trained: Path
) -> None:
    asked = (*store, "--as-of", "2026-09-30", "--model", trained, "--json")
    (first,) = json.loads(cli("model", "score", *asked, "--limit", 1).stdout)
    party = first["party_id"]
    (alone,) = json.loads(cli("model", "score", *asked, "--party", party).stdout)
    assert alone == first
    assert 0 <= first["low"] <= first["chance"] <= first["high"] <= 1
    parts = [reason["contribution"] for reason in first["reasons"]]
    assert parts[:-1] == sorted(parts[:-1], key=lambda part: -abs(part))
    done = cli("model", "score", *asked, "--party", "nobody")
    assert (done.returncode, "nobody" in done.stderr) == (4, True)


def test_what_a_flag_rests_on_is_told(
    cli: Any, store: tuple[Any, ...], trained: Path
) -> None:
    asked = (*store, "--as-of", "2026-09-30", "--model", trained)
    (first,) = json.loads(cli("model", "score", *asked, "--json", "--limit", 1).stdout)
    party = first["party_id"]
    done = cli("model", "explain", *asked, "--party", party, "--json")
    found = json.loads(done.stdout)
    assert (found["companies"][0]["id"], found["score"]["rank"]) == (party, 1)
    assert found["score"]["chance"]["value"] == first["chance"]
    assert found["receipt"]["parameters"]["scores"]["model_id"] == (
        open_model(trained).model_id
    )
    table = cli("model", "explain", *asked, "--party", party).stdout
    assert f"{len(found['edges'])} links among them" in table
    for hull in found["hulls"]:
        assert f"({hull['controller']['party_id']})" in table
    done = cli("model", "explain", *asked, "--party", "nobody")
    assert (done.returncode, "nobody" in done.stderr) == (4, True)
    done = cli("model", "explain", *asked, "--party", party, "--diagnostic")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no graph network" in done.stderr


def test_evidence_is_audited_by_what_is_hidden(
    cli: Any,
    store: tuple[Any, ...],
    trained: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gnn.fidelity.DRAWS", 1)
    bundle = trained.parent / f"seed-{ECONOMY}" / "work" / f"bundle-{COMPANIES}"
    asked = ("model", "explain", *store, "--model", trained)
    told = json.loads(cli(*asked, "--audit", "--truth", bundle, "--json").stdout)
    for name in ("members_found", "firms_belong", "edges_belong"):
        assert 0 <= told[name]["low"] <= told[name]["point"] <= told[name]["high"] <= 1
    assert told["falls"]["firms"] == told["schemes"] > 0
    both = ("--audit", "--truth", bundle, "--diagnostic")
    for wrong in ((), ("--audit",), ("--party", "x", "--truth", bundle), both):
        assert cli(*asked, *wrong).returncode == 2
    done = cli(*asked, "--party", "x", "--without", "luck")
    assert (done.returncode, "luck" in done.stderr) == (2, True)


def test_a_model_is_judged_by_what_was_found_and_by_what_is_hidden(
    cli: Any, store: tuple[Any, ...], trained: Path
) -> None:
    asked = ("model", "evaluate", *store, "--model", trained, "--json")
    found = json.loads(cli(*asked, "--day", "2026-03-30").stdout)
    assert found["labels"].startswith("found by")
    bundle = trained.parent / f"seed-{ECONOMY}" / "work" / f"bundle-{COMPANIES}"
    hidden = json.loads(cli(*asked, "--truth", bundle).stdout)
    assert (hidden["day"], hidden["labels"]) == ("2026-09-30", "planted")
    assert hidden["positive"] > 0
    assert {"model", "degree"} <= hidden["figures"].keys()


def test_features_are_written_with_their_meaning(
    cli: Any, store: tuple[Any, ...], broken_off: Path
) -> None:
    folder = broken_off / "features"
    asked = ("model", "features", *store, "--as-of", "2026-09-30", "--out", folder)
    done = cli(*asked)
    assert done.returncode == 0, done.stderr
    with pa.ipc.open_file(folder / "features.arrow") as file:
        names = file.schema.names
    schema = json.loads((folder / "schema.json").read_text(encoding="utf-8"))
    told = schema.get("features") or schema["schema"]["features"]
    assert names == ["party_id", *(item["name"] for item in told)]
    assert cli(*asked).returncode == 2


def test_an_economy_that_hides_too_little_is_named(
    trained: Path, broken_off: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_few(_: Path) -> None:
        raise LabelError("0 firms are confirmed")

    monkeypatch.setattr("api.model_runs.truth_day", too_few)
    with pytest.raises(LabelError, match=r"3000 companies, seed 3: 0 firms"):
        run_of(broken_off, lambda *_: None).figures(ECONOMY)


def test_a_run_goes_on_where_it_was(trained: Path, broken_off: Path) -> None:
    stages = set()
    run = run_of(broken_off, lambda stage, *_: stages.add(stage))
    told = run.figures(ECONOMY)
    assert not {stage for stage in stages if stage.startswith(("read party", "write"))}
    target = broken_off / f"seed-{ECONOMY}"
    names = {path.name for path in target.iterdir()}
    assert names == {
        "figures.json", "run.json", "model", "importance.svg", "reliability.svg",
    }  # fmt: skip
    assert 0 < told["figures"]["T+G+D+E"]["auc"]["point"] < 1  # of a dozen positives
    assert "T+G+D+E less T+N" in told["differences"]
    assert open_current(target / "model").windows["known"] == "2026-09-30"
    stages.clear()
    assert run.figures(ECONOMY) == told
    assert not stages


def test_two_runs_do_not_share_a_folder(cli: Any, broken_off: Path) -> None:
    asked = ("--economy", COMPANIES, "--seeds", ECONOMY, "--out", broken_off)
    with reserved(broken_off / f"seed-{ECONOMY}", broken_off):
        done = cli("model", "train", *asked)
    (said,) = done.stderr.strip().splitlines()
    assert (done.returncode, "in use by another run" in said) == (2, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--task", "theft"), "'theft' is no task"),
        (("--task", "risky-edge"), "--economy"),
        (("--economy", "2000", "--seeds", "7;8"), "expected numbers"),
        (("--economy", "2000", "--seeds", "7,7"), "each once"),
        (("--economy", "2000", "--seeds", "-7"), "-7: expected numbers from 0"),
        (("--economy", "2000", "--seeds", "2147483648"), "to 2147483647"),
        (("--seed", "2147483648"), "2147483647"),
        (("--economy", "10"), "1000"),
    ],
)
def test_bad_options_are_named(
    cli: Any, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    done = cli("model", "train", "--out", tmp_path / "m", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "m").exists()
