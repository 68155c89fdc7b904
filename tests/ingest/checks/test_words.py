"""Every reason has its words, whatever the cell."""

from __future__ import annotations

import pytest

from graph.vocabulary import KINDS
from ingest.checks.reasons import Reason
from ingest.checks.words import Cell, refusal

CODES = {
    Reason.CODE_LENGTH: ("uscc", "9135"),
    Reason.USCC_ALPHABET: ("uscc", "O1350100M000100Y44"),
    Reason.USCC_CHECK: ("uscc", "91350100M000100Y44"),
    Reason.LEI_ALPHABET: ("lei", "5493001kjtiigc8y1r12"),
    Reason.LEI_CHECK: ("lei", "5493001KJTIIGC8Y1R13"),
}
BOUNDED = {Reason.BELOW_MINIMUM, Reason.ABOVE_MAXIMUM}


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words(reason):
    column, text = CODES.get(reason, ("name", "甲"))
    cell = Cell(KINDS["party"], column, text, "CNY")
    if reason in BOUNDED:
        cell = Cell(KINDS["rating"], "self_pd", "2", None)
    what, expected = refusal(reason, cell)
    assert what.split()[0] in {"is", "has", "holds", "ends"}
    assert "{" not in what
    assert expected


@pytest.mark.parametrize(
    ("column", "reason", "text", "expected"),
    [
        ("party_id", Reason.EMPTY, "", "scheme:value, the scheme of a-z"),
        ("source", Reason.PADDED, " a", "a name of at most 512 characters, no space"),
        ("party_id", Reason.USCC_CHECK, "uscc:91350100M000100Y44", "uscc: and a right"),
        ("valid_to", Reason.NO_INSTANT, "soon", "a date YYYY-MM-DD or an RFC 3339"),
        ("valid_to", Reason.ENDS_EARLY, "1999-12-31", "a later day"),
        ("registered_capital", Reason.CURRENCY_MISSING, "1", "a code in the column"),
        ("listed", Reason.NO_BOOLEAN, "maybe", "true, false, 1 or 0"),
    ],
)
def test_the_expected_value_fits_the_column(column, reason, text, expected):
    cell = Cell(KINDS["party"], column, text, None)
    assert refusal(reason, cell)[1].startswith(expected)


@pytest.mark.parametrize(
    ("reason", "text", "words"),
    [
        (Reason.ID_SCHEME, "A", "has no scheme before it"),
        (
            Reason.ID_CHARACTER,
            "c:a;c:\u3000b",
            "holds U+3000 (IDEOGRAPHIC SPACE), which",
        ),
        (Reason.ID_CHARACTER, "c:\u202ea", "holds U+202E (RIGHT-TO-LEFT OVERRIDE), "),
        (Reason.ID_NOT_COMPOSED, "c:e\u0301", "holds U+0065 (LATIN SMALL LETTER E), "),
        (Reason.ID_LENGTH, "c:" + "a" * 201, "has 201 characters behind its scheme"),
    ],
)
def test_a_refused_id_is_told_by_what_nobody_sees(reason, text, words):
    cell = Cell(KINDS["loan"], "covered_loan_ids", text, None)
    assert refusal(reason, cell)[0].startswith(words)
