"""Record boundaries in CSV bytes, and a check of the quoting (RFC 4180).

Quotes are taken two by two: one opens, the next closes, and inside a field a quote is
doubled. So each opening one begins a field or follows a closing one, and each closing
one ends a field or is followed by an opening one; a file that breaks this was not
written by a CSV writer, and everything behind the break would be read wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.errors import FileFormatError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_QUOTE, _LINE_FEED, _RETURN = b'"\n\r'


@dataclass(frozen=True, slots=True)
class _Records:
    """Where the records of some bytes end, the first being the file's `row`."""

    name: str
    row: int
    feeds: NDArray[np.int64]

    def broken(self, place: np.int64, what: str, expected: str) -> FileFormatError:
        number = self.row + int(np.searchsorted(self.feeds, place))
        return FileFormatError(self.name, f"row {number} has {what}", expected)


def record_ends(
    data: bytes, *, name: str, row: int, delimiter: str | None, last: bool
) -> NDArray[np.int64]:
    """Offsets behind each record's line feed, shape (records,).

    Parameters
    ----------
    data
        Bytes that begin with a record.
    name
        The file, for messages.
    row
        Number of the first record.
    delimiter
        What separates fields, one ASCII character; None where a quote means nothing.
    last
        Whether the file ends with these bytes.

    Raises
    ------
    FileFormatError
        A quote stands inside a field or is never closed, or lines end with a carriage
        return alone.
    """
    content = np.frombuffer(data, dtype=np.uint8)
    feeds = np.flatnonzero(content == _LINE_FEED)
    quotes = feeds[:0]
    if delimiter is not None and b'"' in data:
        quotes = np.flatnonzero(content == _QUOTE)
        feeds = feeds[np.searchsorted(quotes, feeds) % 2 == 0]
        whole = len(data) if last else int(feeds[-1]) + 1 if feeds.size else 0
        quotes = quotes[quotes < whole]
        _check_quotes(content, quotes, ord(delimiter), _Records(name, row, feeds))
    if data.count(b"\r") != data.count(b"\r\n"):
        _check_returns(content, quotes, _Records(name, row, feeds))
    return feeds + 1


def _check_quotes(
    content: NDArray[np.uint8],
    quotes: NDArray[np.int64],
    delimiter: int,
    records: _Records,
) -> None:
    expected = "quotes around whole fields, doubled inside"
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, content[opening - 1], _LINE_FEED)
    stray = opening[~np.isin(before, (delimiter, _LINE_FEED, _QUOTE))]
    after = content[np.minimum(closing + 1, len(content) - 1)]
    ends = np.isin(after, (delimiter, _LINE_FEED, _RETURN, _QUOTE))
    early = closing[~ends & (closing + 1 < len(content))]
    wrong = np.concatenate((stray, early))
    if wrong.size:
        raise records.broken(wrong.min(), "a quote inside a field", expected)
    if len(quotes) % 2:
        raise records.broken(quotes[-1], "a quote that never closes", expected)


def _check_returns(
    content: NDArray[np.uint8], quotes: NDArray[np.int64], records: _Records
) -> None:
    returns = np.flatnonzero(content[:-1] == _RETURN)
    inside = np.searchsorted(quotes, returns) % 2 == 1
    alone = returns[~inside & (content[returns + 1] != _LINE_FEED)]
    if alone.size:
        raise records.broken(
            alone[0],
            "a carriage return without a line feed",
            "lines that end with a line feed",
        )
