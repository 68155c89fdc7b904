"""The pass over a sheet's XML in the form in which all common programs write it.

They write ``<c r="B7" ...>``, in UTF-8, without comments. In such XML a ``<`` only ever
begins a tag, so a few patterns find all that is to be marked at a fifth of the cost of
a parser's callbacks. Whatever differs is left to `xlsx_cells`, which reads any XML.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import numpy as np

from ingest.files.sheets.cells import CellKind
from ingest.files.sheets.rows import EPOCH_1904
from ingest.files.sheets.xlsx import Extent, Places, check_columns
from ingest.files.sheets.xlsx_cells import parsed_extent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.files.sheets.package import Package
    from ingest.files.sheets.xlsx import Outline, SheetPart

_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?<worksheet[\s>]")
_OTHER_ENCODING = re.compile(rb'^[^>]*encoding=["\'](?!utf-8)', re.IGNORECASE)
_AT = rb'<c r="([A-Z]{1,3})([1-9]\d{0,6})"'
_LETTERS = re.compile(rb'<c r="([A-Z]{1,3})[1-9]')
_FORMULA = rb"<f\b[^>]*?(?:/>|>([^<]*)</f>)"
_VALUE = rb"(<v\b[^>]*?(?:/>|>([^<]*)</v>))"
_ERRORS = re.compile(_AT + rb'[^>]* t="e"[^>]*>\s*(?:' + _FORMULA + rb")?\s*" + _VALUE)
_FORMULAS = re.compile(_AT + rb"([^>]*)>\s*" + _FORMULA + rb"\s*(?:" + _VALUE + rb")?")
_LAST = re.compile(rb'<c r="[A-Z]{1,3}([1-9]\d{0,6})"')
_ODD = (b"<!", b":c ")  # comments and the like, prefixes
_KEPT = 16  # bytes that may begin a tag
_END = b"</row>"


class _UncommonError(Exception):
    """The XML is not in the common form."""


def extent(package: Package, sheet: SheetPart, outline: Outline, file: str) -> Extent:
    """How far the sheet goes and which of its cells are marked.

    Raises
    ------
    FileFormatError
        Its XML is broken, or rows and cells are not where they say they are.
    LimitError
        It has too many columns, or too long a row.

    Notes
    -----
    A pass over each byte for each pattern: about 0.3 microseconds a cell.
    """
    try:
        return _Scan(package, outline, file).extent_of(sheet.part)
    except _UncommonError:
        return parsed_extent(package, sheet, outline, file)


class _Scan:
    """The patterns of one sheet, and what they have found so far."""

    def __init__(self, package: Package, outline: Outline, file: str) -> None:
        self._package = package
        self._extent = Extent(file)
        if outline.from_1904:
            self._extent.marks.epoch = EPOCH_1904
        self._formats = {
            kind: tuple(
                re.compile(begin + rb' s="(?:' + styles + rb')"')
                for begin in (b"", _AT, _AT + rb"[^>]*?")
            )
            for kind, styles in _styles(outline).items()
        }
        self._places = Places()

    def extent_of(self, part: str) -> Extent:
        """Scan the part."""
        for rows in self._whole_rows(part):
            self._take(rows)
        marks = self._extent.marks
        places = np.array(marks.rows, np.int64) * (1 << 14) + np.array(marks.columns)
        if (np.diff(places) <= 0).any():
            raise _UncommonError
        return self._extent

    def _whole_rows(self, part: str) -> Iterator[bytes]:
        """The XML in pieces that end where a row does."""
        limits = self._package.limits
        rest, begun = b"", False
        for piece in self._package.pieces(part, limits.file_bytes, self._extent.file):
            self._extent.size += len(piece)
            data = rest + piece
            if not begun:
                if not _START.match(data) or _OTHER_ENCODING.match(data):
                    raise _UncommonError
                if b"<!" in data[: data.find(b"<sheetData")]:
                    raise _UncommonError
                if b"<sheetData" not in data:
                    if len(data) > 4 * limits.record_bytes:
                        raise _UncommonError
                    rest = data
                    continue
                data, begun = data[data.index(b"<sheetData") :], True
            cut = data.rfind(_END) + len(_END)
            if cut >= len(_END):
                yield data[:cut]
                data = data[cut:]
            if b"<row" not in data:
                data = data[-_KEPT:]
            elif len(data) > 4 * limits.record_bytes:  # XML is longer than its texts
                raise _UncommonError
            rest = data
        if b"<c" in rest and b"<row" in rest:
            raise _UncommonError

    def _take(self, data: bytes) -> None:
        letters = _LETTERS.findall(data)
        if any(odd in data for odd in _ODD) or len(letters) != data.count(b"<c"):
            raise _UncommonError
        last = _LAST.match(data, data.rfind(b"<c"))
        if last is None:
            if letters:
                raise _UncommonError
            return
        extent = self._extent
        extent.texts += data.count(b' t="s"')
        extent.rows = max(extent.rows, int(last[1]))
        places = {text: self._place(text) for text in set(letters)}
        widest = max(places.values())
        check_columns(extent.file, widest, self._package.limits.columns)
        extent.columns = max(extent.columns, widest + 1)
        self._mark(data, places)

    def _mark(self, data: bytes, places: dict[bytes, int]) -> None:
        marks = self._extent.marks
        formats = [
            (kind, found)
            for kind, patterns in self._formats.items()
            if (found := _styled(patterns, data))
        ]
        faults = sorted(_faults(data, places))
        if len(formats) == 1 and not faults:
            [(kind, found)] = formats
            letters, rows = zip(*found, strict=True)
            marks.extend(map(int, rows), [places[text] for text in letters], kind)
            return
        for kind, found in formats:
            faults += [(int(row), places[text], kind, "") for text, row in found]
        # sorting is stable, and the last of two marks of a cell stays: a fault
        for mark in sorted(faults, key=_by_place):
            marks.add(*mark)

    def _place(self, letters: bytes) -> int:
        try:
            return self._places[letters.decode()]
        except KeyError:
            raise _UncommonError from None


_Mark = tuple[int, int, CellKind, str]


def _by_place(mark: _Mark) -> tuple[int, int, bool]:
    return mark[0], mark[1], bool(mark[3])


def _styled(
    patterns: tuple[re.Pattern[bytes], ...], data: bytes
) -> list[tuple[bytes, bytes]]:
    """Letters and row of each cell with one of some styles."""
    styled, usual, any_order = patterns
    found: list[tuple[bytes, bytes]] = usual.findall(data)
    if len(found) != len(styled.findall(data)):
        found = any_order.findall(data)
    return found


def _faults(data: bytes, places: dict[bytes, int]) -> Iterator[_Mark]:
    if b' t="e"' in data:
        for letters, row, _, _, text in _ERRORS.findall(data):
            yield int(row), places[letters], CellKind.ERROR, _text(text) or "#N/A"
    if b"<f" in data:
        for letters, row, typed, formula, value, text in _FORMULAS.findall(data):
            stored = text.strip() or (value and b' t="str"' in typed)
            if not stored and b' t="e"' not in typed:
                words = f"={_text(formula)}"
                yield int(row), places[letters], CellKind.UNSTORED, words


def _styles(outline: Outline) -> dict[CellKind, bytes]:
    """Numbers of the styles of each kind, as alternatives of a pattern."""
    by_kind: dict[CellKind, list[bytes]] = {}
    for number, kind in outline.formats.items():
        by_kind.setdefault(kind, []).append(number.encode())
    return {kind: b"|".join(numbers) for kind, numbers in by_kind.items()}


def _text(data: bytes) -> str:
    return unescape(data.decode(errors="replace")).strip()
