"""``suretynet accounts`` and ``rings check`` on the demo."""

from __future__ import annotations

import json


def test_accounts_are_ranked_and_shown(cli, demo_dir) -> None:
    folder = "--data-dir", demo_dir
    done = cli("accounts", "list", *folder, "--limit", 3, "--json")
    assert done.returncode == 0, done.stderr
    listed = json.loads(done.stdout)
    first = listed["items"][0]
    done = cli("accounts", "show", first["account_id"], *folder, "--json")
    shown = json.loads(done.stdout)
    assert (shown["sent"], shown["rings"]) == (first["sent"], first["rings"])
    assert shown["completeness"]["truncated_by"] in (
        [],
        ["limit:counterparties"],
    )
    done = cli("accounts", "list", *folder, "--unheld", "--order", "rings")
    assert done.returncode == 0
    assert "accounts, amounts in CNY" in done.stdout


def test_a_transfer_is_checked(cli, demo_dir) -> None:
    folder = "--data-dir", demo_dir
    done = cli("rings", "list", *folder, "--limit", 1, "--json")
    ring_id = json.loads(done.stdout)["items"][0]["ring_id"]
    ring = json.loads(cli("rings", "show", ring_id, *folder, "--json").stdout)
    last = ring["transfers"][-1]
    asked = (last["payer_id"], last["payee_id"], last["amount"], last["moved_at"])
    named = "--source", last["source"], "--record", last["record_id"]
    done = cli("rings", "check", *asked, *named, *folder, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert ring_id in {item["ring_id"] for item in found["rings"]}
    done = cli("rings", "check", *asked[:2], "-1", "soon", *folder)
    assert done.returncode != 0
    done = cli("rings", "check", *asked, *folder)
    assert "comes back to" in done.stdout
