"""Width, space and marks that nobody sees, as people's files have them."""

from __future__ import annotations

import re

from ingest.mapping.simplified import simplified

_WIDE = {0xFF01 + place: 0x21 + place for place in range(94)}
_SPACES = "\t\n\r\x0b\x0c\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_NARROW = (
    _WIDE
    | dict.fromkeys(map(ord, _SPACES), " ")
    | {0xFFE0: "¢", 0xFFE1: "£", 0xFFE5: "¥", 0x2212: "-", 0x2018: "'", 0x2019: "'"}
)
_SPACED = str.maketrans(dict.fromkeys(_SPACES, " "))
_UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_RUN = re.compile(" {2,}")
_NO_LETTERS = str.maketrans("", "", " _-")


def narrow(text: str) -> str:
    """Text with ASCII for full-width forms, plain spaces, and no unseen marks.

    Unlike Unicode's compatibility forms it leaves ``10²`` and ``①`` alone, which would
    become other numbers.

    Examples
    --------
    >>> narrow("１，２３４．５０")
    '1,234.50'
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return text.translate(_NARROW).strip()


def tidied(text: str) -> str:
    r"""A name or wording as typed, on one line, without unseen marks.

    Examples
    --------
    >>> tidied(" 华夏\u200b 有限\n公司 ")
    '华夏 有限 公司'
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    text = text.translate(_SPACED)
    return _RUN.sub(" ", text).strip() if "  " in text else text.strip()


def word(text: str) -> str:
    """A word as it is looked up: simplified, narrow, without case and separators.

    Examples
    --------
    >>> word("連帶責任保證 "), word("Joint and several")
    ('连带责任保证', 'jointandseveral')
    """
    return simplified(narrow(text)).lower().translate(_NO_LETTERS)
