"""Tables as they are typed: what is read of them, left out, asked and refused."""

from ingest.loading.mapping_check import check_mapping
from mapped_lists import HEADS, LIST, ids_of, loaded, mapping_of, rows_of
from sample_tables import as_csv


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


def test_a_bank_that_guarantees_is_a_bank(store, tmp_path):
    text = LIST.replace(
        "    facts:",
        "      creditor: {name: 债权人, party_type: {constant: bank}}\n    facts:",
    )
    rows = [[*HEADS, "债权人"], ["一", "甲公司", "乙公司", "1", "榕城银行"],
            ["二", "榕城银行", "乙公司", "1", "兴海银行"]]  # fmt: skip
    assert loaded(store, tmp_path / "list.csv", rows, text).exit_code == 0
    types = dict(ids_of(store, "party", "name", "party_type"))
    assert types == {
        "甲公司": "company",
        "乙公司": "company",
        "榕城银行": "bank",
        "兴海银行": "bank",
    }


def test_what_rows_say_differently_of_a_party_refuses_those_rows_alone(store, tmp_path):
    text = LIST.replace("split:", "registered_capital: 注册资本, split:")
    rows = [[*HEADS, "注册资本"], ["一", "甲公司", "乙公司", "1", "5"],
            ["二", "甲公司", "丙公司", "1", "6"],
            ["三", "甲公司", "丁公司", "1", ""]]  # fmt: skip
    told = loaded(store, tmp_path / "list.csv", rows, text).rejected
    assert [(item.row, item.column, item.reason) for item in told] == [
        (2, "注册资本", "is '6' in row 3, of the same party"),
        (3, "注册资本", "is '5' in row 2, of the same party"),
    ]
    assert ids_of(store, "guarantee", "contract_no") == [("三",)]
    assert {row["name"] for row in rows_of(store, "party")} == {"甲公司", "丁公司"}


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
