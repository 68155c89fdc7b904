"""Ids, names and other texts, which are kept as they were typed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from graph.identifier import described
from ingest.files.sheets.cells import CellKind
from ingest.mapping.values.characters import narrow, tidied
from ingest.mapping.values.outcome import Fault, by_value, converted

if TYPE_CHECKING:
    import pyarrow as pa

    from ingest.mapping.values.outcome import Converted, Kinds

EXACT_DIGITS = 15
"""Digits of a number that spreadsheets keep (IEEE 754 double, shown as Excel does)."""

_POWER = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?(?P<power>[0-9]{1,3})")
_WHOLE = re.compile(r"[0-9]+(?:\.0*)?")
_ID = "the id typed as text, of characters that can be seen"
_NAME = "a name"
_TYPED = {
    CellKind.DAY: "is a date",
    CellKind.PERCENT: "is a percentage",
    CellKind.FLAG: "is true or false",
}
_CHECKED = ("uscc", "lei")


def identifiers(
    texts: pa.StringArray, kinds: Kinds | None = None, scheme: str = ""
) -> Converted:
    """Ids, contract numbers and codes, without space around them.

    Parameters
    ----------
    texts, kinds
        Cells as typed, and a `CellKind` for each, shape (rows,).
    scheme
        ``uscc`` or ``lei``: codes of fixed form, of which capitals, narrow characters
        and no separators are kept.

    Notes
    -----
    A number of 16 digits or more is refused: what the file holds is not what was
    typed. So is a power of ten in a text file, which is such a number, saved.
    """

    def read(text: str, kind: CellKind) -> str | Fault:
        power = _POWER.fullmatch(text)
        if power and (kind is CellKind.NUMBER or int(power["power"]) >= 10):
            return _rounded(int(power["power"]) + 1)
        if kind is CellKind.NUMBER and _WHOLE.fullmatch(text):
            digits = text.partition(".")[0]
            return digits if len(digits) <= EXACT_DIGITS else _rounded(len(digits))
        if (hidden := _hidden(text)) is not None:
            return Fault(f"holds {described(hidden)}, which nobody sees", _ID)
        if scheme in _CHECKED:
            return narrow(text).upper().replace(" ", "").replace("-", "")
        return text

    return converted(by_value(texts, kinds, read, _ID, _TYPED))


def names(texts: pa.StringArray, kinds: Kinds | None = None) -> Converted:
    """Names of parties, on one line and without unseen marks."""

    def read(text: str, _kind: CellKind) -> str | None:
        return tidied(text) or None

    return converted(by_value(texts, kinds, read, _NAME, _TYPED))


def wordings(texts: pa.StringArray, kinds: Kinds | None = None) -> Converted:
    """Texts of any kind, as the sheet shows them."""

    def read(text: str, _kind: CellKind) -> str | None:
        return tidied(text) or None

    return converted(by_value(texts, kinds, read, "a text", {}))


def _rounded(digits: int) -> Fault:
    return Fault(
        f"is a number of {digits} digits, of which a spreadsheet keeps {EXACT_DIGITS}",
        _ID,
    )


def _hidden(text: str) -> str | None:
    """The first character that cannot be seen and is no space."""
    if text.isascii() and text.isprintable():
        return None
    return next(
        (letter for letter in text if unicodedata.category(letter) in {"Cc", "Cf"}),
        None,
    )
