"""Ids of nodes, ``scheme:value``, and what keeps a text from being one.

The scheme says who gave the value: ``[a-z][a-z0-9-]*``. The value has 1 to 200
characters that can be seen, in the form that Unicode composes (NFC), without space and
without the semicolon that parts ids in a list. So no two ids look alike and differ in
what nobody sees only. Stores keep ids that were loaded before this rule; they are read
as they are.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

SCHEME_LIMIT = 63
"""Characters of a scheme: as many as a label of a host name has (RFC 1035, 2.3.4)."""
VALUE_LIMIT = 200
"""Characters of a value."""
ID_LIMIT = SCHEME_LIMIT + 1 + VALUE_LIMIT
"""Characters of an id."""
SCHEME = rf"[a-z][a-z0-9-]{{0,{SCHEME_LIMIT - 1}}}"
"""Pattern of a scheme."""

_SCHEME = re.compile(rf"{SCHEME}:")
# letters and marks to Unicode, but nothing to see (its Default_Ignorable_Code_Point
# without what is a format character anyway), and the blank of Braille
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)


class IdFault(StrEnum):
    """Why a text is no id of a node."""

    SCHEME = "scheme"
    CHARACTER = "character"
    NOT_COMPOSED = "not_composed"
    LENGTH = "length"


def id_fault(text: str) -> IdFault | None:
    r"""The first fault of an id; None where it keeps to the rule.

    Examples
    --------
    >>> id_fault("contract:银/2024-17"), id_fault("A"), id_fault("c:A\u3000")
    (None, <IdFault.SCHEME: 'scheme'>, <IdFault.CHARACTER: 'character'>)
    """
    if odd_character(text) is not None:
        return IdFault.CHARACTER
    head = _SCHEME.match(text)
    if head is None:
        return IdFault.SCHEME
    if not unicodedata.is_normalized("NFC", text):
        return IdFault.NOT_COMPOSED
    if not 1 <= len(text) - head.end() <= VALUE_LIMIT:
        return IdFault.LENGTH
    return None


def odd_character(text: str) -> str | None:
    """The first character that no id has; None where there is none."""
    if text.isascii() and text.isprintable() and not {" ", ";"} & set(text):
        return None
    return next((letter for letter in text if not _seen(letter)), None)


def described(letter: str) -> str:
    r"""Code point and name of a character, in what every terminal shows.

    Examples
    --------
    >>> described("\u3000"), described("\n")
    ('U+3000 (IDEOGRAPHIC SPACE)', 'U+000A')
    """
    name = unicodedata.name(letter, "")
    return f"U+{ord(letter):04X}" + (f" ({name})" if name else "")


def _seen(letter: str) -> bool:
    return letter.isprintable() and letter not in " ;" and not _INVISIBLE.match(letter)
