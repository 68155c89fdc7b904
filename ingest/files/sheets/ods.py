"""How large an ODS workbook becomes when its repeated cells are written out.

Its library unfolds repetitions as it opens the file, all sheets at once, so a few bytes
can become any number of cells. One pass over the XML counts them first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from ingest.errors import FileFormatError, LimitError
from ingest.files.sheets.xlsx import ROWS, fed

if TYPE_CHECKING:
    from ingest.files.sheets.package import Package

CONTENT = "content.xml"
"""The part with all sheets."""
_CELLS = {"table-cell", "covered-table-cell"}
_TEXT_FACTOR = 100  # bytes of text that a cell may have on average


def check_content(package: Package) -> None:
    """Refuse a workbook that is far larger than its file.

    Raises
    ------
    FileFormatError
        Its XML is broken, or declares a document type.
    LimitError
        It has too many cells or columns, or too much text in them.
    """
    count = _Count(package)
    for _ in fed(count.parser, package, CONTENT):
        count.check()
    count.end_row()
    count.check()


class _Count:
    """Cells and bytes of text up to here, repetitions included."""

    def __init__(self, package: Package) -> None:
        self._name = package.name
        self._limits = package.limits
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._element
        self._cells = 0  # of the tables before, each a rectangle
        self._bytes = 0
        self._rows, self._filled_rows, self._widest = 0, 0, 0
        self._row_times, self._row_bytes = 1, 0
        self._columns, self._filled_columns = 0, 0
        self._cell_times, self._begun, self._longest = 0, 0, 0

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local in _CELLS:
            self._end_cell()
            self._begun = self.parser.CurrentByteIndex
            self._cell_times = self._times(attributes, "number-columns-repeated")
            self._columns += self._cell_times
            if any(key.endswith(":value-type") for key in attributes):
                self._filled_columns = self._columns
        elif local == "table-row":
            self.end_row()
            self._row_times = self._times(attributes, "number-rows-repeated")
        elif local == "table":
            self.end_row()
            self._cells += self._filled_rows * self._widest
            self._rows, self._filled_rows, self._widest = 0, 0, 0
        elif self._cell_times:  # a text or the like makes a cell of any type filled
            self._filled_columns = self._columns

    def _end_cell(self) -> None:
        if self._cell_times:
            size = self.parser.CurrentByteIndex - self._begun
            self._row_bytes += size * self._cell_times
            self._longest = max(self._longest, size)
            self._cell_times = 0

    def end_row(self) -> None:
        """Count the row that ends here."""
        self._end_cell()
        self._rows += self._row_times
        if self._filled_columns:
            self._filled_rows = self._rows
            self._widest = max(self._widest, self._filled_columns)
            self._bytes += self._row_bytes * self._row_times
        self._row_times, self._row_bytes = 0, 0
        self._columns, self._filled_columns = 0, 0

    def check(self) -> None:
        """Refuse what is too much already."""
        limits = self._limits
        size = self.parser.CurrentByteIndex - self._begun
        longest = max(self._longest, size if self._cell_times else 0)
        if longest > (most := 4 * limits.record_bytes):  # XML is longer than its texts
            reason = f"has a cell of more than {most} bytes"
            raise LimitError(self._name, reason, "shorter cells")
        cells = self._cells + self._filled_rows * self._widest
        most = limits.dense_cells
        if cells > most or self._bytes > _TEXT_FACTOR * most:
            raise LimitError(
                self._name, f"has {cells:,} cells and their texts", f"at most {most:,}"
            )
        if self._widest > limits.columns:
            raise LimitError(
                self._name,
                f"has {self._widest} columns",
                f"at most {limits.columns}",
            )

    def _times(self, attributes: dict[str, str], name: str) -> int:
        text = next((v for k, v in attributes.items() if k.endswith(f":{name}")), "1")
        if not text.isascii() or not text.isdigit() or int(text[:9]) > ROWS:
            raise FileFormatError(
                self._name, f"repeats a cell {text[:20]!r} times", f"at most {ROWS:,}"
            )
        return int(text)
