"""The id of a snapshot is a function of the facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SnapshotCorruptError
from graph.instant import At
from graph.snapshot import Manifest, Snapshot
from graph.testing.facts import guarantee_rows, memory_store, snapshot_of, write
from graph.testing.strategies import trials

AS_OF = 1_000


def built(rows, **options):
    return snapshot_of(rows, AS_OF, **options)


def saved(snapshot, directory):
    snapshot.save(directory)
    return {
        path.name: path.read_bytes()
        for path in directory.iterdir()
        if path.suffix == ".arrow"
    }


def ring():
    return guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=100, currency="CNY")


@trials(150)
@given(st.data())
def test_row_order_and_batches_change_nothing(data):
    rows = ring()
    rows["ownership"] = [
        {"owner_id": "a", "asset_id": "b", "record_id": name, "share": share}
        for name, share in (("x", 1), ("y", None), ("z", 3))
    ]
    rows["risk_event"] = [
        {"party_id": "a", "record_id": name, "amount": 5, "currency": "CNY"}
        for name in "pqr"
    ]
    shuffled = {name: data.draw(st.permutations(facts)) for name, facts in rows.items()}
    cut = data.draw(st.integers(0, 3))
    store = memory_store({"party": shuffled["party"][:cut]})
    write(store, {**shuffled, "party": shuffled["party"][cut:]})
    snapshot = Snapshot.build(store, store.at(AS_OF))
    assert snapshot.manifest.files == built(rows).manifest.files
    assert snapshot.manifest.snapshot_id == built(rows).manifest.snapshot_id


def test_files_are_equal_byte_by_byte(tmp_path):
    one = saved(built(ring()), tmp_path / "one")
    reversed_rows = {name: facts[::-1] for name, facts in ring().items()}
    assert saved(built(reversed_rows), tmp_path / "two") == one


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("party", {"name": "another"}),
        ("guarantee", {"cap": 101}),
        ("guarantor", {"share": 1}),
        ("guarantor", {"valid_to": 2_000}),
        ("guarantee", {"record_id": "other"}),
    ],
)
def test_a_changed_fact_changes_the_id(kind, change):
    rows = ring()
    rows[kind][0] |= change
    assert built(rows).manifest.snapshot_id != built(ring()).manifest.snapshot_id


def test_instant_and_currency_are_part_of_the_id():
    store = memory_store(ring())
    ids = {
        Snapshot.build(store, store.at(as_of)).manifest.snapshot_id
        for as_of in (AS_OF, AS_OF + 1)
    }
    rows = ring() | {
        "exchange_rate": [{"base_currency": "CNY", "quote_currency": "USD", "rate": 1}]
    }
    euro = {
        built(rows, reporting_currency=code).manifest.snapshot_id
        for code in ("CNY", "USD")
    }
    assert len(ids) == len(euro) == 2


def test_what_was_learnt_later_changes_nothing():
    store = memory_store(ring())
    at = store.at(AS_OF)
    before = Snapshot.build(store, at).manifest
    write(store, guarantee_rows(("b", "d")))
    again = Snapshot.build(store, at).manifest
    later = Snapshot.build(store, store.at(AS_OF)).manifest
    assert again.snapshot_id == before.snapshot_id != later.snapshot_id


def test_known_at_and_collection_are_not_part_of_the_id():
    rows = ring()
    rows["party"][0] |= {"collected_at": 5, "file": "elsewhere.csv", "row": 3}
    first, second = built(ring()).manifest, built(rows).manifest
    store = memory_store(ring())
    late = Snapshot.build(store, At(AS_OF, store.last_instant() + 1)).manifest
    assert first.snapshot_id == second.snapshot_id == late.snapshot_id


def test_a_snapshot_survives_the_round_trip(tmp_path):
    snapshot = built(ring())
    snapshot.save(tmp_path)
    opened = Snapshot.open(tmp_path)
    opened.verify()
    assert opened.manifest == snapshot.manifest
    assert opened.nodes("guarantee").equals(snapshot.nodes("guarantee"))
    assert opened.facts("guarantor").equals(snapshot.facts("guarantor"))
    assert opened.pairs.reverse.edge.tolist() == snapshot.pairs.reverse.edge.tolist()
    assert not opened.pairs.effective.flags.writeable


def test_building_into_a_directory_writes_what_save_writes(tmp_path):
    store = memory_store(ring())
    at = store.at(AS_OF)
    kept = saved(Snapshot.build(store, at), tmp_path / "saved")
    opened = Snapshot.build(store, at, directory=tmp_path / "built")
    opened.verify()
    files = {path.name: path.read_bytes() for path in (tmp_path / "built").iterdir()}
    assert files.pop("manifest.json").decode() == opened.manifest.to_json()
    assert files == kept


@pytest.mark.parametrize("damage", ["altered", "cut", "missing"])
def test_a_damaged_file_is_named(tmp_path, damage):
    built(ring()).save(tmp_path)
    path = tmp_path / "party.arrow"
    content = path.read_bytes()
    path.unlink()
    if damage == "altered":
        path.write_bytes(content.replace(b"uscc", b"ucss"))
    elif damage == "cut":
        path.write_bytes(content[:100])
    snapshot = Snapshot.open(tmp_path)
    with pytest.raises(SnapshotCorruptError) as caught:
        snapshot.verify()
    assert caught.value.file == str(path)
    if damage != "altered":
        with pytest.raises(SnapshotCorruptError):
            snapshot.nodes("party")


def test_an_altered_manifest_is_refused(tmp_path):
    snapshot = built(ring())
    text = snapshot.manifest.to_json()
    assert Manifest.from_json(text) == snapshot.manifest
    with pytest.raises(SnapshotCorruptError):
        Manifest.from_json(text.replace('"CNY"', '"USD"'))
    with pytest.raises(SnapshotCorruptError):
        Manifest.from_json(text[:-5])
    with pytest.raises(SnapshotCorruptError):
        Snapshot.open(tmp_path)
