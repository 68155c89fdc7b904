from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from api import keys
from api.keys import READ, SCOPES, KeyRing, Principal
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from pathlib import Path

ALICE = Principal("alice", SCOPES)


def alices(folder: Path) -> KeyRing:
    """A ring that holds the key alice."""
    ring = KeyRing(folder)
    ring.mint("alice", SCOPES)
    return ring


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
    secret = key.removeprefix("sn_alice_")
    assert secret not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_key_replaces_the_old_one_of_its_id(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    old, other = ring.mint("alice", SCOPES), ring.mint("bob", (READ,))
    new = ring.mint("alice", (READ,), replace=True)
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


def test_a_taken_id_is_kept_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    key = ring.mint("alice", SCOPES)
    with pytest.raises(ValueError, match="already"):
        ring.mint("alice", (READ,))
    assert ring.find(key) == ALICE


@pytest.mark.parametrize("key_id", ["", "a_b", "-a", "甲", "a b", "a\n", "a" * 65])
def test_an_id_is_letters_digits_and_hyphens(tmp_path: Path, key_id: str) -> None:
    with pytest.raises(ValueError, match="letters, digits and hyphens"):
        KeyRing(tmp_path).mint(key_id, SCOPES)
    assert list(tmp_path.iterdir()) == []


def test_a_revoked_key_finds_nobody_and_others_stay(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    alice, bob = ring.mint("alice", SCOPES), ring.mint("bob", SCOPES)
    ring.revoke("alice")
    assert ring.find(alice) is None
    assert ring.find(bob) is not None
    with pytest.raises(NotFoundError):
        ring.revoke("alice")


def test_a_key_works_until_it_expires(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    late = int(time.time() * 1000) + 3_600_000
    valid = ring.mint("valid", SCOPES, expires_at=late)
    expired = ring.mint("expired", SCOPES, expires_at=1)
    assert ring.find(valid) is not None
    assert ring.find(expired) is None
    with pytest.raises(NotFoundError):
        ring.mint_login("expired", SCOPES)


def test_a_key_backs_no_more_scopes_than_it_has(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    alice = ring.find(ring.mint("alice", (READ,)))
    assert alice is not None
    assert ring.backs(alice)
    assert not ring.backs(replace(alice, scopes=SCOPES))
    for key_id, scopes in (("alice", SCOPES), ("bob", (READ,))):
        with pytest.raises(NotFoundError):
            ring.mint_login(key_id, scopes)


def test_a_key_backs_nobody_who_came_by_another_one(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    first = ring.find(ring.mint("alice", SCOPES))
    token = ring.mint_login("alice", SCOPES)
    second = ring.find(ring.mint("alice", SCOPES, replace=True))
    assert first is not None
    assert second is not None
    assert not ring.backs(first)
    assert not ring.backs(ALICE), "a name alone is no key"
    assert ring.backs(second)
    assert ring.redeem(token) is None


def test_a_token_that_does_not_name_its_key_opens_nothing(tmp_path: Path) -> None:
    ring = alices(tmp_path)
    token = ring.mint_login("alice", SCOPES)
    (file,) = (tmp_path / "login-tokens").iterdir()
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["key_hash"]  # as earlier releases wrote it
    file.write_text(json.dumps(content), encoding="utf-8")
    assert ring.redeem(token) is None


def test_a_file_that_did_not_record_times_is_read(tmp_path: Path) -> None:
    entry = {"key_id": "alice", "scopes": list(SCOPES)}
    hashed = sha256(b"sn_alice_old").hexdigest()
    (tmp_path / "keys.json").write_text(json.dumps({hashed: entry}), encoding="utf-8")
    ring = KeyRing(tmp_path)
    assert ring.find("sn_alice_old") == ALICE
    before = time.time() * 1000 - 1
    ring.mint("bob", SCOPES)
    alice, bob = ring.entries()
    assert alice.created_at is None
    assert bob.created_at is not None
    assert before <= bob.created_at <= time.time() * 1000
    assert ring.find("sn_alice_old") == ALICE


def test_processes_that_mint_at_once_lose_no_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from api.keys import SCOPES, KeyRing\n"
        "ring = KeyRing(Path(sys.argv[1]))\n"
        "for i in range(20): ring.mint(f'{sys.argv[2]}{i}', SCOPES)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    children = [subprocess.Popen([*command, name]) for name in "abc"]
    assert [child.wait(60) for child in children] == [0, 0, 0]
    assert len(KeyRing(tmp_path).entries()) == 60


def test_a_login_token_works_once(tmp_path: Path) -> None:
    ring = alices(tmp_path)
    token = ring.mint_login("alice", SCOPES)
    assert ring.redeem(token) == ALICE
    assert ring.redeem(token) is None


def test_a_login_token_expires(tmp_path: Path) -> None:
    ring = alices(tmp_path)
    token = ring.mint_login("alice", SCOPES)
    (file,) = (tmp_path / "login-tokens").iterdir()
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**content, "expires": 1.0}), encoding="utf-8")
    assert ring.redeem(token) is None


def test_of_two_redeemers_at_once_one_wins(tmp_path: Path) -> None:
    ring = alices(tmp_path)
    for _ in range(20):
        token, start = ring.mint_login("alice", SCOPES), Barrier(2)

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
    ring = alices(tmp_path)
    ring.mint_login("alice", SCOPES)
    (old,) = (tmp_path / "login-tokens").iterdir()
    os.utime(old, (1, 1))
    ring.mint_login("alice", SCOPES)
    left = list((tmp_path / "login-tokens").iterdir())
    assert len(left) == 1
    assert old not in left
