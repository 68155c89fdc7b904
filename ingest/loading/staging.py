"""Staging: reads and checks all files of one kind and spills the facts to disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from graph.vocabulary import Form
from ingest.errors import FileFormatError
from ingest.loading.record_names import name_fingerprints, named
from ingest.loading.spill_file import ArrowSpillFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.progress import Progress
    from ingest.checks.facts import Declared
    from ingest.files.bundle import Member
    from ingest.files.delimited import Block
    from ingest.files.rejects import Rejected
    from ingest.loading.refusals import Refusals
    from ingest.loading.report import LoadReport
    from ingest.readers.piece import Piece


@dataclass(slots=True)
class Staged:
    """Checked facts of one kind: tables in order, and a fingerprint of each name.

    A row's number counts through all tables.
    """

    spill_files: list[ArrowSpillFile] = field(default_factory=list)
    names: list[NDArray[np.uint64]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Number of facts."""
        return sum(spill_file.rows for spill_file in self.spill_files)

    def tables(self) -> Iterator[tuple[int, pa.Table]]:
        """Each table with the number of its first row."""
        start = 0
        for spill_file in self.spill_files:
            for table in spill_file.tables():
                yield start, table
                start += table.num_rows

    def rows_at(self, numbers: NDArray[np.int64]) -> pa.Table:
        """The rows of these ascending numbers."""
        import pyarrow as pa

        found = []
        for start, table in self.tables():
            low, high = np.searchsorted(numbers, (start, start + table.num_rows))
            if high > low:
                found.append(table.take(numbers[low:high] - start))
        return pa.concat_tables(found)


class Stage:
    """Reads and spills pieces; `take` returns what was read and resets."""

    def __init__(
        self,
        folder: Path,
        declared: Declared,
        report: LoadReport,
        refusals: Refusals,
        progress: Progress | None,
    ) -> None:
        self._folder = folder
        self._declared = declared
        self._report = report
        self._refusals = refusals
        self._progress = progress
        self._staged = Staged()
        self._count = 0

    def read(self, piece: Piece, member: Member | None) -> None:
        """Check a piece; nothing of it is kept when its file is wrong as a whole."""
        report = self._report.file(piece.file, piece.kind.name)
        self._count += 1
        spill_file = ArrowSpillFile(self._folder / f"{self._count}.arrow")
        names: list[NDArray[np.uint64]] = []
        unread: dict[str, None] = {}
        done, total = 0, member.size if member else 0

        def tell() -> None:
            if self._progress:
                self._progress(f"read {piece.file}", done, max(done, total))

        try:
            for block, found, refused in piece.checked(self._declared):
                self._refusals.origins(piece.kind, block)
                self._refusals.add(piece.kind, [*block.rejected, *refused])
                report.joined += block.joined
                unread |= dict.fromkeys(block.unread)
                self._remember(piece, block, refused)
                if found.num_rows:
                    table = named(piece.kind, found)
                    names.append(name_fingerprints(table))
                    spill_file.write(table)
                done += block.size
                tell()
        except FileFormatError as error:
            self._report.refuse(error, piece.kind.name)
            self._refusals.lost(piece.kind.name, piece.file)
            report.rejected = report.joined = 0
            spill_file.delete()
            return
        for column in unread:
            report.warn("column not read", column)
        done = max(done, total)  # blocks count rows only: a header is read, too
        tell()
        spill_file.finish()
        report.read = spill_file.rows + report.rejected + report.joined
        self._staged.spill_files.append(spill_file)
        self._staged.names += names

    def _remember(self, piece: Piece, block: Block, refused: list[Rejected]) -> None:
        column = piece.kind.tail.column if piece.kind.references else ""
        if (
            refused
            and piece.kind.form is Form.NODE
            and column in block.table.column_names
        ):
            places = np.searchsorted(block.rows, sorted({row.row for row in refused}))
            ids = block.table[column].take(places).to_pylist()
            self._refusals.remember(piece.kind, ids, piece.file)

    def take(self) -> Staged:
        """What was read since the last call."""
        staged, self._staged = self._staged, Staged()
        return staged
