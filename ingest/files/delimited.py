"""Delimited text in blocks of whole records, checked before a value is looked at.

Bytes are cut where a record ends, so that each block stands alone: its encoding, its
quotes (RFC 4180) and the length of its records are checked at once, and Arrow parses
it into columns of text. UTF-8 (with or without mark), GB18030 and UTF-16 are read.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from ingest.errors import FileFormatError, LimitError
from ingest.files.encoding import Decoder
from ingest.files.quotes import record_ends
from ingest.files.rejects import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ingest.files.bundle import Member

BLOCK_BYTES = 4 << 20
_DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


class Origin(NamedTuple):
    """A field as the file itself writes it.

    `prefix` stands before its texts, which have the shape (rows,), in the field.
    """

    column: str
    texts: pa.Array
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file as columns of text; empty fields are null.

    `rows` holds each row's number in the file, the header being row 1, shape (rows,).
    `origins` say of fields that a reader made what the file has, for messages;
    `unread` are the file's columns that the reader leaves out, and `joined` counts rows
    that complete those of another file.
    """

    file: str
    table: pa.Table
    rows: NDArray[np.int64]
    rejected: tuple[Rejected, ...] = ()
    size: int = 0
    origins: Mapping[str, Origin] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    joined: int = 0


class DelimitedFile:
    """One file of a bundle; reading it again starts anew."""

    def __init__(
        self,
        member: Member,
        *,
        delimiter: str = ",",
        quoted: bool = True,
        encoding: str | None = None,
    ) -> None:
        self.member = member
        self.name = member.name
        self.delimiter = delimiter
        self.quoted = quoted
        self.encoding = encoding

    def header(self) -> list[str]:
        """Column names.

        Raises
        ------
        FileFormatError
            There is no header, it names a column twice, or other delimiters are used.
        """
        for chunk in self._records():
            return self._names(chunk.partition(b"\n")[0])
        raise FileFormatError(self.name, "is empty", "a header row")

    def blocks(self) -> Iterator[Block]:
        """The rows, in order.

        Raises
        ------
        FileFormatError
            Encoding or quotes are broken; rows from there on cannot be trusted.
        """
        names: list[str] | None = None
        row = 1
        for chunk in self._records():
            body = chunk
            if names is None:
                head, _, body = chunk.partition(b"\n")
                names, row = self._names(head), 2
            if body:
                table, bad, end = self._parse(body, names, row)
                yield self._block(table, bad, np.arange(row, end), len(body))
                row = end

    def _records(self) -> Iterator[bytes]:
        """Whole records as UTF-8, several megabytes at a time."""
        decoder = Decoder(self.name, self.encoding)
        size = max(BLOCK_BYTES, 2 * self.member.limits.record_bytes)
        row, rest = 1, b""
        pieces = decoder.ascii_based(self.member.pieces())
        while True:
            chunk = bytearray(rest)
            while len(chunk) < size and (piece := next(pieces, None)) is not None:
                chunk += piece
            last = len(chunk) < size
            data = decoder.without_mark(bytes(chunk))
            if row == 1:
                self._check_delimiter(data)
            ends = record_ends(
                data,
                name=self.name,
                row=row,
                delimiter=self.delimiter if self.quoted else None,
                last=last,
            )
            self._check_lengths(ends, len(data), row)
            cut = len(data) if last else int(ends[-1])
            if cut:
                yield decoder.utf8(data[:cut])
            if last:
                return
            row, rest = row + len(ends), data[cut:]

    def _check_lengths(self, ends: NDArray[np.int64], size: int, row: int) -> None:
        limit = self.member.limits.record_bytes
        bounds = np.concatenate(([0], ends, [size]))
        long = np.flatnonzero(np.diff(bounds) > limit)
        if long.size:
            raise LimitError(
                self.name,
                f"row {row + int(long[0])} is longer than {limit} bytes",
                "shorter fields, each quote closed",
            )

    def _names(self, line: bytes) -> list[str]:
        text = line.decode().rstrip("\r")
        if not text.strip():
            raise FileFormatError(self.name, "has an empty first row", "a header row")
        rows = csv.reader(
            [text],
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE,
        )
        names = [name.strip() for name in next(rows)]
        if len(names) > self.member.limits.columns:
            limit = self.member.limits.columns
            raise LimitError(self.name, f"has {len(names)} columns", f"at most {limit}")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            shown = ", ".join(map(repr, twice))
            raise FileFormatError(
                self.name, f"names a column twice: {shown}", "each column once"
            )
        return names

    def _check_delimiter(self, data: bytes) -> None:
        line = data.partition(b"\n")[0]
        if self.delimiter.encode() in line:
            return
        for other, words in _DELIMITERS.items():
            if other.encode() in line:
                raise FileFormatError(
                    self.name,
                    f"its columns are separated by {words} ({other!r})",
                    f"{_DELIMITERS[self.delimiter]} ({self.delimiter!r})",
                )

    def _parse(
        self, data: bytes, names: list[str], row: int
    ) -> tuple[pa.Table, list[Any], int]:
        """Columns, rows of another length, and the number of the row behind them."""
        bad: list[Any] = []

        def skip(invalid: Any) -> str:
            bad.append(invalid)
            return "skip"

        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(data),
                read_options=arrow_csv.ReadOptions(
                    use_threads=False, column_names=names, block_size=len(data) + 1
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self.delimiter,
                    quote_char='"' if self.quoted else False,
                    newlines_in_values=self.quoted,
                    invalid_row_handler=skip,
                    ignore_empty_lines=False,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    check_utf8=False,
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
        except pa.ArrowInvalid as error:
            raise FileFormatError(
                self.name, f"cannot be parsed from row {row}: {error}", "delimited text"
            ) from error
        return table, bad, row + table.num_rows + len(bad)

    def _block(
        self, table: pa.Table, bad: list[Any], rows: NDArray[np.int64], size: int
    ) -> Block:
        first = int(rows[0]) if rows.size else 0
        rejected = [self._field_count(it, first - 1, table.num_columns) for it in bad]
        rows = np.delete(rows, [item.number - 1 for item in bad])
        table, rows = without_blank(table, rows)
        return Block(self.name, table, rows, tuple(rejected), size)

    def _field_count(self, invalid: Any, offset: int, columns: int) -> Rejected:
        return Rejected(
            self.name,
            offset + invalid.number,
            "",
            invalid.text,
            f"has {invalid.actual_columns} fields",
            f"{columns} fields as in the header",
        )


def without_blank(
    table: pa.Table, rows: NDArray[np.int64]
) -> tuple[pa.Table, NDArray[np.int64]]:
    """Leave out rows with nothing in them: blank lines, and a spreadsheet's tail."""
    first, *others = table.columns
    if not first.null_count:
        return table, rows
    blank = pc.is_null(first)
    for column in others:
        blank = pc.and_(blank, pc.is_null(column))
    filled = pc.invert(blank).combine_chunks()
    return table.filter(filled), rows[filled.to_numpy(zero_copy_only=False)]
