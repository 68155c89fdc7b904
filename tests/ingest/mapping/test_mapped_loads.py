"""Loads of foreign tables by a mapping, a few rows each."""

from datetime import UTC, datetime

import pytest

from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest.loading.load import load
from mapped_lists import HEADS, LIST, ON, ids_of, loaded, rows_of

CODE, OTHER = "91350000MA1X0KJ0N4", "91350100MA2X7KJ1NN"


def test_rows_become_contracts_and_promises_of_named_firms(store, tmp_path):
    rows = [HEADS, ["一号", "甲公司", "乙公司", "1.5"], ["", "乙公司", "甲公司", "2"]]
    report = loaded(store, tmp_path / "list.csv", rows)
    assert report.exit_code == 0
    contracts = {row["contract_no"]: row for row in rows_of(store, "guarantee")}
    assert contracts["一号"]["guarantee_id"] == "contract:list/一号"
    assert contracts["一号"]["cap"] == 15_000_00
    assert contracts[None]["guarantee_id"].startswith("contract:list/~")
    assert ids_of(store, "guarantor", "guarantor_id", "guarantee_id")[1] == (
        "name:甲公司",
        "contract:list/一号",
    )


def test_a_row_becomes_all_of_its_facts_or_none(store, tmp_path):
    rows = [HEADS, ["一", "甲公司", "乙公司", "much"], ["二", "丙公司", "丁公司", "2"],
            ["三", "", "丁公司", "2"]]  # fmt: skip
    report = loaded(store, tmp_path / "list.csv", rows)
    assert report.exit_code == 3
    first, second = map(str, report.rejected)
    assert first.startswith("list.csv, row 2, column 金额（万元）: 'much' is no amount")
    assert second.startswith("list.csv, row 4, column 担保人: '' is empty")
    assert {row["name"] for row in rows_of(store, "party")} == {"丙公司", "丁公司"}
    assert ids_of(store, "guarantee", "contract_no") == [("二",)]
    assert len(rows_of(store, "guarantor")) == 1


def test_mentions_with_and_without_a_code_are_one_firm(store, tmp_path):
    rows = [[*HEADS, "担保人代码"], ["一", "甲公司", "乙公司", "1", CODE],
            ["二", "甲 公司", "乙公司", "1", ""],
            ["三", "乙公司", "甲公司", "1", ""]]  # fmt: skip
    assert loaded(store, tmp_path / "list.csv", rows).exit_code == 0
    assert {row["party_id"] for row in rows_of(store, "party")} == {
        f"uscc:{CODE}",
        "name:乙公司",
    }
    debtors = {row["debtor_id"] for row in rows_of(store, "guarantee")}
    assert f"uscc:{CODE}" in debtors


def test_one_name_with_two_codes_are_two_firms(store, tmp_path):
    rows = [[*HEADS, "担保人代码"], ["一", "甲公司", "乙公司", "1", CODE],
            ["二", "甲公司", "乙公司", "1", OTHER],
            ["三", "甲公司", "乙公司", "1", ""]]  # fmt: skip
    loaded(store, tmp_path / "list.csv", rows)
    assert {row["guarantor_id"] for row in rows_of(store, "guarantor")} == {
        f"uscc:{CODE}",
        f"uscc:{OTHER}",
        "name:甲公司",
    }


def test_several_guarantors_of_a_cell_or_of_a_number_share_a_contract(store, tmp_path):
    rows = [
        HEADS,
        ["一", "甲公司、乙公司", "丙公司", "1"],
        ["一", "丁公司", "丙公司", "1"],
    ]
    assert loaded(store, tmp_path / "list.csv", rows).exit_code == 0
    assert len(rows_of(store, "guarantee")) == 1
    assert len(rows_of(store, "guarantor")) == 3


def test_a_contract_of_two_amounts_is_refused_with_its_promises(store, tmp_path):
    rows = [HEADS, ["一", "甲公司", "丙公司", "1"], ["一", "丁公司", "丙公司", "2"]]
    report = loaded(store, tmp_path / "list.csv", rows)
    assert report.exit_code == 3
    assert not rows_of(store, "guarantee")
    assert not rows_of(store, "guarantor")
    assert not rows_of(store, "party")
    told = [(item.row, item.column, item.value, item.reason)
            for item in report.rejected]  # fmt: skip
    assert told == [
        (2, "金额（万元）", "1", "is '2' in row 3, under the same number"),
        (3, "金额（万元）", "2", "is '1' in row 2, under the same number"),
    ]


def test_a_firm_that_guarantees_itself_leaves_no_contract_behind(store, tmp_path):
    rows = [
        HEADS,
        ["一", "甲公司、乙公司", "甲公司", "1"],
        ["二", "乙公司", "甲公司", "1"],
    ]
    report = loaded(store, tmp_path / "list.csv", rows)
    assert ids_of(store, "guarantee", "contract_no") == [("二",)]
    [refused] = map(str, report.rejected)
    assert refused.startswith(
        "list.csv, row 2, column 担保人: '甲公司、乙公司' is the debtor"
    )


@pytest.fixture
def registry(bundle):
    return bundle(
        party=f"party_id,party_type,name,uscc\nuscc:{CODE},company,甲公司,{CODE}\n"
    )


def test_a_list_loaded_again_after_the_registry_corrects_its_facts(
    store, registry, tmp_path
):
    rows = [HEADS, ["一", "甲公司", "乙公司", "1"], ["二", "乙公司", "甲公司", "3"]]
    later = {"collected_at": datetime(2026, 2, 1, tzinfo=UTC)}
    path = tmp_path / "list.csv"
    loaded(store, path, rows)
    load(registry, store, source="registry", collected_at=ON)
    again = loaded(store, path, rows, **later)
    assert any("甲公司" in text for text in again.assumptions)
    with open_store("memory://") as other:
        load(registry, other, source="registry", collected_at=ON)
        loaded(other, path, rows, **later)
        for kind in KINDS.values():
            assert _said(store, kind) == _said(other, kind)


def _said(store, kind):
    own = {"file", "row", "recorded_from", "recorded_to", "collected_at"}
    table = store.view().select(kind)
    return table.drop_columns([n for n in table.column_names if n in own]).to_pylist()


def test_what_a_mapping_supposes_yields_to_what_another_source_states(
    store, bundle, tmp_path
):
    registry = bundle(party="party_id,party_type,name\nname:榕城银行,bank,榕城银行\n")
    path = tmp_path / "list.csv"
    rows = [HEADS, ["一", "榕城银行", "乙公司", "1"]]
    loaded(store, path, rows)
    assert dict(ids_of(store, "party", "name", "party_type"))["榕城银行"] == "company"
    load(registry, store, source="registry", collected_at=ON)
    loaded(store, path, rows, collected_at=datetime(2026, 2, 1, tzinfo=UTC))
    types = store.view().select(KINDS["party"]).select(["name", "party_type"])
    assert {
        row["party_type"] for row in types.to_pylist() if row["name"] == "榕城银行"
    } == {"bank"}


def test_names_are_not_taken_for_described_firms_where_told_so(
    store, registry, tmp_path
):
    load(registry, store, source="registry", collected_at=ON)
    text = LIST + "\n    identity: never\n"
    loaded(store, tmp_path / "list.csv", [HEADS, ["一", "甲公司", "乙公司", "1"]], text)
    assert ids_of(store, "guarantor", "guarantor_id") == [("name:甲公司",)]
