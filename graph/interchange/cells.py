"""What may stand in a cell or in XML: nothing that another program would obey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

_FORMULA = "=+-@\t\r\n＝＋－＠"
_STARTS = tuple(_FORMULA)
_STARTS_PATTERN = f"^([{re.escape(_FORMULA)}])"
# all but tab, line feed, carriage return and what XML 1.0 (2.2) calls a character
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_PATTERN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_MARKS = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    # a parser makes blanks or line feeds of these where they stand as they are
    ("\t", "&#9;"),
    ("\n", "&#10;"),
    ("\r", "&#13;"),
)


def escaped(value: str) -> str:
    """The value so that no spreadsheet takes it for a formula.

    Examples
    --------
    >>> escaped("=1+1"), escaped("华夏")
    ("'=1+1", '华夏')
    """
    return f"'{value}" if value.startswith(_STARTS) else value


def escaped_texts(texts: pa.Array) -> pa.Array:
    """`escaped` of each text of an array; null stays null."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(texts, _STARTS_PATTERN, r"'\1")


def legal(value: str) -> str:
    r"""The value with characters that XML has no way to write as visible escapes.

    Examples
    --------
    >>> legal("a\x01b")
    'a\\u0001b'
    """
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found[0]):04x}", value)


def xml(value: str) -> str:
    """The value as it stands in an attribute or between tags.

    Examples
    --------
    >>> xml('<"A" & B>')
    '&lt;&quot;A&quot; &amp; B&gt;'
    """
    text = legal(value)
    for mark, entity in _MARKS:
        text = text.replace(mark, entity)
    return text


def xml_texts(texts: pa.Array) -> pa.Array:
    """`xml` of each text of an array; null stays null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.any(pc.match_substring_regex(texts, _ILLEGAL_PATTERN)).as_py():
        words = texts.to_pylist()
        texts = pa.array([word and legal(word) for word in words], pa.string())
    for mark, entity in _MARKS:
        texts = pc.replace_substring(texts, mark, entity)
    return texts
