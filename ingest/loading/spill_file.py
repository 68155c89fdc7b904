"""Arrow IPC file that holds a file's checked facts until the load writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class ArrowSpillFile:
    """Append-only file of Arrow tables that can be read several times."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pa.RecordBatchFileWriter | None = None
        self.rows = 0

    def write(self, table: pa.Table) -> None:
        """Add a table; all have the same columns."""
        if self._writer is None:
            self._writer = pa.ipc.new_file(self._path, table.schema)
        # one record batch, so that reading gives back what was written
        self._writer.write_table(table.combine_chunks())
        self.rows += table.num_rows

    def finish(self) -> None:
        """End the writing."""
        if self._writer is not None:
            self._writer.close()

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The tables as they were written, or some of their columns."""
        if self._writer is None:
            return
        with pa.OSFile(str(self._path)) as stream:
            reader = pa.ipc.open_file(stream)
            places = (
                None
                if columns is None
                else [reader.schema.get_field_index(name) for name in columns]
            )
            options = pa.ipc.IpcReadOptions(included_fields=places, use_threads=False)
            reader = pa.ipc.open_file(stream, options=options)
            for place in range(reader.num_record_batches):
                yield pa.Table.from_batches([reader.get_batch(place)])

    def delete(self) -> None:
        """Free the disk."""
        self.finish()
        self._path.unlink(missing_ok=True)
