"""Workbooks by python-calamine: XLSX and XLSM, XLS, ODS. Macros are never run."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING

from ingest.errors import FileFormatError, IngestError
from ingest.files.names import shown_name
from ingest.files.sheets.ods import CONTENT, check_content
from ingest.files.sheets.package import Package, Source
from ingest.files.sheets.rows import Marks, grids_of, head_of
from ingest.files.sheets.streamed import streamed_rows
from ingest.files.sheets.xls import checked_xls
from ingest.files.sheets.xlsx import Extent, outline
from ingest.files.sheets.xlsx_scan import extent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from python_calamine import CalamineSheet, CalamineWorkbook

    from ingest.files.bundle import Member
    from ingest.files.sheets.cells import Cell
    from ingest.files.sheets.grid import Grid, Sheet
    from ingest.files.sheets.xlsx import Outline, SheetPart

_ZIP, _COMPOUND = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COPIED_TEXT = 1 << 30  # texts that cells would hold as copies
_EXPECTED = "an XLSX, XLSM, XLS or ODS workbook"


def workbook_sheets(member: Member) -> list[Sheet]:
    """The sheets of a workbook, of the kind that its first bytes say.

    Raises
    ------
    FileFormatError
        It is no workbook, is encrypted or damaged.
    LimitError
        A part of it is too large.
    """
    source = Source(member)
    with source.open() as stream:
        start = stream.read(len(_COMPOUND))
    book = _Book(source)
    if start.startswith(_ZIP):
        package = Package(source)
        if CONTENT in package.parts:
            check_content(package)
            return [_PlainSheet(book, *found) for found in book.names()]
        known = outline(package)
        return [_XlsxSheet(book, package, known, part) for part in known.sheets]
    if start.startswith(_COMPOUND):
        book.content = checked_xls(member.name, source.content(), member.limits)
        return [_PlainSheet(book, *found) for found in book.names()]
    raise FileFormatError(member.name, "is no workbook", _EXPECTED)


@dataclass(slots=True)
class _Book:
    """A workbook as the library holds it, opened when it is first needed."""

    source: Source
    content: bytes | None = None  # what is read in place of the source
    _opened: CalamineWorkbook | None = None

    @property
    def name(self) -> str:
        return self.source.member.name

    def names(self) -> list[tuple[str, bool]]:
        """Names of the sheets with cells, and whether each is hidden."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        return [
            (sheet.name, sheet.visible is not SheetVisibleEnum.Visible)
            for sheet in self._book().sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]

    def sheet(self, name: str) -> CalamineSheet:
        """One sheet, held as a whole."""
        book = self._book()
        with _faults(f"{self.name}#{shown_name(name)}"):
            return book.get_sheet_by_name(name)

    def _book(self) -> CalamineWorkbook:
        if self._opened is None:
            from python_calamine import CalamineWorkbook

            content = self.content or self.source.content()
            with _faults(self.name):
                self._opened = CalamineWorkbook.from_filelike(BytesIO(content))
            self.content = None
        return self._opened


@contextmanager
def _faults(file: str) -> Iterator[None]:
    """What the library raises of a damaged workbook, as our own error."""
    from python_calamine import PasswordError

    try:
        yield
    except IngestError:
        raise
    except PasswordError as error:
        raise _encrypted(file) from error
    except BaseException as error:
        # a panic of the library's Rust is no Exception, and a class without a module
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise FileFormatError(
                file, f"cannot be read: {error}", _EXPECTED
            ) from error
        raise


def _encrypted(file: str) -> FileFormatError:
    return FileFormatError(file, "is encrypted", "a workbook without a password")


@dataclass(slots=True)
class _PlainSheet:
    """A sheet of XLS or ODS, whose library tells nothing but values."""

    _book: _Book
    name: str
    hidden: bool
    sees_faults: bool = False
    _marks: Marks = field(default_factory=Marks)
    _held: CalamineSheet | None = None

    @property
    def file(self) -> str:
        """The workbook and the sheet."""
        return f"{self._book.name}#{shown_name(self.name)}"

    def head(self, rows: int = 30) -> list[list[Cell]]:
        """The first rows as cells."""
        return head_of(self._first(rows), self._marks)

    def grids(self, first: int, width: int) -> Iterator[Grid]:
        """The rows from number `first` on."""
        numbered = enumerate(self._rows(), start=1)
        rows = islice(numbered, first - 1, None)
        self._held = None  # the rows have it until they end
        yield from grids_of(self.file, rows, width, self._marks)

    def _first(self, rows: int) -> list[Sequence[object]]:
        return list(islice(self._rows(), rows))

    def _rows(self) -> Iterator[Sequence[object]]:
        if self._held is None:
            self._held = self._book.sheet(self.name)
        return _each(self.file, self._held.iter_rows())


def _each(file: str, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    with _faults(file):
        yield from rows


class _XlsxSheet(_PlainSheet):
    """A sheet of XLSX, whose XML is looked through before the library holds it."""

    __slots__ = ("_begun", "_extent", "_outline", "_package", "_part")

    def __init__(
        self, book: _Book, package: Package, known: Outline, part: SheetPart
    ) -> None:
        super().__init__(book, part.name, part.hidden, sees_faults=True)
        self._package = package
        self._outline = known
        self._part = part
        self._extent: Extent | None = None
        # rows that were streamed already, and the rest: to begin anew costs much
        self._begun: tuple[list[Sequence[object]], Iterator[Sequence[object]]] = (
            [],
            iter(()),
        )

    def _first(self, rows: int) -> list[Sequence[object]]:
        stream = self._rows()
        first = list(islice(stream, rows))
        if not self._is_held():
            self._begun = (first, stream)
        return first

    def _rows(self) -> Iterator[Sequence[object]]:
        if self._extent is None:
            self._extent = extent(self._package, self._part, self._outline, self.file)
            self._marks = self._extent.marks
        if self._is_held():
            return super()._rows()
        first, rest = self._begun
        self._begun = ([], iter(()))
        if not first:
            rest = streamed_rows(self._package, self.name, self._extent)
        return _each(self.file, chain(first, rest))

    def _is_held(self) -> bool:
        """Whether the sheet is small enough for a library that holds it whole."""
        known, limits = self._extent or Extent(self.file), self._package.limits
        return (
            known.rows * known.columns <= limits.dense_cells
            and known.texts * self._outline.longest <= _COPIED_TEXT
            and known.size <= limits.part_bytes
        )
