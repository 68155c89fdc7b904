from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from api import keys
from api.keys import READ, SCOPES, KeyRing, Principal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ALICE = Principal("alice", SCOPES)


def test_a_minted_key_finds_its_holder(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    key = ring.mint("alice", SCOPES)
    assert key.startswith("sn_alice_")
    assert ring.find(key) == ALICE


def test_an_unknown_key_finds_nobody(tmp_path: Path) -> None:
    assert KeyRing(tmp_path).find("sn_alice_guess") is None


def test_a_key_is_kept_as_a_hash_that_only_its_owner_reads(tmp_path: Path) -> None:
    key = KeyRing(tmp_path).mint("alice", SCOPES)
    path = tmp_path / "keys.json"
    assert key.rpartition("_")[2] not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_key_replaces_the_old_one_of_its_id(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    old, other = ring.mint("alice", SCOPES), ring.mint("bob", (READ,))
    new = ring.mint("alice", (READ,))
    assert ring.find(old) is None
    assert ring.find(new) == Principal("alice", (READ,))
    assert ring.find(other) == Principal("bob", (READ,))


def test_a_key_minted_by_another_process_works_at_once(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    assert ring.find("sn_x_y") is None
    key = KeyRing(tmp_path).mint("alice", SCOPES)
    assert ring.find(key) == ALICE


def test_a_key_withdrawn_by_another_process_ends_within_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = KeyRing(tmp_path)
    key = ring.mint("alice", SCOPES)
    assert ring.find(key) == ALICE
    (tmp_path / "keys.json").unlink()
    assert ring.find(key) == ALICE
    monkeypatch.setattr(keys, "LOOK_SECONDS", -1.0)
    assert ring.find(key) is None


def test_a_login_token_works_once(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    token = ring.mint_login(ALICE)
    assert ring.redeem(token) == ALICE
    assert ring.redeem(token) is None


def test_a_login_token_expires(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    token = ring.mint_login(ALICE)
    (file,) = (tmp_path / "login-tokens").iterdir()
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, "expires": 1.0}), encoding="utf-8")
    assert ring.redeem(token) is None


def test_of_two_redeemers_at_once_one_wins(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    for _ in range(20):
        token, start = ring.mint_login(ALICE), Barrier(2)

        def redeem(token: str = token, start: Barrier = start) -> Principal | None:
            start.wait()
            return KeyRing(tmp_path).redeem(token)

        with ThreadPoolExecutor(2) as pool:
            found = [pool.submit(redeem) for _ in range(2)]
        assert sorted(item.result() is None for item in found) == [False, True]


def test_a_token_is_no_path(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.mint("alice", SCOPES)
    assert ring.redeem("../keys.json") is None
    assert (tmp_path / "keys.json").exists()


def test_tokens_that_nobody_used_are_swept(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.mint_login(ALICE)
    (old,) = (tmp_path / "login-tokens").iterdir()
    os.utime(old, (1, 1))
    ring.mint_login(ALICE)
    left = list((tmp_path / "login-tokens").iterdir())
    assert len(left) == 1
    assert old not in left
