"""Digests over everything that a commit or a table of findings wrote.

They are kept beside what they speak of, and computed again by `Store.check`. Columns
without any value are left out, so that a kind that gets a new property later keeps its
digests.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.model import batch_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.vocabulary import Kind

_BYTES = 16


def _nothing() -> NDArray[np.int64]:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit's own row: its place, its instant, and how much of one kind it wrote.

    `first_fact_no` is that of the versions added, which are numbered on from there;
    None where none were.
    """

    sequence: int
    recorded_at: int
    kind: str
    first_fact_no: int | None
    added: int
    closed: int
    confirmed: int


@dataclass(slots=True)
class Written:
    """What a commit wrote: versions added, closed and confirmed.

    Attributes
    ----------
    rows
        `rows_digest` of the versions added, in the order of their numbers.
    closed
        Numbers of the versions closed, ascending.
    confirmed, collected_at
        Numbers of the versions confirmed, ascending, and when each was collected.
    """

    rows: str = ""
    closed: NDArray[np.int64] = field(default_factory=_nothing)
    confirmed: NDArray[np.int64] = field(default_factory=_nothing)
    collected_at: NDArray[np.int64] = field(default_factory=_nothing)


def commit_digest(former: str | None, commit: Commit, written: Written) -> str:
    """Digest of a commit and of its place behind another one.

    Parameters
    ----------
    former
        Digest of the commit before; of the first one the id of the store. None where a
        release wrote it that kept none.
    """
    digest = blake2b(digest_size=_BYTES)
    head = [former, *astuple(commit), written.rows]
    digest.update(json.dumps(head).encode())
    for numbers in (written.closed, written.confirmed, written.collected_at):
        digest.update(numbers.size.to_bytes(8, "little"))
        digest.update(numbers.astype("<i8").tobytes())
    return digest.hexdigest()


def rows_digest(kind: Kind, table: pa.Table, content_hashes: NDArray[np.int64]) -> str:
    """Digest of versions with the columns of a batch, as they were first written.

    Parameters
    ----------
    content_hashes
        As kept beside the versions, shape (rows,).
    """
    import pyarrow as pa

    whole = table.cast(batch_schema(kind))
    hashes = pa.array(np.ascontiguousarray(content_hashes))
    return table_digest(whole.append_column("content_hash", hashes))


def record_digest(values: Mapping[str, Any]) -> str:
    """Digest of a record of plain values, whatever the order of its names."""
    return bytes_digest(json.dumps(values, sort_keys=True).encode())


def bytes_digest(data: bytes) -> str:
    """Digest of bytes, such as a key of the ledger."""
    return blake2b(data, digest_size=_BYTES).hexdigest()


def table_digest(table: pa.Table) -> str:
    """Digest of the names and values of a table's columns, in order.

    Equal values give an equal digest however they lie in memory: in chunks, with
    leftovers behind nulls, 0.0 for -0.0. Not a number is a null, and nested values are
    their JSON, since stores keep them so. O(bytes).
    """
    digest = blake2b(digest_size=_BYTES)
    digest.update(table.num_rows.to_bytes(8, "little"))
    for name, column in zip(table.column_names, table.columns, strict=True):
        if column.null_count == len(column):
            continue
        values = _plain(column)
        if values.null_count == len(values):
            continue
        digest.update(f"{name}\0{values.null_count}\0".encode())
        for part in _canonical(values):
            digest.update(part)
    return digest.hexdigest()


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece, nested values as JSON and not a number as null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chunks = column.chunks
    whole = chunks[0] if len(chunks) == 1 else pa.concat_arrays(chunks)
    if pa.types.is_nested(whole.type):
        texts = [v if v is None else json.dumps(v) for v in whole.to_pylist()]
        return pa.array(texts, pa.string())
    if pa.types.is_dictionary(whole.type):
        return whole.cast(whole.type.value_type)
    if pa.types.is_boolean(whole.type):
        return whole.cast(pa.uint8())
    if pa.types.is_floating(whole.type):
        return pc.if_else(pc.is_nan(whole), None, whole)
    return whole


def _canonical(values: pa.Array) -> Iterator[Any]:
    """Buffers that are equal where the values are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if values.null_count:
        yield np.asarray(pc.is_valid(values)).astype(np.uint8)
        values = pc.fill_null(values, "" if _is_text(values.type) else 0)
    if _is_text(values.type):
        wide = pa.types.is_large_string(values.type)
        width = np.dtype(np.int64 if wide else np.int32)
        _, offsets, data = values.buffers()
        start = values.offset * width.itemsize
        bounds = np.frombuffer(offsets, width, len(values) + 1, start)
        yield np.diff(bounds).astype("<i4")
        yield memoryview(data or b"")[int(bounds[0]) : int(bounds[-1])]
    elif pa.types.is_floating(values.type):
        yield values.to_numpy().astype("<f8") + 0.0
    else:
        yield values.to_numpy().astype("<i8")


def _is_text(arrow_type: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(arrow_type) or pa.types.is_large_string(arrow_type))
