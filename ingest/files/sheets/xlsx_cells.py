"""The pass over the XML of one XLSX sheet, by a parser that reads any XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from ingest.errors import FileFormatError, LimitError
from ingest.files.sheets.cells import CellKind
from ingest.files.sheets.rows import EPOCH_1904
from ingest.files.sheets.xlsx import ROWS, Extent, Places, check_columns, fed

if TYPE_CHECKING:
    from ingest.files.sheets.package import Package
    from ingest.files.sheets.xlsx import Outline, SheetPart


def parsed_extent(
    package: Package, sheet: SheetPart, outline: Outline, file: str
) -> Extent:
    """How far the sheet goes and which of its cells are marked.

    Raises
    ------
    FileFormatError
        Its XML is broken, or rows and cells are not where they say they are.
    LimitError
        It has too many columns, or too long a row.

    Notes
    -----
    Two callbacks for each cell that has a value: about 0.5 microseconds in all.
    """
    scan = _Scan(file, outline, package.limits.record_bytes, package.limits.columns)
    for _ in fed(scan.parser, package, sheet.part, package.limits.file_bytes, file):
        scan.check_row()
    scan.end_cell()
    scan.extent.size = scan.parser.CurrentByteIndex
    return scan.extent


class _Scan:
    """The state between two elements: row, column, and a cell that is looked at."""

    def __init__(
        self, file: str, outline: Outline, record_bytes: int, columns: int
    ) -> None:
        self.extent = Extent(file)
        self._marks = self.extent.marks
        if outline.from_1904:
            self._marks.epoch = EPOCH_1904
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._root
        self._formats = outline.formats
        self._row_bytes = 4 * record_bytes  # XML is longer than what it says
        self._most_columns = columns
        self._begun = 0
        self._row, self._column, self._number = 0, -1, "0"
        self._places = Places()
        self._typed: str | None = None
        self._looked_at: CellKind | None = None
        self._valued = False
        self._texts: list[str] = []
        self._formula = ""

    def _root(self, tag: str, _: dict[str, str]) -> None:
        prefix = tag[: tag.find(":") + 1]
        self._value_tag, self._cell_tag, self._row_tag, self._formula_tag = (
            f"{prefix}{name}" for name in ("v", "c", "row", "f")
        )
        self.parser.StartElementHandler = self._element

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self._value_tag:
            if self._looked_at is not None:
                self._valued = True
                if self._looked_at is CellKind.ERROR or self._typed != "str":
                    self._collect()
        elif tag == self._cell_tag:
            self._cell(attributes)
        elif tag == self._row_tag:
            self._next_row(attributes.get("r"))
        elif tag == self._formula_tag and self._looked_at is None and self._row:
            self._looked_at, self._valued = CellKind.UNSTORED, False
            self._collect()

    def _cell(self, attributes: dict[str, str]) -> None:
        if self._looked_at is not None:
            self.end_cell()
        before = self._column
        reference = attributes.get("r")
        if reference is None:
            self._column = before + 1
        elif reference.endswith(self._number):
            try:
                self._column = self._places[reference[: -len(self._number)]]
            except KeyError:
                raise self._misplaced(f"cell {reference}") from None
        else:
            raise self._misplaced(f"cell {reference}")
        if self._column <= before:
            raise self._misplaced(f"cell {reference}")
        if self._column >= self.extent.columns:
            self._widen()
        self.extent.rows = self._row
        kind = self._formats.get(attributes.get("s", ""))
        if kind is not None:
            self._marks.add(self._row, self._column, kind)
        self._typed = typed = attributes.get("t")
        if typed == "s":
            self.extent.texts += 1
        elif typed == "e":
            self._looked_at, self._valued = CellKind.ERROR, False

    def _widen(self) -> None:
        check_columns(self.extent.file, self._column, self._most_columns)
        self.extent.columns = self._column + 1

    def _next_row(self, reference: str | None) -> None:
        if self._looked_at is not None:
            self.end_cell()
        self.check_row()
        self._begun = self.parser.CurrentByteIndex
        before = self._row
        self._row = before + 1
        if reference is not None:
            if not reference.isascii() or not reference.isdigit():
                raise self._misplaced(f"row {reference!r}")
            self._row = int(reference[:9])
        self._number, self._column = str(self._row), -1
        if not before < self._row <= ROWS:
            raise self._misplaced(f"row {reference}")

    def check_row(self) -> None:
        """Refuse a row that is longer than any should be."""
        if self.parser.CurrentByteIndex - self._begun > self._row_bytes and self._row:
            raise LimitError(
                self.extent.file,
                f"row {self._row} is longer than {self._row_bytes} bytes",
                "shorter cells",
            )

    def _misplaced(self, what: str) -> FileFormatError:
        reason = f"has {what} behind row {self._row}, column {self._column + 1}"
        return FileFormatError(self.extent.file, reason, "cells in their order")

    def _collect(self) -> None:
        self._texts = []
        self.parser.CharacterDataHandler = self._texts.append
        self.parser.EndElementHandler = self._stop

    def _stop(self, _: str) -> None:
        self.parser.CharacterDataHandler = None
        self.parser.EndElementHandler = None
        text = "".join(self._texts).strip()
        if self._looked_at is CellKind.UNSTORED:
            if not self._valued:
                self._formula = text
            elif text:
                self._looked_at = None
        else:
            self._formula = text

    def end_cell(self) -> None:
        """Mark the cell that was looked at."""
        kind, self._looked_at = self._looked_at, None
        if kind is CellKind.ERROR:
            self._marks.add(self._row, self._column, kind, self._formula or "#N/A")
        elif kind is CellKind.UNSTORED and not (self._valued and self._typed == "str"):
            self._marks.add(self._row, self._column, kind, f"={self._formula}")
        self._formula = ""
