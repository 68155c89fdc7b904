"""``suretynet patterns``: the list, and hits of a file."""

from __future__ import annotations

import json

import pytest

HEADER = "payer,payee,time,amount,id"
SPREAD = [
    *((f"s,{name},1,100.00,in-{name}") for name in "abc"),
    *((f"{name},t,2,95.5,out-{name}") for name in "abc"),
]


@pytest.fixture
def moves(tmp_path):
    path = tmp_path / "moves.csv"
    path.write_text("\n".join([HEADER, *SPREAD, ""]), encoding="utf-8")
    return path


@pytest.mark.integration
def test_a_file_is_searched_without_a_store(cli, moves) -> None:
    run = "patterns", "run", "--transfers", moves, "--json"
    done = cli(*run, "--pattern", "scatter_gather")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer.keys() == {"hits", "complete"}
    (hit,) = answer["hits"]
    assert answer["complete"]
    assert hit.keys() == {"pattern", "accounts", "transfers"}
    assert hit["pattern"] == "scatter_gather"
    assert {*hit["accounts"]} == {*"sabct"}
    assert {*hit["transfers"]} == {row.split(",")[-1] for row in SPREAD}
    done = cli(*run, "--pattern", "scatter_gather", "--keep", 0.96)
    assert json.loads(done.stdout) == {"hits": [], "complete": True}


@pytest.mark.integration
def test_amounts_of_a_file_are_in_its_own_unit(cli, moves) -> None:
    rows = [f"x,y,{time},49000.{cents},t{time}" for time, cents in
            ((1, "5"), (2, "25"), (3, "125"))]  # fmt: skip
    moves.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    done = cli(
        "patterns", "run", "--transfers", moves, "--pattern", "structuring", "--json"
    )
    assert json.loads(done.stdout)["hits"] == [
        {
            "pattern": "structuring",
            "accounts": ["x", "y"],
            "transfers": ["t1", "t2", "t3"],
        }
    ]


@pytest.mark.integration
def test_what_cannot_be_searched_is_named(cli, moves) -> None:
    file = "--transfers", moves
    for arguments, code, word in (
        ((*file, "--pattern", "loan_round_trip"), 2, "needs deposit facts"),
        ((*file, "--pattern", "shared_device"), 2, "needs sign_in facts"),
        ((*file, "--window", 0), 2, "window"),
        ((*file, "--party", "p"), 2, "--party"),
        ((*file, "--pattern", "fan_in", "--keep", 0.5), 2, "keep"),
        (("--since", "yesterday"), 2, "yesterday"),
        ((*file, "--pattern", "horoscope"), 4, "horoscope"),
    ):
        done = cli("patterns", "run", *arguments)
        assert done.returncode == code
        assert word in done.stderr


@pytest.mark.integration
def test_patterns_are_listed_with_the_sources_of_their_thresholds(cli) -> None:
    items = json.loads(cli("patterns", "list", "--json").stdout)["items"]
    assert len(items) == 11
    (structuring,) = (item for item in items if item["name"] == "structuring")
    assert structuring["title"]["zh"] == "拆分交易"
    assert {limit["source"] for limit in structuring["thresholds"]} == {
        "law",
        "judgement",
    }


def test_planted_patterns_of_the_demo_are_found_and_no_near_miss(cli, demo_dir) -> None:
    truth = demo_dir / "demo-bundle" / "truth.json"
    folder = "--data-dir", demo_dir
    done = cli("patterns", "run", *folder, "--truth", truth, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["truth"]
    assert told["equal"]
    assert len(told["patterns"]) == 11
    assert all(item["near_misses"] > 0 for item in told["patterns"])
    named = {item["pattern"]: item for item in told["patterns"]}
    assert named["fan_in"]["found"] > 0
    shown = cli("patterns", "run", *folder, "--truth", truth)
    assert "Against the truth" in shown.stdout
    done = cli("patterns", "run", *folder, "--truth", truth, "--party", "p")
    assert (done.returncode, "not with --truth" in done.stderr) == (2, True)


def test_a_truth_that_says_otherwise_ends_with_1(cli, demo_dir, tmp_path) -> None:
    told = json.loads((demo_dir / "demo-bundle" / "truth.json").read_text("utf-8"))
    near = [item for item in told["transfer_rings"] if item["pattern"] == "fan_in"]
    other = tmp_path / "truth.json"
    other.write_text(json.dumps(told | {"near_misses": near}), encoding="utf-8")
    run = "patterns", "run", "--data-dir", demo_dir, "--truth", other, "--json"
    done = cli(*run)
    assert done.returncode == 1
    assert not json.loads(done.stdout)["truth"]["equal"]
    told["transfer_rings"][1]["transfers"] = ["unheard-of"]
    other.write_text(json.dumps(told), encoding="utf-8")
    done = cli(*run)
    assert (done.returncode, done.stdout) == (1, "")
    assert "another economy" in done.stderr
