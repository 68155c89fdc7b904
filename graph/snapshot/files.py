"""Tables as uncompressed Arrow files of one record batch, mapped into memory."""

from __future__ import annotations

import io
from hashlib import blake2b
from typing import TYPE_CHECKING, Protocol

from graph.errors import SnapshotCorruptError
from graph.snapshot.manifest import DIGEST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyarrow as pa
    from typing_extensions import Buffer

SUFFIX = ".arrow"


class _HashSink(io.RawIOBase):
    """A file that keeps nothing but the hash of what is written."""

    def __init__(self) -> None:
        self.hash = blake2b(digest_size=DIGEST_BYTES)

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        view = memoryview(data)
        self.hash.update(view)
        return view.nbytes


def one_batch(table: pa.Table) -> pa.Table:
    """The same rows in one record batch whose bytes depend on the values only."""
    import pyarrow as pa

    columns = [
        column.chunk(0)
        if column.num_chunks == 1
        else pa.concat_arrays(column.chunks)
        if column.num_chunks
        else pa.array([], column.type)
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def digest_of(table: pa.Table) -> str:
    """Hash of the file that `write_table` would write."""
    import pyarrow as pa

    sink = _HashSink()
    with pa.PythonFile(sink, mode="w") as file:
        _write(table, file)
    return sink.hash.hexdigest()


def write_table(table: pa.Table, path: Path) -> None:
    """Write the file anew."""
    import pyarrow as pa

    with pa.OSFile(str(path), "wb") as file:
        _write(table, file)


def _write(table: pa.Table, file: pa.NativeFile) -> None:
    import pyarrow as pa

    with pa.ipc.new_file(file, table.schema) as writer:
        writer.write_batch(
            pa.RecordBatch.from_arrays(
                [column.chunk(0) for column in table.columns], schema=table.schema
            )
        )


class Tables(Protocol):
    """Tables by name."""

    def __getitem__(self, name: str) -> pa.Table:
        """The table of that name."""

    def verify(self) -> None:
        """Compare every table with its hash; `SnapshotCorruptError` if one differs."""


class HeldTables:
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
            _compare(name, digest_of(self._tables[name]), expected)


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
            return pa.Table.from_batches([reader.get_batch(0)])
        except (OSError, pa.ArrowException, ValueError) as error:
            raise SnapshotCorruptError(str(path), str(error)) from error

    def verify(self) -> None:
        """Compare every file with its hash.

        Raises
        ------
        SnapshotCorruptError
            A file is missing or was altered.
        """
        for name, expected in self._files.items():
            path = self._directory / (name + SUFFIX)
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
