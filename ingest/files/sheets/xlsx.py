"""What the XML of an XLSX workbook says and its readers do not.

One pass in pieces over a sheet's XML finds its extent, its error cells, formulas
without a value and cells whose format is percent or a date of East Asia, before a
library holds the sheet as a whole. Document types, and with them entities, are refused.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.errors import FileFormatError, LimitError
from ingest.files.rejects import letters
from ingest.files.sheets.cells import CellKind
from ingest.files.sheets.rows import Marks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from ingest.files.sheets.package import Package

COLUMNS = 16_384
"""Columns that a sheet can have."""
ROWS = 1_048_576
"""Rows that a sheet can have."""
_SMALL_PART = 64 << 20
_TEXTS = "sharedstrings.xml"
_PERCENT_FORMATS = {9, 10}
# built in where Excel speaks Chinese, Japanese or Korean, so written nowhere
_EASTERN_DAYS = {27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58}
_LETTERS = re.compile("[A-Z]{1,3}")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet by its name and the part of the package that has its cells."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A workbook without its cells.

    `formats` are the styles, by their number as cells write it, that say of a number
    what it is; `longest` is the most bytes of one shared text.
    """

    sheets: tuple[SheetPart, ...]
    formats: dict[str, CellKind]
    from_1904: bool
    longest: int


@dataclass(slots=True)
class Extent:
    """How far a sheet goes, its marked cells, its shared texts and bytes of XML."""

    file: str
    rows: int = 0
    columns: int = 0
    texts: int = 0
    size: int = 0
    marks: Marks = field(default_factory=Marks)


class Places(dict[str, int]):
    """Places of columns, counted from 0, by their letters; `KeyError` of others."""

    def __missing__(self, letters: str) -> int:
        place = 0
        for letter in letters if _LETTERS.fullmatch(letters) else "ZZZZ":
            place = place * 26 + ord(letter) - ord("A") + 1
        if place > COLUMNS:
            raise KeyError(letters)
        self[letters] = place - 1
        return place - 1


def check_columns(file: str, column: int, most: int) -> None:
    """Refuse a sheet that goes too far to the right.

    Raises
    ------
    LimitError
        The column, counted from 0, is not among the first `most`.
    """
    if column >= most:
        raise LimitError(
            file, f"has cells up to column {letters(column)}", f"at most {most} columns"
        )


def outline(package: Package) -> Outline:
    """The workbook's sheets, formats and epoch.

    Raises
    ------
    FileFormatError
        It is no XLSX workbook, or XML of it is broken or declares a document type.
    LimitError
        A part unpacks to too much, or a text is too long.
    """
    book = next(_targets(package, "", "/officeDocument"), ("", "xl/workbook.xml"))[1]
    root = _parsed(package, book)
    parts = dict(_targets(package, book, "/worksheet"))
    sheets = []
    for item in root.iter():
        key = next((v for k, v in item.items() if k.endswith("}id")), "")
        if _local(item.tag) == "sheet" and key in parts:  # no chart, no macro sheet
            hidden = item.get("state", "visible") != "visible"
            sheets.append(SheetPart(item.get("name", ""), parts[key], hidden))
    settings = next((it for it in root.iter() if _local(it.tag) == "workbookPr"), None)
    from_1904 = settings is not None and settings.get("date1904") in {"1", "true"}
    styles = next(_targets(package, book, "/styles"), None)
    # one library takes the part by its name, another by what relates to it
    texts = {part for _, part in _targets(package, book, "/sharedStrings")}
    texts |= {part for part in package.parts if part.lower().endswith(_TEXTS)}
    return Outline(
        tuple(sheets),
        _formats(_parsed(package, styles[1])) if styles else {},
        from_1904,
        max((_longest(package, part) for part in sorted(texts)), default=0),
    )


def _targets(package: Package, part: str, kind: str) -> Iterator[tuple[str, str]]:
    """Ids and parts to which a part relates in a way whose name ends so."""
    folder, base = posixpath.split(part)
    links = posixpath.join(folder, "_rels", f"{base}.rels")
    if links not in package.parts:
        return
    for item in _parsed(package, links):
        if item.get("Type", "").endswith(kind) and item.get("TargetMode") is None:
            target = item.get("Target", "")
            full = posixpath.normpath(posixpath.join("/", folder, target))
            yield item.get("Id", ""), full.lstrip("/")


def _parsed(package: Package, part: str) -> Element:
    content = package.content(part, _SMALL_PART)
    try:
        return fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise _document_type(package.name, part) from error
    except (ParseError, ValueError, LookupError) as error:
        raise _broken(package.name, part, error) from error


def _document_type(name: str, part: str) -> FileFormatError:
    return FileFormatError(
        name, f"declares a document type in {part}", "XML without entities"
    )


def _broken(name: str, part: str, error: Exception) -> FileFormatError:
    return FileFormatError(name, f"has broken XML in {part}: {error}", "a workbook")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _formats(root: Element) -> dict[str, CellKind]:
    own = {
        item.get("numFmtId"): item.get("formatCode", "")
        for item in root.iter()
        if _local(item.tag) == "numFmt"
    }
    formats = {}
    listed = [item for item in root if _local(item.tag) == "cellXfs"]
    for place, item in enumerate(listed[0] if listed else ()):
        number = item.get("numFmtId", "0")
        code = own.get(number)
        if code is not None:
            if "%" in _QUOTED.sub("", code):
                formats[str(place)] = CellKind.PERCENT
        elif number.isdecimal() and int(number) in _PERCENT_FORMATS:
            formats[str(place)] = CellKind.PERCENT
        elif number.isdecimal() and int(number) in _EASTERN_DAYS:
            formats[str(place)] = CellKind.DAY
    return formats


def _longest(package: Package, part: str) -> int:
    """Bytes of the longest shared text, as XML."""
    limit = package.limits.record_bytes
    parser = expat.ParserCreate()
    begun, longest = 0, 0

    def start(tag: str, _: object) -> None:
        nonlocal begun, longest
        if tag == "si" or tag.endswith(":si"):
            longest = max(longest, parser.CurrentByteIndex - begun)
            begun = parser.CurrentByteIndex

    parser.StartElementHandler = start
    for _ in fed(parser, package, part):
        longest = max(longest, parser.CurrentByteIndex - begun)
        if longest > limit:
            raise LimitError(
                package.name, f"has a text of more than {limit} bytes", "shorter cells"
            )
    return longest


def fed(
    parser: expat.XMLParserType,
    package: Package,
    part: str,
    limit: int | None = None,
    file: str | None = None,
) -> Iterator[None]:
    """Give the part to the parser piece by piece; `file` is what messages call it.

    Raises
    ------
    FileFormatError
        Its XML is broken, or declares a document type.
    """

    def refuse(*_: object) -> None:
        raise _document_type(file or package.name, part)

    parser.StartDoctypeDeclHandler = refuse
    try:
        for piece in package.pieces(part, limit, file):
            parser.Parse(piece, False)  # noqa: FBT003 - the C function takes no names
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - the C function takes no names
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _broken(file or package.name, part, error) from error
