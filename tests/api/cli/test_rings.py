"""``suretynet rings``: of a file, and of the demo with its truth."""

from __future__ import annotations

import json

import pytest

SEVEN = """\
payer,payee,time,amount,id
a,b,0,100,t0
b,c,2,95,t1
c,a,3,90,t2
c,a,1,95,t3
b,c,9,99,t4
c,d,4,90,t5
d,a,5,60,t6
"""


@pytest.fixture
def moves(tmp_path):
    path = tmp_path / "moves.csv"
    path.write_text(SEVEN, encoding="utf-8")
    return path


@pytest.mark.integration
def test_a_file_is_searched_without_a_store(cli, moves) -> None:
    done = cli("rings", "list", "--transfers", moves, "--window", 10, "--gap", 5,
               "--keep", 0.9, "--max-length", 6, "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"rings": [["t0", "t1", "t2"]], "complete": True}


@pytest.mark.integration
def test_what_cannot_be_searched_is_named(cli, moves) -> None:
    file = "--transfers", moves
    for arguments, code, word in (
        ((*file, "--window", 0), 2, "window"),
        ((*file, "--max-length", 1), 2, "max_length"),
        ((*file, "--party", "p"), 2, "--party"),
        ((*file, "--order", "falling"), 2, "order"),
        (("--since", "yesterday"), 2, "yesterday"),
    ):
        done = cli("rings", "list", *arguments)
        assert done.returncode == code
        assert word in done.stderr
    moves.write_text(SEVEN.replace("95,t1", "-95,t1"), encoding="utf-8")
    done = cli("rings", "list", *file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "moves.csv: row 3, column amount: '-95'" in done.stderr


def test_planted_rings_of_the_demo_are_found_and_nothing_is_invented(
    cli, demo_dir
) -> None:
    truth = demo_dir / "demo-bundle" / "truth.json"
    folder = "--data-dir", demo_dir
    done = cli("rings", "list", *folder, "--truth", truth, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["truth"]["equal"]
    patterns = {item["pattern"]: item for item in answer["truth"]["patterns"]}
    assert patterns["cycle"]["found"] > 0
    first = answer["items"][0]
    done = cli("rings", "show", first["ring_id"], *folder, "--json")
    shown = json.loads(done.stdout)
    assert len(shown["transfers"]) == shown["length"] == first["length"]
    party = first["parties"][0]["party_id"]
    done = cli("rings", "list", *folder, "--party", party, "--max-length", 5, "--json")
    assert first["ring_id"] in {
        item["ring_id"] for item in json.loads(done.stdout)["items"]
    }
