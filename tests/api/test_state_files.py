"""Every state file, damaged in every way: nothing but the family's errors comes out."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from api.cli.keys import _facts
from api.data_dir import DEMO_FILE, PlantedCircles, planted_case
from api.keys import SCOPES, KeyRing, Principal
from byte_mutations import mutated
from graph.analysis.portfolio import portfolio_record
from graph.analysis.publication import open_published
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import GraphError, SnapshotCorruptError, StateFileError
from graph.snapshot import verification
from graph.snapshot.manifest import Manifest
from graph.state_file import parse_state, read_state

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Village

ALICE = Principal("alice", SCOPES)
DAY = {"en": "text", "zh": "文"}
CASE = {
    "as_of": "2026-01-01", "focus": "a", "members": ["a", "b", "c"],
    "title": DAY, "summary": DAY, "steps": [DAY],
}  # fmt: skip

Use = "Callable[[bytes], None]"


def keys_file(village: Village, folder: Path) -> tuple[bytes, Use]:
    key = KeyRing(folder).mint("alice", SCOPES, expires_at=4_102_444_800_000)
    path = folder / "keys.json"

    def use(content: bytes) -> None:
        path.write_bytes(content)
        ring = KeyRing(folder)
        ring.find(key)
        for entry in ring.entries():
            json.dumps(_facts(entry), ensure_ascii=False).encode()

    return path.read_bytes(), use


def token_file(village: Village, folder: Path) -> tuple[bytes, Use]:
    ring = KeyRing(folder)
    ring.mint("alice", SCOPES)
    token = ring.mint_login("alice", SCOPES)
    (path,) = (folder / "login-tokens").iterdir()

    def use(content: bytes) -> None:
        path.write_bytes(content)
        found = ring.redeem(token)
        assert found is None or ring.backs(found)

    return path.read_bytes(), use


def demo_file(village: Village, folder: Path) -> tuple[bytes, Use]:
    published = open_published(village.store, village.data_dir)
    path = folder / DEMO_FILE

    def use(content: bytes) -> None:
        path.write_bytes(content)
        portfolio_record(published, planted_case(folder))

    return json.dumps(CASE).encode(), use


def truth_file(village: Village, folder: Path) -> tuple[bytes, Use]:
    def use(content: bytes) -> None:
        found = parse_state(content, PlantedCircles, "truth.json", "give another")
        assert all(set(circle["members"]) is not None for circle in found["circles"])

    return json.dumps({"circles": [{"members": ["a", "b"]}]}).encode(), use


def manifest_file(village: Village, folder: Path) -> tuple[bytes, Use]:
    text = open_published(village.store, village.data_dir).snapshot.manifest.to_json()
    whole = Manifest.from_json(text)

    def use(content: bytes) -> None:
        path = folder / "manifest.json"
        path.write_bytes(content)
        try:
            found = Manifest.from_json(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:  # as `Snapshot.open` does
            raise SnapshotCorruptError(str(path), str(error)) from error
        assert found == whole

    return text.encode(), use


def verified_file(village: Village, folder: Path) -> tuple[bytes, Use]:
    snapshot = open_published(village.store, village.data_dir).snapshot
    place = folder / "snapshots" / snapshot.manifest.snapshot_id
    snapshot.save(place)
    directory = SnapshotDirectory(folder)
    directory.open(place.name)
    path = place / verification.FILE_NAME

    def use(content: bytes) -> None:
        path.write_bytes(content)
        verification.HELD.clear()
        directory.open(place.name)

    return path.read_bytes(), use


FILES = (keys_file, token_file, demo_file, truth_file, manifest_file, verified_file)


def check_damages(make, village: Village, folder: Path, times: int) -> int:
    """How many of these damages were refused; anything but an expected error fails."""
    whole, use = make(village, folder)
    use(whole)
    random, refused = Random(9), []
    for _ in range(times):
        content = mutated(whole, random)
        try:
            use(content)
        except GraphError as error:
            refused.append(str(error))
    assert not any("\n" in text for text in refused)
    return len(refused)


@pytest.mark.integration
@pytest.mark.parametrize("make", FILES)
def test_a_damaged_state_file_is_an_expected_error(make, village, tmp_path) -> None:
    refused = check_damages(make, village, tmp_path, 150)
    assert refused or make in {token_file, verified_file}


@pytest.mark.slow
@pytest.mark.parametrize("make", FILES)
def test_ten_thousand_damages_are_expected_errors(make, village, tmp_path) -> None:
    check_damages(make, village, tmp_path, 10_000)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": 2, "keys": {}}', b'"x"', b"\x00" * 100],
)
def test_a_service_with_damaged_keys_says_so_and_lets_nobody_in(
    own_village, content: bytes
) -> None:
    with own_village.client(*SCOPES) as client:
        assert client.get("/v1/portfolio").status_code == 200
        path = own_village.data_dir / "keys.json"
        kept = path.read_bytes()
        path.write_bytes(content)
        header = {"Authorization": "Bearer sn_somebody_else"}
        answer = client.get("/v1/portfolio", headers=header)
        assert answer.status_code == 503
        assert answer.json()["code"] == "state-file"
        assert answer.headers["retry-after"]
        assert str(path) not in answer.text
        assert client.get("/readyz").status_code == 200
        path.write_bytes(kept)
        assert client.get("/v1/portfolio").status_code == 200


@pytest.mark.parametrize("command", [("key", "list"), ("key", "mint", "bob")])
def test_damaged_keys_are_one_line_that_says_what_to_do(
    cli, tmp_path, command: tuple[str, ...]
) -> None:
    (tmp_path / "keys.json").write_bytes(b'{"half')
    done = cli(*command, "--data-dir", tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(tmp_path / "keys.json") in done.stderr
    assert "suretynet key mint" in done.stderr
    assert (tmp_path / "keys.json").read_bytes() == b'{"half'


def test_what_a_newer_program_noted_of_a_key_stays(tmp_path) -> None:
    ring = KeyRing(tmp_path)
    key = ring.mint("alice", SCOPES)
    path = tmp_path / "keys.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    for entry in entries.values():
        entry["networks"] = ["10.0.0.0/8"]
    path.write_text(json.dumps(entries), encoding="utf-8")
    assert ring.find(key) == ALICE
    ring.mint("bob", SCOPES)
    kept = json.loads(path.read_text(encoding="utf-8")).values()
    assert [entry.get("networks") for entry in kept] == [["10.0.0.0/8"], None]


def test_a_damaged_example_leaves_the_portfolio(own_village) -> None:
    (own_village.data_dir / DEMO_FILE).write_bytes(b"[1]")
    with own_village.client(*SCOPES) as client:
        answer = client.get("/v1/portfolio")
    assert answer.status_code == 200
    assert answer.json()["demo_case"] is None


def test_a_token_that_is_no_number_never_lasts(tmp_path) -> None:
    ring = KeyRing(tmp_path)
    ring.mint("alice", SCOPES)
    token = ring.mint_login("alice", SCOPES)
    (path,) = (tmp_path / "login-tokens").iterdir()
    values = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(values | {"expires": float("nan")}), encoding="utf-8")
    assert ring.redeem(token) is None


def test_a_folder_in_place_of_a_file_is_an_expected_error(tmp_path) -> None:
    with pytest.raises(StateFileError):
        read_state(tmp_path, dict[str, int], "delete it")
