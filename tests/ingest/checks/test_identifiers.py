from __future__ import annotations

import string

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.checks.identifiers import (
    SCHEMES,
    USCC_ALPHABET,
    lei_check_digits,
    uscc_check_character,
)
from ingest.checks.reasons import Reason

LEI_BODIES = st.text(string.digits + string.ascii_uppercase, min_size=18, max_size=18)
USCC_BODIES = st.text(USCC_ALPHABET, min_size=17, max_size=17)


def is_uscc(text):
    return not SCHEMES["uscc"].reasons(pa.array([text])).any()


def is_lei(text):
    return not SCHEMES["lei"].reasons(pa.array([text])).any()


@given(USCC_BODIES)
def test_a_computed_credit_code_is_valid_and_no_other_last_character_is(body):
    right = uscc_check_character(body)
    assert [last for last in USCC_ALPHABET if is_uscc(body + last)] == [right]


@given(LEI_BODIES)
def test_computed_lei_digits_are_valid_and_agree_with_plain_arithmetic(body):
    lei = body + lei_check_digits(body)
    spelt = "".join(str(int(letter, 36)) for letter in lei)
    assert int(spelt) % 97 == 1
    assert [end for end in range(100) if is_lei(f"{body}{end:02d}")] == [int(lei[18:])]


@given(USCC_BODIES, st.integers(0, 15))
def test_swapping_two_neighbours_breaks_a_credit_code(body, place):
    code = body + uscc_check_character(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or not is_uscc(swapped)


@pytest.mark.parametrize(
    "code",
    ["", "91350100M000100Y4", "91350100m000100y43", "9135010OM000100Y43", "９" * 18],
)
def test_what_is_no_credit_code_is_refused(code):
    assert not is_uscc(code)


@pytest.mark.parametrize("lei", ["", "5493001KJTIIGC8Y1R1", "5493001kjtiigc8y1r12"])
def test_what_is_no_lei_is_refused(lei):
    assert not is_lei(lei)


def test_bodies_of_the_wrong_length_have_no_check_character():
    with pytest.raises(ValueError, match="17 characters"):
        uscc_check_character("9135")
    with pytest.raises(ValueError, match="18 digits"):
        lei_check_digits("5493")


def test_many_are_checked_at_once():
    codes = [
        "91350100M000100Y43",
        "91350100M000100Y44",
        None,
        "9135",
        "i" * 18,
        "九" * 18,
    ]
    assert SCHEMES["uscc"].reasons(pa.array(codes)).tolist() == [
        0,
        Reason.USCC_CHECK,
        0,
        Reason.CODE_LENGTH,
        Reason.USCC_ALPHABET,
        Reason.USCC_ALPHABET,
    ]
    leis = ["5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R13", "5493001kjtiigc8y1r12"]
    assert SCHEMES["lei"].reasons(pa.array(leis)).tolist() == [
        0,
        Reason.LEI_CHECK,
        Reason.LEI_ALPHABET,
    ]
