"""The demo economy at the size in which it is shown: what a model may build on."""

from __future__ import annotations

import json

import pytest

HONEST = {"cash_sweep", "refund", "agency_trade"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 8, 9])
def test_what_was_planted_is_found_among_some_honest_rings(cli, tmp_path, seed) -> None:
    folder = "--data-dir", tmp_path
    done = cli("demo", *folder, "--companies", 20_000, "--seed", seed)
    assert done.returncode == 0, done.stderr
    truth = tmp_path / "demo-bundle" / "truth.json"
    done = cli("rings", "list", *folder, "--truth", truth, "--limit", 1_000, "--json")
    assert done.returncode == 0, done.stdout
    rings = json.loads(done.stdout)
    assert {*rings["truth"]["honest"]} == HONEST
    assert 5 <= sum(rings["truth"]["honest"].values()) <= 50
    found = sum(item["found"] for item in rings["truth"]["patterns"])
    assert rings["truth"]["near_misses_planted"] >= found
    # papers tell some honest rings, and hide some of schemes
    assert {item["refund"] for item in rings["items"]} == {"fits", "no", "not_checked"}
    assert {item["agency"] for item in rings["items"]} == {"fits", "no", "not_checked"}
    done = cli("patterns", "run", *folder, "--truth", truth, "--json")
    assert done.returncode == 0, done.stdout
    assert all(
        item["found"] > 0 and item["near_misses"] >= item["planted"]
        for item in json.loads(done.stdout)["truth"]["patterns"]
    )
