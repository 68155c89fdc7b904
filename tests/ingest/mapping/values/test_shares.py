from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.vocabulary import KINDS
from ingest.files.sheets.cells import CellKind
from ingest.mapping.values import is_part, percent_question, share_format, shares

NUMBER, PERCENT, TEXT = CellKind.NUMBER, CellKind.PERCENT, CellKind.TEXT


def read(texts: list[str], form=None, header="", kinds=None, **options):
    given_kinds = None if kinds is None else np.array(kinds, np.uint8)
    return shares(pa.array(texts), given_kinds, form, header, **options)


def test_a_mark_says_what_a_number_is_whatever_the_column() -> None:
    for form in ("percent", "fraction", None):
        found = read(["51%", "５１％", "51 %", "5‰"], form, "持股比例")
        assert found.texts.to_pylist() == ["0.51", "0.51", "0.51", "0.005"]


def test_a_number_format_keeps_a_fraction() -> None:
    found = read(["0.51", "1"], "percent", "持股比例（%）", [PERCENT, PERCENT])
    assert found.texts.to_pylist() == ["0.51", "1"]


@pytest.mark.parametrize(
    ("header", "texts", "form"),
    [
        ("持股比例（%）", ["51", "49"], "percent"),
        ("持股比例（%）", ["51", "0.3"], "percent"),
        ("持股比例", ["51", "49"], "percent"),
        ("持股比例", ["0.51", "0.49"], "fraction"),
        ("Share, pct", ["60", "40"], "percent"),
        ("持股比例（%）", ["51%", "49%"], None),  # all marked: nothing is open
        ("持股比例", [], None),
    ],
)
def test_header_and_range_decide_where_they_agree(header, texts, form) -> None:
    assert share_format(header, pa.array(texts, pa.string())) == (form, None)


@pytest.mark.parametrize(
    ("header", "texts", "kinds"),
    [
        ("持股比例（%）", ["0.51", "0.49"], [NUMBER, NUMBER]),
        ("持股比例", ["51", "0.3"], [NUMBER, NUMBER]),
        ("持股比例", ["1", "1"], [NUMBER, NUMBER]),
        ("持股比例（%）", ["0.51", "0.49"], [PERCENT, NUMBER]),
    ],
)
def test_where_they_disagree_it_is_a_question_and_all_bare_numbers_are_refused(
    header, texts, kinds
) -> None:
    question = percent_question(header, np.array(kinds, np.uint8), pa.array(texts))
    assert (question.code, question.column) == ("share_format", header)
    refused = {row for row, kind in enumerate(kinds) if kind is NUMBER}
    assert set(read(texts, None, header, kinds).faults) == refused


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("120", "percent", "is above 100 %"),
        ("51", "fraction", "is above 100 %"),
        ("abc", "percent", "is no share"),
        ("1/3", "percent", "is no share"),
        ("51%以上", "percent", "is no share"),
        ("NaN", "percent", "is not finite"),
        ("#N/A", "percent", "is an error of the spreadsheet"),
    ],
)
def test_what_is_no_share_is_refused(text, form, reason) -> None:
    found = read([text], form)
    assert found.texts.to_pylist() == [None]
    assert found.faults[0].reason == reason


def test_shares_and_rates_are_parts_and_other_numbers_are_not() -> None:
    parts = {
        f"{kind.name}.{item.name}"
        for kind in KINDS.values()
        for item in kind.properties
        if is_part(item)
    }
    assert parts == {
        "ownership.share",
        "ownership.voting_share",
        "guarantor.share",
        "guarantee.enforceability",
        "loan.effective_rate",
        "loan.origination_pd",
        "loan.collateral_haircut",
        "rating.self_pd",
    }


def test_a_rate_may_be_above_one() -> None:
    assert read(["120%"], "percent", most=None).texts.to_pylist() == ["1.2"]


@given(st.integers(1, 10**8))
def test_every_form_of_a_share_is_the_same_value(units) -> None:
    share = Decimal(units).scaleb(-8)
    percent = f"{share * 100:f}"
    for texts, form, kinds in (
        ([f"{percent}%", f"{percent} ％"], None, [TEXT, TEXT]),
        ([percent], "percent", [NUMBER]),
        ([f"{share:f}"], "fraction", [NUMBER]),
        ([f"{share:f}"], None, [PERCENT]),
    ):
        found = read(texts, form, "", kinds)
        assert [Decimal(text) for text in found.texts.to_pylist()] == [share] * len(
            texts
        )


@given(st.lists(st.text(max_size=8) | st.none()), st.sampled_from(["percent", None]))
def test_any_text_is_a_share_or_a_fault_or_blank(texts, form) -> None:
    found = shares(pa.array(texts, pa.string()), None, form)
    for row, text in enumerate(found.texts.to_pylist()):
        if text is None:
            assert row in found.faults or not (texts[row] or "").strip()
        else:
            assert Decimal(text) <= 1
