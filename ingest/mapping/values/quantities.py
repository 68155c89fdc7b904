"""Whole numbers and other numbers that count no money.

Rates are read by `shares`, which knows what a percentage is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.files.sheets.cells import CellKind
from ingest.mapping.values.characters import narrow
from ingest.mapping.values.outcome import Fault, by_value, converted

if TYPE_CHECKING:
    import pyarrow as pa

    from ingest.mapping.values.outcome import Converted, Kinds

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})"
    r"(?P<rest>(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,3})?) ?(?:天|日|个|days?)?"
)
_REFUSED = {
    CellKind.DAY: "is a date",
    CellKind.FLAG: "is true or false",
    CellKind.PERCENT: "is a percentage",
}


def numbers(
    texts: pa.StringArray, kinds: Kinds | None = None, *, whole: bool = False
) -> Converted:
    """Numbers without separators; a count of days may say 天.

    With `whole` a number with decimals is refused.
    """
    expected = "a whole number" if whole else "a number"

    def read(text: str, _kind: CellKind) -> str | Fault:
        found = _NUMBER.fullmatch(narrow(text))
        if found is None or (whole and found["rest"].strip(".0")):
            return Fault(f"is no {expected.removeprefix('a ')}", expected)
        rest = "" if whole else found["rest"]
        return found["sign"] + found["whole"].replace(",", "") + rest

    return converted(by_value(texts, kinds, read, expected, _REFUSED))
