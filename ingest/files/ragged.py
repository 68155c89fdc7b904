"""Delimited text of strangers: the delimiter is found out, rows may differ in length.

Titles stand above the header and notes below the rows, so nothing is known of the
number of fields until a caller says where the header is and how wide.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from ingest.errors import FileFormatError
from ingest.files.delimited import Block, DelimitedFile, without_blank
from ingest.files.quotes import record_ends
from ingest.files.rejects import stray_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ingest.files.bundle import Member

DELIMITERS = ",\t;|"
_SAMPLE_ROWS = 50
_SAMPLE_BYTES = 1 << 16
csv.field_size_limit(1 << 30)  # `Limits.record_bytes` is what limits a field


class RaggedFile(DelimitedFile):
    """A file whose delimiter and header row are not known."""

    def __init__(self, member: Member, *, encoding: str | None = None) -> None:
        super().__init__(member, encoding=encoding)

    def head(self, rows: int) -> list[list[str]]:
        """The fields of the first rows.

        Raises
        ------
        FileFormatError
            The file has nothing in it, or encoding or quotes are broken.
        """
        found: list[list[str]] = []
        for chunk in self._records():
            found += islice(_fields(chunk, self.delimiter), rows - len(found))
            if len(found) >= rows:
                break
        if not found:
            raise FileFormatError(self.name, "is empty", "a header and rows")
        return found

    def blocks_from(self, first: int, width: int) -> Iterator[Block]:
        """The rows from number `first` on, their `width` columns named 0, 1, ...

        A shorter row has nothing in its last columns; a longer one is rejected unless
        nothing stands behind them.

        Raises
        ------
        FileFormatError
            Encoding or quotes are broken; rows from there on cannot be trusted.
        """
        names = [str(place) for place in range(width)]
        row = 1
        for chunk in self._records():
            body = chunk
            if row < first:
                ends = record_ends(
                    chunk, name=self.name, row=row, delimiter=self.delimiter, last=True
                )
                skipped = min(first - row, len(ends))
                body = chunk[int(ends[skipped - 1]) :] if skipped else b""
                row += skipped
            if body:
                table, bad, end = self._parse(body, names, row)
                yield self._whole(table, bad, row, end)
                row = end

    def _whole(self, table: pa.Table, bad: list[Any], row: int, end: int) -> Block:
        """The rows in their order, with those of another length among them."""
        rows = np.arange(row, end)
        places = np.array([item.number - 1 for item in bad], dtype=np.int64)
        fitting, rejected = np.delete(rows, places), []
        kept: list[int] = []
        texts: list[list[str | None]] = []
        for item, number in zip(bad, rows[places].tolist(), strict=True):
            fields = next(_fields(item.text.encode(), self.delimiter), [])
            width = table.num_columns
            stray = next(
                (i for i in range(width, len(fields)) if fields[i].strip()), None
            )
            if stray is not None:
                text = fields[stray]
                rejected.append(stray_cell(self.name, number, width, stray, text))
                continue
            kept.append(number)
            fields += [""] * (width - len(fields))
            texts.append([text or None for text in fields[:width]])
        if kept:
            table, fitting = _in_order(table, fitting, texts, kept)
        table, fitting = without_blank(table, fitting)
        return Block(self.name, table, fitting, tuple(rejected))

    def _check_delimiter(self, data: bytes) -> None:
        """Take the delimiter of most of the first rows."""
        sample = data[:_SAMPLE_BYTES]
        if b"\0" in sample:
            raise FileFormatError(
                self.name,
                "holds NUL characters",
                "text; for UTF-16 without a mark give --encoding utf-16-le",
            )
        if len(sample) < len(data):
            sample = sample[: sample.rfind(b"\n") + 1] or sample
        try:
            text = sample.decode()
        except UnicodeDecodeError:  # a bar may be the second byte of a character
            text = sample.decode("gb18030", "replace")
        self.delimiter = _delimiter(text)


def _in_order(
    table: pa.Table,
    rows: NDArray[np.int64],
    texts: list[list[str | None]],
    numbers: list[int],
) -> tuple[pa.Table, NDArray[np.int64]]:
    more = pa.table(
        [pa.array(values, pa.string()) for values in zip(*texts, strict=True)],
        names=table.column_names,
    )
    joined = np.concatenate((rows, np.array(numbers, dtype=np.int64)))
    order = np.argsort(joined, kind="stable")
    return pa.concat_tables([table, more]).take(order), joined[order]


def _fields(data: bytes, delimiter: str) -> Iterator[list[str]]:
    """Fields of whole records in UTF-8."""
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    return csv.reader(stream, delimiter=delimiter)


def _delimiter(text: str) -> str:
    r"""What separates the most fields alike in the first rows; a comma if nothing does.

    Examples
    --------
    >>> _delimiter("甲,乙\na;b;c\n1,5;2;3\n"), _delimiter("x\n1\n")
    (';', ',')
    """

    def score(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        counts = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS) if row)
        counts.pop(1, None)
        return max(((rows, fields) for fields, rows in counts.items()), default=(0, 0))

    return max(DELIMITERS, key=score)
