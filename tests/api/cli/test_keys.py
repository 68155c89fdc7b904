from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from api.keys import READ, READ_PERSONAL, SCOPES, KeyRing, Principal

if TYPE_CHECKING:
    from pathlib import Path


def test_a_minted_key_is_all_that_is_printed_and_works(cli, tmp_path: Path) -> None:
    done = cli("key", "mint", "loan-system", "--data-dir", tmp_path)
    assert done.returncode == 0, done.stderr
    key = done.stdout.removesuffix("\n")
    assert KeyRing(tmp_path).find(key) == Principal("loan-system", (READ,))


def test_a_key_has_the_scopes_and_the_end_that_were_asked_for(cli, tmp_path) -> None:
    done = cli(
        *("key", "mint", "audit", "--scope", "read:personal", "--scope", "read"),
        *("--expires", "2999-01-01", "--json", "--data-dir", tmp_path),
    )
    minted = json.loads(done.stdout)
    assert KeyRing(tmp_path).find(minted.pop("key")) == Principal(
        "audit", (READ, READ_PERSONAL)
    )
    (listed,) = json.loads(cli("key", "list", "--data-dir", tmp_path, "--json").stdout)
    assert listed == minted
    assert listed["scopes"] == [READ, READ_PERSONAL]
    assert listed["expires_at"] == "2999-01-01T00:00:00.000Z"
    assert listed["expired"] is False


def test_an_id_is_minted_twice_only_to_replace_it(cli, tmp_path: Path) -> None:
    mint = ("key", "mint", "a", "--data-dir", tmp_path)
    first = cli(*mint).stdout.strip()
    again = cli(*mint)
    assert again.returncode == 2
    assert "already" in again.stderr
    second = cli(*mint, "--replace").stdout.strip()
    ring = KeyRing(tmp_path)
    assert (ring.find(first), ring.find(second)) == (None, Principal("a", (READ,)))


def test_a_revoked_key_is_gone_and_an_unknown_one_is_not_found(cli, tmp_path) -> None:
    key = cli("key", "mint", "a", "--data-dir", tmp_path).stdout.strip()
    assert cli("key", "revoke", "a", "--data-dir", tmp_path).returncode == 0
    assert KeyRing(tmp_path).find(key) is None
    again = cli("key", "revoke", "a", "--data-dir", tmp_path)
    assert again.returncode == 4
    assert again.stderr == "suretynet: no API key is known as 'a'\n"


def test_the_list_shows_no_secret(cli, tmp_path: Path) -> None:
    key = cli("key", "mint", "a", "--data-dir", tmp_path).stdout.strip()
    done = cli("key", "list", "--data-dir", tmp_path)
    assert "valid" in done.stdout
    assert key[-20:] not in done.stdout  # of the secret, which may hold any character


@pytest.mark.parametrize("key_id", ["demo", "a"])
def test_a_login_link_needs_a_key_that_is_not_revoked(cli, tmp_path, key_id) -> None:
    link = ("login-url", "--key", key_id, "--data-dir", tmp_path)
    cli("login-url", "--data-dir", tmp_path)  # makes the demo key
    cli("key", "mint", "a", "--data-dir", tmp_path)
    token = cli(*link).stdout.strip().partition("#token=")[2]
    scopes = SCOPES if key_id == "demo" else (READ,)
    assert KeyRing(tmp_path).redeem(token) == Principal(key_id, scopes)
    cli("key", "revoke", key_id, "--data-dir", tmp_path)
    assert cli(*link).returncode == 4
