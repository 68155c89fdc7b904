"""``suretynet rings``: of a file, and of the demo with its truth."""

from __future__ import annotations

import json

import pytest
from typer import BadParameter

from api.cli.truth import planted_payments
from api.settings import Settings
from graph.stores import open_store
from graph.testing.facts import write
from village_facts import AS_OF, DAY

LOST = "R-00000000000000aa"
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
        ((*file, "--window", 0.5), 2, "window must not be shorter"),
        ((*file, "--max-rings", 10**20), 2, "max_rings"),
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


def test_an_item_of_a_truth_that_lacks_something_is_named(tmp_path) -> None:
    path = tmp_path / "truth.json"
    item = {"pattern": "cycle", "members": ["a"], "transfers": ["1"]}
    for lacks in ("members", "transfers"):
        wrong = {name: value for name, value in item.items() if name != lacks}
        told = {"transfer_rings": [item, wrong], "lookalikes": []}
        path.write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(BadParameter) as caught, planted_payments(path):
            pass
        assert str(path) in str(caught.value)
        assert f"transfer_rings, item 2, {lacks}: " in str(caught.value)


def test_a_ring_is_decided_and_undone_and_reported(cli, village_dir, tmp_path) -> None:
    with open_store(Settings(data_dir=village_dir).store_url) as store:
        rows = {
            "account": [{"account_id": name} for name in "123"],
            "account_holder": [
                {"holder_id": party, "account_id": account}
                for party, account in zip("abc", "123", strict=True)
            ],
            "transfer": [
                {
                    "payer_id": payer,
                    "payee_id": payee,
                    "amount": 100,
                    "record_id": payer,
                }
                | {"valid_from": AS_OF - (9 - int(payer)) * DAY, "currency": "CNY"}
                for payer, payee in ("12", "23", "31")
            ],
            "case_outcome": [
                {"party_id": "a", "task": "money_ring", "case_no": LOST}
                | {"outcome": "noted", "reason": "so it was"}
            ],
        }
        write(store, rows)
    folder = "--data-dir", village_dir
    assert cli("snapshot", "build", *folder).returncode == 0
    listed = json.loads(cli("rings", "list", *folder, "--json").stdout)
    (ring,) = (item["ring_id"] for item in listed["items"])
    assert listed["items"][0]["state"] == "open"
    said = "rings", "state", ring
    done = cli(*said, "confirmed", *folder, "--reason", "so it is", "--by", "alice",
               "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    case = json.loads(done.stdout)
    assert case["state"] == "confirmed"
    done = cli(*said, "dismissed", *folder, "--reason", "no", "--by", "bob")
    assert (done.returncode, "undo that first" in done.stderr) == (1, True)
    for wrong in (("maybe", "--reason", "x"), ("noted", "--reason", " ")):
        assert cli(*said, *wrong, *folder, "--by", "alice").returncode in (1, 2)
    shown = cli("rings", "show", ring, *folder).stdout
    assert "Everyday readings" in shown
    assert "so it is" not in shown
    assert "so it is" in cli("rings", "show", ring, *folder, "--personal").stdout
    shown = cli("rings", "show", LOST, *folder, "--personal")
    assert "no longer published" in shown.stderr
    assert "so it was" in shown.stdout
    report = tmp_path / "ring.html"
    done = cli("report", ring, *folder, "--out", report, "--personal")
    assert done.returncode == 0, done.stderr
    assert "so it is" in report.read_text(encoding="utf-8")
    done = cli("rings", "undo", ring, case["outcomes"][0]["outcome_id"], *folder)
    assert f"{ring} is open" in done.stdout
