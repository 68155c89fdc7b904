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
    from collections.abc import Mapping

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
        digest.update(f"{name}\0".encode())
        for part in _canonical(column):
            digest.update(part)
    return digest.hexdigest()


def _canonical(column: pa.ChunkedArray) -> tuple[Any, ...]:
    """Buffers that are equal where the values are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_nested(column.type):
        texts = [
            None if item is None else json.dumps(item) for item in column.to_pylist()
        ]
        column = pa.chunked_array([pa.array(texts, pa.string())])
    elif pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        lengths = pc.fill_null(pc.binary_length(column), -1)
        joined = pc.fill_null(column, "").cast(pa.large_binary())
        return lengths.to_numpy().astype("<i8"), *map(_letters, joined.chunks)
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    stated = pc.is_valid(column).to_numpy().astype(np.uint8)
    plain = column.cast(pa.uint8()) if pa.types.is_boolean(column.type) else column
    values = pc.fill_null(plain, 0).to_numpy()
    if pa.types.is_floating(column.type):
        return stated, values.astype("<f8") + 0.0
    return stated, values.astype("<i8")


def _letters(texts: pa.Array) -> Any:
    """The bytes of all texts of an array without nulls, one after the other."""
    _, offsets, data = texts.buffers()
    if data is None:
        return b""
    bounds = np.frombuffer(offsets, np.int64, len(texts) + 1, texts.offset * 8)
    return memoryview(data)[int(bounds[0]) : int(bounds[-1])]
