"""Tables as memory-mapped, uncompressed Arrow files of one record batch."""

from __future__ import annotations

import io
from contextlib import nullcontext
from hashlib import blake2b
from typing import TYPE_CHECKING, BinaryIO, Protocol

from graph.errors import SnapshotCorruptError
from graph.snapshot.arrays import nulls, single_chunk
from graph.snapshot.manifest import DIGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa
    from typing_extensions import Buffer

SUFFIX = ".arrow"
_SCHEMA = b"schema"
"""Metadata of a file: the schema of its table, from before nulls were left out."""


class _HashedFile(io.RawIOBase):
    """Hashes what is written, and hands it on to a file if there is one."""

    def __init__(self, file: BinaryIO | None) -> None:
        self.hash = blake2b(digest_size=DIGEST_BYTES)
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        view = memoryview(data)
        self.hash.update(view)
        if self._file is not None:
            self._file.write(view)
        return view.nbytes


def one_batch(table: pa.Table) -> pa.Table:
    """The same rows in one record batch whose bytes depend on the values only."""
    import pyarrow as pa

    columns = [single_chunk(table, name) for name in table.column_names]
    return pa.Table.from_arrays(columns, names=table.column_names)


def write_table(table: pa.Table, path: Path | None = None) -> str:
    """Write the file of a table of `one_batch` anew, or nowhere; its hash."""
    import pyarrow as pa

    batch = _without_nulls(table)
    with nullcontext() if path is None else path.open("wb") as file:
        sink = _HashedFile(file)
        with (
            pa.PythonFile(sink, mode="w") as target,
            pa.ipc.new_file(target, batch.schema) as writer,
        ):
            writer.write_batch(batch)
    return sink.hash.hexdigest()


def _without_nulls(table: pa.Table) -> pa.RecordBatch:
    """The batch of a file: columns that are null throughout take no room in it."""
    import pyarrow as pa

    n = table.num_rows
    columns = [
        pa.nulls(n) if n and column.null_count == n else column.chunk(0)
        for column in table.columns
    ]
    metadata = None
    if any(pa.types.is_null(column.type) for column in columns):
        metadata = {_SCHEMA: table.schema.serialize().to_pybytes()}
    return pa.RecordBatch.from_arrays(columns, table.column_names, metadata=metadata)


def _with_nulls(batch: pa.RecordBatch) -> pa.Table:
    """The table whose batch `_without_nulls` made."""
    import pyarrow as pa

    if batch.schema.metadata is None:
        return pa.Table.from_batches([batch])
    schema = pa.ipc.read_schema(pa.py_buffer(batch.schema.metadata[_SCHEMA]))
    columns = [
        nulls(batch.num_rows, field.type) if pa.types.is_null(column.type) else column
        for column, field in zip(batch.columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)


class Tables(Protocol):
    """Tables by name."""

    def __getitem__(self, name: str) -> pa.Table:
        """The table of that name."""

    def verify(self) -> None:
        """Compare every table with its hash; `SnapshotCorruptError` if one differs."""


class MemoryTables:
    """Tables of a snapshot that was built in this process."""

    def __init__(
        self, tables: Mapping[str, pa.Table], files: Mapping[str, str]
    ) -> None:
        self._tables = tables
        self._files = files

    def __getitem__(self, name: str) -> pa.Table:
        """The table of that name."""
        return self._tables[name]

    def verify(self) -> None:
        """Hash every table again."""
        for name, expected in self._files.items():
            _compare(name, write_table(self._tables[name]), expected)


class MappedTables:
    """Tables of a directory by name, mapped when first asked for."""

    def __init__(self, directory: Path, files: Mapping[str, str]) -> None:
        self._directory = directory
        self._files = files
        self._tables: dict[str, pa.Table] = {}

    def __getitem__(self, name: str) -> pa.Table:
        """The table of that name.

        Raises
        ------
        SnapshotCorruptError
            Its file is missing or no Arrow file of one record batch.
        """
        found = self._tables.get(name)
        if found is None:
            found = self._tables[name] = self._open(name)
        return found

    def _open(self, name: str) -> pa.Table:
        import pyarrow as pa

        path = self._directory / (name + SUFFIX)
        try:
            reader = pa.ipc.open_file(pa.memory_map(str(path)))
            return _with_nulls(reader.get_batch(0))
        except (OSError, pa.ArrowException, ValueError, KeyError) as error:
            raise SnapshotCorruptError(str(path), str(error)) from error

    def verify(self) -> None:
        """Compare every file with its hash.

        Raises
        ------
        SnapshotCorruptError
            A file is missing or was altered.
        """
        verify_files(self._directory, self._files)


def verify_files(directory: Path, files: Mapping[str, str]) -> None:
    """Compare files with their hashes, read a megabyte at a time.

    Raises
    ------
    SnapshotCorruptError
        A file is missing or was altered.
    """
    for name, expected in files.items():
        path = directory / (name + SUFFIX)
        try:
            found = _file_digest(path)
        except OSError as error:
            raise SnapshotCorruptError(str(path), str(error)) from error
        _compare(str(path), found, expected)


def _file_digest(path: Path) -> str:
    hashed = blake2b(digest_size=DIGEST_BYTES)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


def _compare(file: str, found: str, expected: str) -> None:
    if found != expected:
        raise SnapshotCorruptError(
            file, f"its hash is {found}, the manifest says {expected}"
        )
