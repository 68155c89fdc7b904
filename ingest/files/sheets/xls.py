"""The records of an XLS workbook, checked before its library reads them.

The library takes for granted that cells stand in their order, and asks for memory by
what records say; where that fails, the whole process ends. It is given a container made
anew around the stream that was checked here, so that both read the same.
"""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import TYPE_CHECKING

from ingest.errors import FileFormatError, LimitError
from ingest.files.sheets.compound import (
    LONGEST,
    CompoundError,
    CompoundFile,
    compound_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.files.bundle import Limits

_END, _LOCKED, _SHEET, _SIZE = 0x0A, 0x2F, 0x85, 0x200
_TEXTS, _CONTINUED, _SHARED = 0xFC, 0x3C, 0xFD
_RICH, _EXTENDED = 8, 4  # flags of a shared text
_LONG_SIZE = 14  # bytes of the record in the form of 1997
_CELLS = {0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E}
_ROWS, _COLUMNS = 65_536, 256
_EXPECTED = "an XLS workbook"


def checked_xls(name: str, data: bytes, limits: Limits) -> bytes:
    """The workbook in a new container.

    Raises
    ------
    FileFormatError
        It is broken, encrypted, or has cells out of their order.
    LimitError
        It is too large, says so of a sheet, or its cells hold too much text.
    """
    try:
        file = CompoundFile(data)
        if file.stream("EncryptedPackage") is not None:
            raise FileFormatError(name, "is encrypted", "a workbook without a password")
        stream = file.stream("Workbook", "Book")
        if stream is None:
            raise FileFormatError(name, "is no workbook", _EXPECTED)
        if len(stream) > LONGEST:
            raise LimitError(name, "too large", f"at most {LONGEST} bytes")
        _check(name, stream, limits)
    except (CompoundError, struct.error) as error:
        raise FileFormatError(name, f"damaged: {error}", "a whole workbook") from error
    return compound_file("Workbook", stream)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record from a place on, to the end of its part."""
    end = len(stream) - 4
    while at <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        if kind == _END:
            return
        at += 4 + length


def _check(name: str, stream: bytes, limits: Limits) -> None:
    sheets: list[int] = []
    parts: list[bytes] = []  # of the table of shared texts
    before = 0
    for kind, at, length in _records(stream, 0):
        if kind == _LOCKED:
            raise FileFormatError(name, "is encrypted", "a workbook without a password")
        if kind == _SHEET:
            sheets.append(struct.unpack_from("<I", stream, at)[0])
        if kind == _TEXTS or (kind == _CONTINUED and before == _TEXTS):
            parts.append(stream[at : at + length])
            kind = _TEXTS  # noqa: PLW2901 - what goes on is what was before
        before = kind
    if len(sheets) > limits.members or len(set(sheets)) < len(sheets):
        raise LimitError(name, f"has {len(sheets)} sheets", f"at most {limits.members}")
    lengths = _text_lengths(parts)
    held = sum(_check_sheet(name, stream, begin, lengths) for begin in sheets)
    if held > limits.part_bytes:
        reason = f"has cells with {held} characters of text"
        raise LimitError(name, reason, f"at most {limits.part_bytes}")


def _text_lengths(parts: list[bytes]) -> list[int]:
    """Characters of each shared text: they go on from record to record."""
    lengths: list[int] = []
    data, place = b"".join(parts), 8
    ends = list(accumulate(map(len, parts)))
    part = 0
    while place + 3 <= len(data):
        count, flags = struct.unpack_from("<HB", data, place)
        place += 3
        behind = 0  # bytes of formats and the like behind the text
        if flags & _RICH and place + 2 <= len(data):
            behind += 4 * struct.unpack_from("<H", data, place)[0]
            place += 2
        if flags & _EXTENDED and place + 4 <= len(data):
            behind += struct.unpack_from("<I", data, place)[0]
            place += 4
        lengths.append(count)
        while count:
            while part < len(ends) and ends[part] <= place:
                part += 1
            if part == len(ends):
                break
            width = 1 + (flags & 1)
            taken = max(1, min(count, (ends[part] - place) // width))
            count -= taken
            place += taken * width
            if count and place < len(data):  # each record says anew how wide it is
                flags = data[place]
                place += 1
        place += behind
    return lengths


def _check_sheet(name: str, stream: bytes, begin: int, lengths: list[int]) -> int:
    """Characters of shared texts in the sheet, each as often as a cell has it."""
    last, held = -1, 0
    for kind, at, _ in _records(stream, begin):
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, at)
            if row < last or column >= _COLUMNS:
                reason = f"has row {row + 1}, column {column + 1} behind row {last + 1}"
                raise FileFormatError(name, reason, "cells in their order")
            last = row
            if kind == _SHARED:
                (text,) = struct.unpack_from("<I", stream, at + 6)
                held += lengths[text] if text < len(lengths) else 0
        elif kind == _SIZE:
            _check_size(name, stream, at)
    return held


def _check_size(name: str, stream: bytes, at: int) -> None:
    long = struct.unpack_from("<H", stream, at - 2)[0] == _LONG_SIZE
    size = struct.unpack_from("<IIHH" if long else "<HHHH", stream, at)
    if size[1] > _ROWS or size[3] > _COLUMNS:
        raise LimitError(
            name,
            f"says that it has {size[1]} rows of {size[3]} columns",
            f"at most {_ROWS} of {_COLUMNS}",
        )
