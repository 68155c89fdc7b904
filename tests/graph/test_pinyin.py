from __future__ import annotations

from operator import add

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from graph.pinyin import han_words, pinyin

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1)


@pytest.mark.parametrize(
    ("han", "syllables"),
    [
        ("重庆长城", "chong qing chang cheng"),
        ("重工业", "zhong gong ye"),
        ("银行", "yin hang"),
        ("行", "xing"),
        ("旅行", "lv xing"),
        ("吕", "lv"),
        ("𪚥", "zhe"),
        ("\U0003134a", " "),
    ],
)
def test_pinyin_knows_phrases(han, syllables):
    assert " ".join(pinyin(han)).strip() == syllables.strip()


@given(st.sampled_from("北京上海深圳广州贸易技术有限公司股份集团"))
def test_pinyin_of_one_character_is_that_of_the_library(character):
    assert pinyin(character) == lazy_pinyin(character)


@given(HAN)
def test_pinyin_has_one_syllable_per_character(name):
    assert len(pinyin(name)) == len(name)


@given(HAN)
@example("重庆银行")
@example("济南")
def test_words_are_characters_syllables_and_their_neighbours(name):
    words, syllables = han_words(name)
    assert syllables == pinyin(name)
    expected = {*name, *map(add, name, name[1:])}
    expected |= {*syllables, *map(add, syllables, syllables[1:])}
    assert set(" ".join(words).split(" ")) == expected


def test_what_is_remembered_of_neighbours_is_bounded(monkeypatch):
    monkeypatch.setattr("graph.pinyin.MOST_NEIGHBOURS", 1)
    words = "上 上海 shang shanghai", "海 海贸 hai haimao"
    assert han_words("上海贸")[0] == [*words, "贸", "mao"]
    assert han_words("上海贸")[0] == [*words, "贸", "mao"]
