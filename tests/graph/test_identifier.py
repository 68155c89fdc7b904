"""Ids of nodes: what is one, and what nobody sees is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identifier import IdFault, id_fault


@pytest.mark.parametrize(
    "text",
    [
        "uscc:91350100M000100Y43",
        "contract:银行/2024/17号",
        "finbench-account:7",
        "x:" + "长" * 200,
        "k2-b:a:b%2F|",
        "c:é",
    ],
)
def test_visible_composed_values_behind_a_scheme_are_ids(text: str) -> None:
    assert id_fault(text) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("A", IdFault.SCHEME),
        ("", IdFault.SCHEME),
        ("Uscc:1", IdFault.SCHEME),
        ("9c:1", IdFault.SCHEME),
        ("a" * 64 + ":1", IdFault.SCHEME),
        ("c:", IdFault.LENGTH),
        ("c:" + "a" * 201, IdFault.LENGTH),
        ("c:e\u0301", IdFault.NOT_COMPOSED),
        *(
            (f"c:a{letter}b", IdFault.CHARACTER)
            for letter in " ;\t\n\r\0\x1b\x7f\x85\xa0\xad\u200b\u200e\u202e\u2028\u2066"
            "\u3000\ufeff\ufe0f\u3164\u2800\ud800\U000e0100"
        ),
    ],
)
def test_what_is_no_id_says_why(text: str, fault: IdFault) -> None:
    assert id_fault(text) is fault


@given(text=st.text(max_size=20), place=st.integers(0, 20))
def test_a_hidden_character_anywhere_is_a_fault(text: str, place: int) -> None:
    whole = f"c:{text[:place]}\u200b{text[place:]}"
    assert id_fault(whole) is IdFault.CHARACTER
