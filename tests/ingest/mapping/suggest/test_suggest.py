from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files.sheets.cells import Cell, CellKind
from ingest.mapping.document import TableMapping
from ingest.mapping.suggest import Suggestion, Top, suggest
from ingest.mapping.suggest.words import known_words

FIRM = "华夏实业有限公司"
OTHER = "东海贸易有限公司"
HEADS = ["担保人", "被担保人", "担保金额（万元）", "担保方式", "担保起始日"]
WORDS = [
    text.replace("_", " ")
    for table in known_words()[1:]
    for line in table.values()
    for text in line.split()
]
ROW = [FIRM, OTHER, 500, "连带责任保证", "2023/5/1"]


def cell(value) -> Cell:
    if isinstance(value, Cell):
        return value
    if value in {"", None}:
        return Cell("", CellKind.EMPTY)
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
    return Cell(str(value), kind)


def of(*rows, name: str = "") -> Suggestion:
    return suggest([Top([list(map(cell, row)) for row in rows], name)])


def targets(told: Suggestion) -> dict[str, str]:
    return {item.column: item.target for item in told.columns}


def codes(told: Suggestion) -> set[tuple[str, str]]:
    return {(item.code, item.column) for item in told.questions}


def test_gaps_below_merged_cells_are_asked_about() -> None:
    told = of(HEADS, ROW, ["合计", "", 500])
    assert told.ready
    told = of(HEADS, ROW, [OTHER], ["合计", "", 500])
    assert codes(told) == {("fill_down", "被担保人")}


def test_bank_from_and_to_say_who_lends_and_when() -> None:
    told = of(["Guarantor", "Borrower", "Bank", "Amount (USD)", "From", "To"],
              ["A Ltd", "B Ltd", "N Bank", 5, "2023-01-01", "2025-01-01"])  # fmt: skip
    assert targets(told)["Bank"] == "creditor.name"
    assert targets(told)["To"] == "guarantee.valid_to"
    assert told.ready


def test_a_plain_list_of_guarantees_is_ready() -> None:
    told = of(HEADS, ROW)
    assert told.questions == ()
    assert told.ready
    assert told.mapping == {
        "mapping": 1,
        "header": [1],
        "currency": "CNY",
        "parties": {
            "guarantor": {"name": "担保人", "party_type": {"constant": "company"}},
            "debtor": {"name": "被担保人", "party_type": {"constant": "company"}},
        },
        "facts": {
            "guarantee": {
                "cap": "担保金额（万元）",
                "guarantee_kind": "担保方式",
                "liability": "担保方式",  # 连带责任保证 says both
                "valid_from": "担保起始日",
            },
            "guarantor": {},
        },
    }


def test_it_says_what_the_command_line_shows() -> None:
    told = of(HEADS, ROW, name="明细").to_dict()
    json.dumps(told)
    assert set(told) == {
        *("mapping", "ready", "sheets", "columns", "unmapped", "questions")
    }
    cap = next(item for item in told["columns"] if item["target"] == "guarantee.cap")
    assert cap == {
        "sheet": "明细",
        "column": "担保金额（万元）",
        "target": "guarantee.cap",
        "confidence": 0.97,
        "why": "names the field",
        "unit": "万元",
        "format": None,
        "examples": ["500"],
    }


def test_heads_are_found_below_titles_that_may_name_the_unit() -> None:
    heads = ["序号", "担保人", "被担保人", "担保金额"]
    told = of(["对外担保明细表"], ["", "", "单位：万元"], heads, [1, FIRM, OTHER, 500])
    assert told.mapping["header"] == [3]
    assert told.mapping["facts"]["guarantee"]["cap"]["unit"] == "万元"
    assert [item.column for item in told.unmapped] == ["序号"]
    assert told.ready


def test_heads_of_two_rows_join_under_merged_ones() -> None:
    told = of(
        ["担保方", "", "被担保方", "", "担保金额（万元）"],
        ["名称", "统一社会信用代码", "名称", "统一社会信用代码", ""],
        [FIRM, "91350100M000100Y43", OTHER, "", 500],
    )
    assert told.mapping["header"] == [1, 2]
    assert targets(told) == {
        "担保方/名称": "guarantor.name",
        "担保方/统一社会信用代码": "guarantor.uscc",
        "被担保方/名称": "debtor.name",
        "被担保方/统一社会信用代码": "debtor.uscc",
        "担保金额（万元）": "guarantee.cap",
    }


def test_a_code_belongs_to_the_party_before_it_but_heads_alike_are_asked() -> None:
    heads = ["担保人", "信用代码", "被担保人", "信用代码"]
    told = of(heads, [FIRM, "", OTHER, ""])
    assert [item.target for item in told.columns] == [
        *("guarantor.name", "guarantor.uscc", "debtor.name", "debtor.uscc")
    ]
    assert ("same_head", "信用代码") in codes(told)


@pytest.mark.parametrize(
    "head",
    ["反担保情况", "担保期", "是否担保人", "备注", "序号", "反担保人", "担保物"],
)
def test_what_looks_like_a_field_and_is_none_stays_without(head) -> None:
    told = of([*HEADS, head], [*ROW, "x"])
    assert head not in targets(told)


@pytest.mark.parametrize(
    ("heads", "row", "question"),
    [
        # a misspelt head is a guess
        (["Guarentor", "Debtor"], ["A Ltd", "B Ltd"], "guess"),
        (["担保人", "被担保人", "担保金额"], [FIRM, OTHER, 500], "unit"),
        (["担保人", "被担保人", "担保额", "担保金额"], [FIRM, OTHER, 5, 5], "twice"),
        (["担保人", "被担保人", "担保方式"], [FIRM, OTHER, "自定义"], "guess"),
        (["担保人", "被担保人"], ["张三", OTHER], "party_type"),
        (["股东", "持股比例（%）"], [FIRM, 0.51], "share_format"),
        (["股东", "持股比例（%）"], [FIRM, 51], "missing"),
        (["Guarantor", "Debtor", "Amount (mn)"], ["A Ltd", "B Ltd", 5], "currency"),
        (["Guarantor", "Debtor", "Start date"], ["A", "B", "1/5/2023"], "day_format"),
        (
            ["担保人", "统一社会信用代码", "被担保人"],
            [FIRM, Cell("913501000001234560", CellKind.NUMBER), OTHER],
            "digits",
        ),
    ],
)
def test_what_is_open_is_a_question(heads, row, question) -> None:
    told = of(heads, row)
    assert question in {code for code, _ in codes(told)}
    assert not told.ready


def test_words_that_are_no_codes_are_asked_where_others_are() -> None:
    rows = [[FIRM, OTHER, word] for word in ("抵押", "质押", "某种")]
    told = of(["担保人", "被担保人", "担保方式"], *rows)
    question = next(item for item in told.questions if item.code == "values")
    assert "某种" in question.text


def test_cells_that_name_their_unit_need_none() -> None:
    told = of(["担保人", "被担保人", "担保金额"], [FIRM, OTHER, "500万元人民币"])
    assert ("unit", "担保金额") not in codes(told)


def test_values_that_do_not_fit_make_a_guess_of_a_sure_head() -> None:
    told = of(HEADS, [*ROW[:4], "见合同"])
    found = next(item for item in told.columns if item.column == "担保起始日")
    assert found.confidence < 0.75
    assert ("guess", "担保起始日") in codes(told)


def test_a_registry_has_a_party_and_its_legal_representative() -> None:
    told = of(
        ["企业名称", "统一社会信用代码", "法定代表人", "注册资本（万元）", "成立日期"],
        [FIRM, "91350100M000100Y43", "李四", 1000, "2001-02-03"],
    )
    assert targets(told)["法定代表人"] == "person.name"
    assert told.mapping["facts"]["role"] == {
        "ends": {"company": "party"},
        "role_type": {"constant": "legal_representative"},
    }


@pytest.mark.parametrize(
    ("numbers", "target", "guess"),
    [
        (["91350100M000100Y43"], "owner.uscc", False),
        (["350102199001011234"], "owner.personal_id", False),
        (["91350100M000100Y43", "350102199001011234"], "owner.personal_id", True),
        ([""], "owner.personal_id", True),
    ],
)
def test_identity_numbers_of_owners_are_codes_of_firms_where_all_are(
    numbers, target, guess
) -> None:
    told = of(
        ["股东", "证件号码", "被投资企业"], *([FIRM, it, OTHER] for it in numbers)
    )
    assert targets(told)["证件号码"] == target
    assert (("guess", "证件号码") in codes(told)) == guess


def test_what_is_supposed_for_all_rows_is_a_question_unless_a_head_says_it() -> None:
    heads, row = (
        ["被执行人", "案号", "立案日期"],
        [FIRM, "（2024）闽01执1号", "2024-01-02"],
    )
    asked = of(heads, row)
    assert ("constant", "") in codes(asked)
    told = of(["失信被执行人名单"], heads, row)
    assert ("constant", "") not in codes(told)
    event = told.mapping["facts"]["risk_event"]["event_type"]
    assert event == {"constant": "dishonest_debtor"}


def test_a_field_that_facts_must_have_is_asked_for() -> None:
    told = of(["失信被执行人", "案号"], [FIRM, "（2024）闽01执1号"])
    texts = [item.text for item in told.questions if item.code == "missing"]
    assert texts == ["Which column, or which constant, is risk_event.occurred_at?"]


def test_the_sheet_that_is_understood_best_is_drafted_and_hidden_ones_are_listed() -> (
    None
):
    rows = [list(map(cell, row)) for row in (HEADS, ROW)]
    other = [list(map(cell, row)) for row in (["说明"], ["x"])]
    told = suggest(
        [Top(other, "说明"), Top(rows, "明细"), Top(rows, "旧", hidden=True)]
    )
    assert told.mapping["sheet"] == "明细"
    assert [(item.sheet, item.hidden, item.about) for item in told.sheets] == [
        ("说明", False, None),
        ("明细", False, "guarantee"),
        ("旧", True, None),
    ]


@pytest.mark.parametrize("tops", [[], [Top([])], [Top([[], [cell("")]])]])
def test_an_empty_file_is_no_fault_but_not_ready(tops) -> None:
    told = suggest(tops)
    assert not told.ready
    assert [item.code for item in told.questions] == ["no_facts"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8, unique=True))
def test_a_mapping_that_is_ready_is_a_mapping(heads) -> None:
    told = of(heads)
    if told.ready:
        mapping = TableMapping.model_validate(told.mapping)
        assert mapping.facts or mapping.parties
        assert {rule.column for rule in mapping.read} <= set(heads)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_heads_are_read(first, second) -> None:
    told = of([first, second], ["x", 5])
    assert all(0.5 * 0.5 <= item.confidence <= 1 for item in told.columns)
    guesses = {item.column for item in told.columns if item.confidence < 0.75}
    assert guesses <= {item.column for item in told.questions}
