"""What a load does with sound files, again and again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from graph.instant import BEGINNING, parse_instant
from graph.vocabulary import KINDS
from ingest.errors import (
    IngestError,
    MissingOptionError,
    OptionError,
    UnknownFormatError,
)
from ingest.loading.load import load

PARTIES = "party_id,party_type,name\nc:a,company,甲\nc:b,company,乙\nc:c,person,丙\n"
ON = datetime(2024, 5, 1, tzinfo=UTC)


def rows(store, name):
    return store.view().select(KINDS[name]).to_pylist()


def test_a_bundle_of_a_guarantee_becomes_facts(store, bundle):
    folder = bundle(
        party=PARTIES,
        guarantee="guarantee_id,debtor_id,cap,currency,valid_from,valid_to\n"
        "c:g,c:b,1000000.50,CNY,2020-01-01,2099-12-31\n",
        guarantee_guarantor="guarantor_id,guarantee_id,share\nc:a,c:g,0.25\nc:c,c:g,\n",
    )
    report = load(folder, store, collected_at=ON)
    assert report.exit_code == 0
    [contract] = rows(store, "guarantee")
    assert contract["cap"] == 100_000_050
    assert contract["valid_from"] == parse_instant("2020-01-01")
    assert contract["valid_to"] == parse_instant("2100-01-01")
    assert contract["collected_at"] == parse_instant("2024-05-01")
    assert (contract["source"], contract["record_id"]) == ("delivery", "c:g")
    assert (contract["file"], contract["row"]) == ("guarantee.csv", 2)
    assert [
        (row["guarantor_id"], row["share"]) for row in rows(store, "guarantor")
    ] == [
        ("c:a", 25_000_000),
        ("c:c", None),
    ]
    assert store.view().counts()["guarantee.company-company"] == 1


def test_loading_twice_is_loading_once(store, bundle):
    folder = bundle(party=PARTIES, ownership="owner_id,asset_id,share\nc:c,c:a,0.6\n")
    load(folder, store, collected_at=ON)
    sequence = store.sequence()
    again = load(folder, store, collected_at=ON)
    assert (again.total("unchanged"), again.total("added")) == (4, 0)
    assert store.sequence() == sequence


def test_a_later_delivery_corrects_and_an_older_one_is_stale(store, bundle):
    load(bundle(party=PARTIES), store, source="registry", collected_at=ON)
    changed = bundle(party=PARTIES.replace("甲", "甲集团"))
    older = load(
        changed, store, source="registry", collected_at=datetime(2024, 4, 1, tzinfo=UTC)
    )
    assert (older.total("stale"), older.total("unchanged")) == (1, 2)
    newer = load(
        changed, store, source="registry", collected_at=datetime(2024, 6, 1, tzinfo=UTC)
    )
    assert newer.total("corrected") == 1
    assert rows(store, "party")[0]["name"] == "甲集团"


def test_a_fresh_confirmation_keeps_an_older_file_out(store, bundle):
    def loaded(text, month):
        on = datetime(2024, month, 1, tzinfo=UTC)
        folder = bundle(party=text)
        return load(folder, store, source="registry", collected_at=on)

    loaded(PARTIES, 3)
    before = store.last_instant()
    again = loaded(PARTIES, 6)
    assert (again.total("confirmed"), again.total("unchanged")) == (3, 0)
    assert again.to_dict()["totals"]["confirmed"] == 3
    assert loaded(PARTIES, 6).total("confirmed") == 0
    assert loaded(PARTIES.replace("甲", "甲集团"), 5).total("stale") == 1
    assert rows(store, "party")[0]["name"] == "甲"
    earlier = store.view(store.at(known_at=before)).select(KINDS["party"])
    assert set(earlier["collected_at"].to_pylist()) == {parse_instant("2024-03-01")}


def test_of_one_record_said_twice_the_later_collection_counts(store, bundle):
    header = "party_id,party_type,name,collected_at\n"
    row = "c:a,company,甲,2024-0{}-01\n"
    folder = bundle(party=header + row.format(3) + row.format(6) + row.format(5))
    report = load(folder, store, collected_at=ON)
    assert (report.total("added"), report.total("unchanged")) == (1, 2)
    (party,) = rows(store, "party")
    assert party["collected_at"] == parse_instant("2024-06-01")
    assert party["row"] == 3


def test_facts_retracted_since_come_back_with_the_same_files(store, bundle):
    folder = bundle(party=PARTIES)
    load(folder, store, collected_at=ON)
    store.retract(KINDS["party"], "delivery", ["c:a"])
    assert load(folder, store, collected_at=ON).total("added") == 1
    assert len(rows(store, "party")) == 3


def test_rows_may_name_their_source_record_and_day_of_collection(store, bundle):
    folder = bundle(
        party="party_id,party_type,name,source,record_id,collected_at\n"
        "c:a,company,甲,registry,r-7,2024-02-03\n"
    )
    load(folder, store, collected_at=ON)
    [row] = rows(store, "party")
    assert (row["source"], row["record_id"]) == ("registry", "r-7")
    assert row["collected_at"] == parse_instant("2024-02-03")
    assert row["valid_from"] == BEGINNING


def test_the_default_day_of_collection_is_today(store, bundle):
    load(bundle(party=PARTIES), store)
    [collected] = {row["collected_at"] for row in rows(store, "party")}
    assert collected % 86_400_000 == 0


def test_the_order_of_rows_means_nothing(store, bundle):
    stakes = ["c:a,c:b,0.1", "c:a,c:b,0.2", "c:c,c:b,0.3"]
    header = "owner_id,asset_id,share\n"
    load(
        bundle(party=PARTIES, ownership=header + "\n".join(stakes)),
        store,
        collected_at=ON,
    )
    named = {row["record_id"]: row["share"] for row in rows(store, "ownership")}
    assert set(named) == {"c:a>c:b", "c:a>c:b#2", "c:c>c:b"}
    turned = load(
        bundle(ownership=header + "\n".join(stakes[::-1])), store, collected_at=ON
    )
    assert turned.total("unchanged") == 6
    assert {row["record_id"]: row["share"] for row in rows(store, "ownership")} == named


def test_equal_states_count_once_but_equal_events_are_two(store, bundle):
    folder = bundle(
        party=PARTIES,
        account="account_id\nc:x\nc:y\n",
        ownership="owner_id,asset_id,share\nc:a,c:b,0.1\nc:a,c:b,0.1\n",
        transfer="payer_id,payee_id,transfer_type,amount,currency,occurred_at\n"
        + "c:x,c:y,transfer,5,CNY,2024-01-01T08:00:00Z\n" * 2,
    )
    report = load(folder, store, collected_at=ON)
    assert len(rows(store, "ownership")) == 1
    assert len(rows(store, "transfer")) == 2
    assert report.total("unchanged") == 1
    assert load(folder, store, collected_at=ON).total("added") == 0


def test_days_begin_in_the_declared_zone(store, bundle):
    folder = bundle(
        party=PARTIES,
        ownership="owner_id,asset_id,valid_from,valid_to\n"
        "c:a,c:b,2024-01-01,2024-01-31\nc:c,c:b,2024-01-01T00:00,2024-01-31T00:00:00Z\n",
    )
    load(folder, store, timezone="Asia/Shanghai", collected_at=ON)
    sides = (
        store.view(store.at(as_of=parse_instant("2024-01-15")))
        .select(KINDS["ownership"])
        .to_pylist()
    )
    assert [row["valid_from"] for row in sides] == [
        parse_instant("2023-12-31T16:00:00Z")
    ] * 2
    assert [row["valid_to"] for row in sides] == [
        parse_instant("2024-01-31T16:00:00Z"),
        parse_instant("2024-01-31"),
    ]


def test_amounts_without_currency_take_the_declared_one(store, bundle):
    folder = bundle(
        party="party_id,party_type,name,registered_capital\nc:a,company,甲,5\n"
    )
    assert load(folder, store).exit_code == 3
    report = load(folder, store, currency="JPY")
    [row] = rows(store, "party")
    assert (row["registered_capital"], row["currency"]) == (5, "JPY")
    assert report.assumptions == ["amounts without a currency are in JPY"]


def test_several_ids_are_kept_in_order(store, bundle):
    folder = bundle(
        party="party_id,party_type,name,aliases\nc:a,company,甲,z:2; y:1;z:2\n"
    )
    load(folder, store)
    assert rows(store, "party")[0]["aliases"] == "y:1;z:2"


def test_progress_is_told_for_each_file_and_kind(store, bundle):
    told = []
    folder = bundle(party=PARTIES, ownership="owner_id,asset_id\nc:a,c:b\n")
    load(folder, store, progress=lambda *step: told.append(step))
    last = {stage: (done, total) for stage, done, total in told}
    assert list(last) == [
        "read party.csv",
        "write party",
        "read ownership.csv",
        "write ownership",
    ]
    assert all(done == total > 0 for done, total in last.values())


def test_the_report_becomes_json_with_totals(store, bundle):
    report = load(bundle(party=PARTIES), store).to_dict()
    assert report["totals"]["added"] == 3
    assert report["exit_code"] == 0
    assert report["files"][0]["file"] == "party.csv"


def test_a_single_file_is_a_bundle_too(store, bundle):
    report = load(bundle(party=PARTIES) / "party.csv", store)
    assert (report.total("added"), report.source) == (3, "party")


def test_what_cannot_begin_is_an_error(store, bundle, tmp_path):
    folder = bundle(party=PARTIES)
    with pytest.raises(IngestError, match="no such file"):
        load(tmp_path / "nothing", store)
    with pytest.raises(UnknownFormatError, match="native, finbench"):
        load(folder, store, format="excel")
    with pytest.raises(OptionError, match="'XYZ' is no currency"):
        load(folder, store, currency="XYZ")
    with pytest.raises(OptionError, match="'Mars' is no known time zone"):
        load(folder, store, timezone="Mars")
    with pytest.raises(OptionError, match="is no file of rejects"):
        load(folder, store, rejects_path=folder / "party.csv")
    with pytest.raises(MissingOptionError, match="give --currency"):
        load(folder, store, format="finbench")
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / "x.csv").write_text("a\n")
    with pytest.raises(UnknownFormatError, match="no known format"):
        load(tmp_path / "strange", store)
    assert store.sequence() == 0


def test_a_row_may_be_collected_within_a_day_from_now(store, bundle):
    now = datetime.now(UTC)
    rows = "".join(
        f"c:{hours},company,A,{(now + timedelta(hours=hours)).isoformat()}\n"
        for hours in (23, 25)
    )
    folder = bundle(party="party_id,party_type,name,collected_at\n" + rows)
    report = load(folder, store)
    [rejected] = report.rejected
    assert (rejected.row, rejected.column) == (3, "collected_at")
    assert rejected.expected == "a moment at most a day from now"
    assert report.total("added") == 1
