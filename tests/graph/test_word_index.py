from __future__ import annotations

import pytest

from graph.word_index import WordIndex

NAMES = [
    ("济南华东担保圈", "Jinan Huadong circle"),
    ("华东担保圈", "Huadong circle"),
    ("重庆银行与甲互保", "Chongqing Bank – A pair"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("华东", [0, 1]),
        ("华东担保圈", [1, 0]),  # a whole name first
        ("huadong circle", [1, 0]),
        ("jinan hua", [0]),
        ("chongqing yinhang", [2]),
        ("chongqnig", []),
        ("huadongquan", []),
        ("pair", [2]),
        ("", []),
        (" - ", []),
    ],
)
def test_a_text_finds(text, found):
    assert WordIndex(NAMES).find(text) == found


def test_nothing_is_found_in_nothing():
    assert WordIndex([]).find("华东") == []
