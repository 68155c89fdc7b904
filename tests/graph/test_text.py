from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.text import (
    fold,
    search_terms,
    search_words,
    whole_word,
)

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)


def found(text, *names, numbers=()):
    return search_terms(text).matches(search_words(names, numbers))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ABC", "abc"),
        ("Straße", "strasse"),
        ("Ωμέγα", "ωμεγα"),
        ("ＡＢ１", "ab1"),
        ("é", "e"),
        ("e\u0301", "e"),
        ("华为 TCL", "华为 tcl"),
        ("\uf9dc", "隆"),
        ("한국", "한국"),
        ("", ""),
    ],
)
def test_folding_drops_case_accents_and_forms(text, folded):
    assert fold(text) == folded


@given(st.text())
@example("İ")
@example("ﬃ")
def test_folding_twice_is_folding_once_for_searching(text):
    assert search_terms(fold(text)) == search_terms(text)


@pytest.mark.parametrize(
    ("text", "terms", "prefix"),
    [
        ("华", ("华",), None),
        ("华为技术", ("华为", "为技", "技术"), None),
        ("华华华", ("华华",), None),
        ("Bank of", ("bank",), "of"),
        ("Bank 银行", ("bank", "银行"), None),
        ("银行 Bank", ("银行",), "bank"),
        ("a_b-c", ("a", "b"), "c"),
        ("", (), None),
        ("《》_", (), None),
    ],
)
def test_a_text_is_cut_into_terms(text, terms, prefix):
    query = search_terms(text)
    assert (query.terms, query.prefix) == (terms, prefix)
    assert bool(query) == bool(terms or prefix)


@given(HAN, st.data())
def test_every_part_of_a_chinese_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert found(name[start:end], name)


@given(st.text())
def test_a_name_finds_itself_if_it_has_words(name):
    assert found(name, name) == bool(search_terms(name))


@given(st.text(), st.text())
def test_words_need_no_quoting_in_an_index(name, number):
    for word in search_words([name], [number]):
        assert re.fullmatch(r"[0-9a-z\u0080-\U0010ffff]+", word)
        assert not any(character.isspace() for character in word)


def test_a_character_newer_than_this_python_is_a_part_of_the_name():
    assert whole_word("\U0002ebe1公司") == "№\U0002ebe1公司"
    assert found("\U0002ebe1", "\U0002ebe1公司")


def test_characters_that_are_no_neighbours_are_no_pair():
    assert not found("华为", "中为华民")


def test_a_query_without_terms_finds_nothing():
    assert not found("--", "--", numbers=["--"])


def test_numbers_are_found_whole_by_value_and_by_their_start():
    numbers = ["uscc:9144-03", None, "", "X"]
    for text in ("uscc:9144-03", "USCC 914403", "9144-03", "914403", "9144", "x"):
        assert found(text, numbers=numbers), text
    for text in ("uscc", "4403", "uscc 9144"):
        assert not found(text, numbers=numbers), text


def test_a_name_and_a_number_are_cut_into_these_words():
    words = search_words(["AB 华为", None], ["s:7"])
    assert " ".join(sorted(words)) == (
        "7 ab hua huawei hw wei №7 №ab华为 №s7 为 华 华为"
    )


def test_a_whole_word_has_no_separators():
    assert whole_word(" a-b_c：d ") == "№abcd"
