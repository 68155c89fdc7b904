"""Loads of foreign tables by a mapping, a few rows each."""

import textwrap
from datetime import UTC, datetime

import pytest

from graph.stores import open_store
from graph.vocabulary import KINDS
from ingest.errors import MappingError
from ingest.loading.load import load
from ingest.loading.mapping_check import check_mapping
from ingest.mapping.files import read_mapping
from sample_tables import as_csv

ON = datetime(2026, 1, 31, tzinfo=UTC)
CODE, OTHER = "91350000MA1X0KJ0N4", "91350100MA2X7KJ1NN"
LIST = """
    mapping: 1
    source: list
    currency: CNY
    parties:
      guarantor: {name: 担保人, uscc: {column: 担保人代码, optional: true},
                  party_type: {constant: company}, split: "、"}
      debtor: {name: 被担保人, party_type: {constant: company}}
    facts:
      guarantee: {id: 合同, contract_no: 合同, cap: 金额（万元）}
      guarantor: {}
"""
HEADS = ["合同", "担保人", "被担保人", "金额（万元）"]


def mapping_of(text):
    return read_mapping(textwrap.dedent(text).encode(), "list.yaml")


def loaded(store, path, rows, text=LIST, **options):
    options = {"collected_at": ON, **options}
    return load(as_csv(rows, path), store, mapping=mapping_of(text), **options)


def rows_of(store, kind):
    return store.view().select(KINDS[kind]).to_pylist()


def ids_of(store, kind, *columns):
    return sorted(tuple(row[name] for name in columns) for row in rows_of(store, kind))


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


def test_a_fault_is_said_once_and_a_kind_has_no_fields_of_its_namesake(store, tmp_path):
    text = LIST.replace("guarantor: {}", "guarantor: {share: 份额}")
    rows = [[*HEADS, "担保人代码", "份额"], ["一", "甲公司", "乙公司", "1", "913", ""],
            ["二", "丙公司", "乙公司", "1", "", "60%"]]  # fmt: skip
    told = loaded(store, tmp_path / "list.csv", rows, text).rejected
    assert [(item.row, item.column) for item in told] == [(2, "担保人代码")]
    [promise] = rows_of(store, "guarantor")
    assert promise["share"] == 60_000_000  # of 10^8


def test_a_rounded_number_is_no_contract_number(store, tmp_path):
    rows = [HEADS, ["9.13501E+17", "甲公司", "乙公司", "1"]]
    told = loaded(store, tmp_path / "list.csv", rows).rejected
    assert {item.column for item in told} == {"合同"}


def test_what_misses_is_said_in_words_of_the_table(store, tmp_path):
    text = LIST.replace("currency: CNY", "")
    rows = [HEADS, ["一", "甲公司", "", "1"], ["二", "乙公司", "甲公司", "1"]]
    told = loaded(store, tmp_path / "list.csv", rows, text).rejected
    assert [(item.row, item.column, item.expected[:28]) for item in told] == [
        (2, "被担保人", "a name or a code (fill_down "),
        (2, "金额（万元）", "a currency in the cell or th"),
        (3, "金额（万元）", "a currency in the cell or th"),
    ]


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


def test_names_are_not_taken_for_described_firms_where_told_so(
    store, registry, tmp_path
):
    load(registry, store, source="registry", collected_at=ON)
    text = LIST + "\n    identity: never\n"
    loaded(store, tmp_path / "list.csv", [HEADS, ["一", "甲公司", "乙公司", "1"]], text)
    assert ids_of(store, "guarantor", "guarantor_id") == [("name:甲公司",)]


def test_missing_columns_are_all_named(store, tmp_path):
    rows = [["合同", "担保方"], ["一", "甲公司"]]
    report = loaded(store, tmp_path / "list.csv", rows)
    assert report.exit_code == 3
    [error] = {item.error for item in report.files}
    assert error.startswith("lacks the columns '担保人', '被担保人', '金额（万元）'")
    assert "beside '合同', '担保方' in row 1" in error


def test_a_report_says_what_was_read_of_each_table(store, tmp_path):
    rows = [["担保清单"], [*HEADS, "备注"], ["一", "甲公司", "乙公司", "1"],
            ["二", "甲公司", "", "1", "x"], ["合计", "", "", "2"]]  # fmt: skip
    report = loaded(store, tmp_path / "list.csv", rows)
    [table] = report.to_dict()["tables"]
    assert table == {
        "sheet": "list.csv",
        "heads": (2,),
        "rows": 2,
        "left_out": 1,
        "rejected": 1,
        "columns_not_read": ("备注",),
    }
    assert {item.kind: item.added for item in report.files} == {
        "party": 2,
        "guarantee": 1,
        "guarantor": 1,
    }


def test_a_column_that_may_mean_two_things_is_asked_about(tmp_path):
    text = """
        mapping: 1
        parties:
          owner: {name: 股东, party_type: {constant: company}}
          asset: {name: 企业, party_type: {constant: company}}
        facts:
          ownership: {share: 比例}
    """
    rows = [["企业", "股东", "比例"], ["甲", "乙", "60"], ["丙", "乙", "0.8"]]
    made = check_mapping(as_csv(rows, tmp_path / "list.csv"), mapping_of(text))
    assert made.exit_code == 3
    [note] = made.notes
    assert note.startswith("question: 比例: The header says nothing of per cent")


def test_rows_of_totals_and_notes_are_left_out_and_counted(store, tmp_path):
    rows = [["No", *HEADS], ["1", "一", "甲公司", "乙公司", "1"],
            ["合 计：", "", "", "", "1"], ["Total", "", "", "", "1"],
            ["2", "二", "Total Energies SE", "乙公司", "1"],
            ["制表人：王某"]]  # fmt: skip
    report = loaded(store, tmp_path / "list.csv", rows)
    assert report.exit_code == 0
    assert (report.tables[0].rows, report.tables[0].left_out) == (2, 3)
    assert ("name:totalenergiesse",) in ids_of(store, "guarantor", "guarantor_id")


def test_a_cell_below_a_merged_one_means_it_where_the_mapping_says_so(store, tmp_path):
    text = LIST.replace("合同, contract_no: 合同", "{column: 合同, fill_down: true}")
    text = text.replace("金额（万元）}", "{column: 金额（万元）, fill_down: true}}")
    text = text.replace("name: 被担保人", "name: {column: 被担保人, fill_down: true}")
    rows = [HEADS, ["一", "甲公司", "乙公司", "1"], ["", "丙公司", "", ""],
            ["二", "丙公司", "甲公司", "2"], ["", "乙公司", "", ""]]  # fmt: skip
    assert loaded(store, tmp_path / "list.csv", rows, text).exit_code == 0
    assert len(rows_of(store, "guarantee")) == 2
    promises = ids_of(store, "guarantor", "guarantee_id", "guarantor_id")
    assert promises == [
        ("contract:list/一", "name:丙公司"),
        ("contract:list/一", "name:甲公司"),
        ("contract:list/二", "name:丙公司"),
        ("contract:list/二", "name:乙公司"),
    ]


def test_amounts_without_a_unit_are_said_to_be_taken_as_they_stand(store, tmp_path):
    text = LIST.replace("金额（万元）", "金额")
    rows = [[*HEADS[:3], "金额"], ["一", "甲公司", "乙公司", "100"]]
    assert any(
        told == "numbers of the column 金额 count whole CNY: neither head nor mapping "
        "names a unit"
        for told in loaded(store, tmp_path / "list.csv", rows, text).assumptions
    )
    assert not any(
        "unit" in told
        for told in loaded(
            store, tmp_path / "list.csv", [HEADS, ["一", "甲公司", "乙公司", "1"]]
        ).assumptions
    )


def test_a_check_writes_nothing_and_tells_of_each_row(tmp_path):
    rows = [HEADS, ["一", "甲公司", "乙公司", "much"], ["二", "丙公司", "丁公司", "2"]]
    made = check_mapping(as_csv(rows, tmp_path / "list.csv"), mapping_of(LIST))
    told = made.to_dict()
    assert told["totals"] == {
        "rows": 2,
        "facts": {"party": 2, "guarantee": 1, "guarantor": 1},
        "rejected": 1,
    }
    assert told["rows"][0]["rejected"]
    assert told["rows"][1]["facts"] == {"party": 2, "guarantee": 1, "guarantor": 1}
    assert made.exit_code == 3


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("mapping: 2", "mapping: '2' is wrong; expected less than or equal to 1"),
        ("mapping: 1\nskips: 1", "skips: is no key here"),
        ("mapping: 1\ncurrency: Taler", "currency: 'Taler' is no currency"),
        ("mapping: 1\nparties: {debtor: {name: N, party_type: {constant: firm}}}",
         "parties.debtor.party_type.constant: 'firm' is no known code"),
        ("mapping: 1\nparties: {asset: {registered_capital: {column: C, unit: 袋}}}",
         "expected a column for name"),
        ("mapping: 1\nparties: {asset: {id: N, uscc: {column: C, unit: 元}}}",
         "parties.asset.uscc.unit: is no amount"),
        ("mapping: 1\nfacts: {loan: {principal: {column: C, unit: 袋}}}",
         "facts.loan.principal.unit: '袋' is no unit"),
        ("[]", "holds no table of keys"),
        ("a: &x b\nc: *x", "line 2: uses an alias"),
        ("mapping: 1\nmapping: 1", "names a key twice"),
        ("mapping: 1\nparties: {buyer: {name: N}}", "parties.buyer: expected one of"),
        ("mapping: 1\nparties: {debtor: {nmae: N}}", "a party has no 'nmae'"),
        ("mapping: 1\nparties: {debtor: {name: N}}\nfacts: {loann: {}}",
         "facts.loann: expected one of"),
        ("mapping: 1\nparties: {debtor: {name: N}}\nfacts: {guarantor: {}}",
         "expected facts.guarantee"),
        ("mapping: 1\nparties: {debtor: {name: {column: N, constant: X}}}",
         "expected one of column, first and constant"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_names_its_faults(text, fault):
    with pytest.raises(MappingError) as refused:
        read_mapping(text.encode(), "list.yaml")
    assert str(refused.value).startswith("list.yaml: ")
    assert fault in str(refused.value)


def test_constants_and_currencies_are_read_as_cells_are(store, tmp_path):
    text = LIST.replace("currency: CNY", "currency: 人民币")
    text = text.replace("cap: 金额", "liability: {constant: 连带责任保证}, cap: 金额")
    text = text.replace("constant: company", "constant: 企业法人")
    rows = [HEADS, ["一", "甲公司", "乙公司", "1"]]
    assert loaded(store, tmp_path / "list.csv", rows, text).exit_code == 0
    [contract] = rows_of(store, "guarantee")
    assert (contract["liability"], contract["currency"]) == ("joint", "CNY")


def test_a_file_without_the_sheet_is_told_which_it_has(store, tmp_path):
    text = "mapping: 1\nsheet: B\nparties: {party: {name: N, party_type: T}}"
    report = loaded(store, tmp_path / "list.csv", [["N", "T"]], text)
    assert [(item.file, item.error) for item in report.files] == [
        ("list.csv", "has the sheets 'list'; expected 'B'")
    ]


def test_no_stays_a_text():
    text = LIST.replace(
        "cap: 金额", "disclosed: {column: D, values: {no: 'false'}}, cap: 金额"
    )
    rule = mapping_of(text)[0].facts["guarantee"].fields["disclosed"]
    assert rule.values == {"no": "false"}
