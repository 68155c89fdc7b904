from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.vocabulary import KINDS, PropertyType
from ingest.files.sheets.cells import CellKind
from ingest.mapping.values import (
    codes,
    currencies,
    flags,
    identifiers,
    names,
    numbers,
    wordings,
)
from ingest.mapping.values.characters import word
from ingest.mapping.values.code_words import CODE_WORDS
from ingest.mapping.values.codes import code_words

CODED = [
    item
    for kind in KINDS.values()
    for item in kind.properties
    if item.type is PropertyType.CODE
]


def one(found):
    fault = found.faults.get(0)
    return found.texts[0].as_py(), fault and fault.reason


@pytest.mark.parametrize(
    ("kind", "name", "text", "code"),
    [
        ("guarantee", "liability", "连带责任保证", "joint"),
        ("guarantee", "liability", "連帶責任保證", "joint"),
        ("guarantee", "liability", "连带责任担保", "joint"),
        ("guarantee", "liability", "Joint and several", "joint"),
        ("guarantee", "liability", "一般保证", "general"),
        ("guarantee", "liability", "抵押", None),  # says nothing of liability
        ("guarantee", "guarantee_kind", "连带责任保证", "guarantee"),
        ("guarantee", "guarantee_kind", "抵押", "mortgage"),
        ("guarantee", "guarantee_kind", "股权质押", "pledge"),
        ("guarantee", "cap_kind", "最高额保证", "maximum"),
        ("guarantee", "status", "已履行完毕", "released"),
        ("loan", "five_class", "关注类", "special_mention"),
        ("party", "party_type", "自然人股东", "person"),
        ("party", "party_type", "企业法人", "company"),
        ("role", "role_type", "执行董事", "director"),
        ("risk_event", "event_type", "失信被执行人", "dishonest_debtor"),
    ],
)
def test_a_word_of_the_trade_is_a_code(kind, name, text, code) -> None:
    item = KINDS[kind].property_by_name[name]
    assert one(codes(pa.array([text]), None, item)) == (code, None)


def test_a_code_or_its_label_is_itself_for_every_property() -> None:
    for item in CODED:
        for code in item.codes:
            texts = [code.name, code.label.en.upper(), code.label.zh]
            found = codes(pa.array(texts), None, item)
            assert found.texts.to_pylist() == [code.name] * 3, (item.name, code)


def test_every_word_is_written_as_it_is_looked_up_and_for_a_code_that_is() -> None:
    choices = {item.name: set() for item in CODED}
    for item in CODED:
        choices[item.name] |= {"", *item.choices}
    for name, by_code in CODE_WORDS.items():
        assert set(by_code) <= choices[name]
        words = [text for names_ in by_code.values() for text in names_.split()]
        assert [text for text in words if word(text) != text] == []
        assert len(words) == len(set(words)), name


def test_a_mapping_says_what_its_own_words_mean() -> None:
    item = KINDS["guarantee"].property_by_name["status"]
    values = {"是": "released", "否": "active", "未知": None}
    found = codes(pa.array(["是", "否", "未知", "?"]), None, item, values)
    assert found.texts.to_pylist() == ["released", "active", None, None]
    assert found.faults[3].reason == "is no known code"
    assert "released" in found.faults[3].expected
    assert code_words(item)["解除"] == "released"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("人民币", "CNY"), ("RMB", "CNY"), ("usd", "USD"), ("美元", "USD"),
        ("HK$", "HKD"), ("港幣", "HKD"), ("156", "CNY"), ("€", "EUR"), ("JPY", "JPY"),
    ],
)  # fmt: skip
def test_a_currency_is_known_by_name_sign_and_code(text, code) -> None:
    assert one(currencies(pa.array([text]))) == (code, None)


@pytest.mark.parametrize("text", ["元", "$", "¥", "XYZ"])
def test_what_several_currencies_are_called_is_none(text) -> None:
    assert one(currencies(pa.array([text]))) == (None, "is no currency")
    assert one(currencies(pa.array([text]), None, {text: "CNY"})) == ("CNY", None)


def test_flags() -> None:
    found = flags(pa.array(["是", "否", "Y", "no", "TRUE", "０", "√", "也许", None]))
    assert found.texts.to_pylist() == [
        *("true", "false", "true", "false", "true", "false", "true", None, None)
    ]
    assert set(found.faults) == {7}
    typed = flags(pa.array(["TRUE"]), np.array([CellKind.FLAG], np.uint8))
    assert one(typed) == ("true", None)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("913501000001234560", CellKind.NUMBER, "is a number of 18 digits"),
        ("9.135010000012346e+17", CellKind.NUMBER, "is a number of 18 digits"),
        ("1234567890123456", CellKind.NUMBER, "is a number of 16 digits"),
        ("9.1350E+17", CellKind.TEXT, "is a number of 18 digits"),
        ("2023-05-01", CellKind.DAY, "is a date"),
        ("A\u200b1", CellKind.TEXT, "holds U+200B (ZERO WIDTH SPACE)"),
        ("\ufeffA1", CellKind.TEXT, "holds U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        ("A\n1", CellKind.TEXT, "holds U+000A"),
        ("#REF!", CellKind.TEXT, "is an error of the spreadsheet"),
    ],
)
def test_an_id_that_is_not_what_was_typed_is_refused(text, kind, reason) -> None:
    found = identifiers(pa.array([text]), np.array([kind], np.uint8))
    assert found.texts.to_pylist() == [None]
    assert found.faults[0].reason.startswith(reason)


def test_ids_are_kept_as_typed_and_codes_of_fixed_form_made_plain() -> None:
    kept = ["913501000001234560", "HT-2023-1", "银（2024）17号"]
    assert identifiers(pa.array(kept)).texts.to_pylist() == kept
    number = np.array([CellKind.NUMBER], np.uint8)
    assert one(identifiers(pa.array(["123456789012345"]), number))[1] is None
    assert one(identifiers(pa.array(["12.0"]), number)) == ("12", None)
    code = identifiers(pa.array(["９１３５0100 m000100y43"]), None, "uscc")
    assert one(code) == ("91350100M000100Y43", None)


def test_names_are_on_one_line_without_unseen_marks() -> None:
    found = names(pa.array([" 华夏\u200b实业\n有限公司\u3000", "\u200b", None]))
    assert found.texts.to_pylist() == ["华夏实业 有限公司", None, None]
    unstored = np.array([CellKind.UNSTORED], np.uint8)
    for read in (names, wordings, identifiers, numbers, flags, currencies):
        assert one(read(pa.array([None], pa.string()), unstored)) == (
            None,
            "is a formula whose value the file does not hold",
        )


def test_numbers() -> None:
    found = numbers(pa.array(["1,234", "30天", "12.0", "1.5", "x"]), whole=True)
    assert found.texts.to_pylist() == ["1234", "30", "12", None, None]
    assert set(found.faults) == {3, 4}
    assert one(numbers(pa.array(["4.35E-2"]))) == ("4.35E-2", None)


@given(st.text(alphabet="银行担保A1（） -", min_size=1).filter(str.strip))
def test_a_tidied_name_is_tidy(text) -> None:
    once = names(pa.array([text])).texts
    assert names(once).texts == once
