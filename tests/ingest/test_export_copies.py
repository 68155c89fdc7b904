"""A store and its copy by a bundle make one snapshot; parts are bundles, too."""

from __future__ import annotations

from datetime import date

from graph.instant import to_milliseconds
from graph.interchange.extract import around
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest.export import export_extract, export_facts
from ingest.loading.load import load

AS_OF = to_milliseconds(date(2024, 6, 30))
PARTIES = (
    "party_id,party_type,name,personal_id,registered_capital,currency,valid_to\n"
    "c:a,company,=甲,,1.5,CNY,\nc:b,person,乙,秘密,,,2024-05-31\n"
)
OWNERSHIP = "owner_id,asset_id,share,record_id\nc:b,c:a,0.25,\nc:a,c:b,1,own-1\n"


def test_a_copy_of_a_store_has_the_same_snapshot(store, bundle, tmp_path):
    parties = f"{PARTIES}c:c,company,丙,,2,JPY,\n"
    contracts = (
        "guarantee_id,debtor_id,cap,currency,valid_from,valid_to\n"
        "g:1,c:c,100,JPY,2023-05-01,2024-12-31\n"
    )
    load(
        bundle(
            party=parties,
            ownership=OWNERSHIP,
            guarantee=contracts,
            guarantee_guarantor="guarantor_id,guarantee_id,share\nc:a,g:1,0.5\n",
            exchange_rate="base_currency,quote_currency,rate\nJPY,CNY,0.05\n",
            loan="loan_id,borrower_id,outstanding,currency\nl:1,c:c,70,JPY\n",
            risk_event="party_id,event_type,occurred_at\nc:c,default,2024-01-01\n",
        ),
        store,
    )
    again = bundle(party="party_id,party_type,name,uscc\nc:c,company,丁,\n")
    load(again, store, source="registry")
    before = Snapshot.build(store, store.at(AS_OF)).manifest
    export_facts(store, tmp_path / "out", store.at(AS_OF))
    with open_store("memory://") as copy:
        assert load(tmp_path / "out", copy).exit_code == 0
        after = Snapshot.build(copy, copy.at(AS_OF)).manifest
    assert after.snapshot_id == before.snapshot_id
    assert after.counts == before.counts


def test_a_part_is_a_bundle_that_loads(store, bundle, tmp_path):
    load(bundle(party=PARTIES, ownership=OWNERSHIP), store)
    part = around(store.view(store.at(AS_OF)), "c:a", 1, sees_personal=True)
    written = export_extract(part, tmp_path / "out")
    assert (written.facts, written.undescribed) == ({"party": 2, "ownership": 2}, {})
    with open_store("memory://") as copy:
        loaded = load(tmp_path / "out", copy)
        assert (loaded.total("added"), loaded.rejected) == (4, [])
        view, own = copy.view(copy.at(AS_OF)), store.view(store.at(AS_OF))
        for kind in (KINDS["party"], KINDS["ownership"]):
            columns = kind.content_columns
            there = own.select(kind).select(columns)
            assert view.select(kind).select(columns).equals(there)
