"""Facts in bulk and one by one: the Arrow batch, its identity and its record.

A fact is named by ``(kind, source, record_id, valid_from)``. Its content is its
ends, properties and `valid_to`; `collected_at`, `file` and `row` say where it was
seen and are not content.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.instant import At
from graph.vocabulary import Kind, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_INTEGER_TYPES = {
    PropertyType.INTEGER,
    PropertyType.MONEY,
    PropertyType.SHARE,
    PropertyType.DATE,
    PropertyType.INSTANT,
}
_SEPARATOR = "\x1f"
_ABSENT = "\x00"


def arrow_type(property_type: PropertyType) -> pa.DataType:
    """Arrow type of a property in batches."""
    import pyarrow as pa

    if property_type in _INTEGER_TYPES:
        return pa.int64()
    if property_type is PropertyType.NUMBER:
        return pa.float64()
    if property_type is PropertyType.BOOLEAN:
        return pa.bool_()
    return pa.string()


def batch_schema(kind: Kind) -> pa.Schema:
    """Columns of a batch: references, properties, provenance and valid time.

    Reference columns hold ids as text. `valid_from` is never null (the start of an
    unknown period is `graph.instant.BEGINNING`), nor are `source`, `record_id` and
    `collected_at`.
    """
    import pyarrow as pa

    return pa.schema(
        [
            *(
                pa.field(item.column, pa.string(), nullable=not item.required)
                for item in kind.references
            ),
            *(pa.field(item.name, arrow_type(item.type)) for item in kind.properties),
            pa.field("source", pa.string(), nullable=False),
            pa.field("record_id", pa.string(), nullable=False),
            pa.field("valid_from", pa.int64(), nullable=False),
            pa.field("valid_to", pa.int64()),
            pa.field("collected_at", pa.int64(), nullable=False),
            pa.field("file", pa.string()),
            pa.field("row", pa.int64()),
        ]
    )


@dataclass(frozen=True, slots=True)
class FactBatch:
    """Up to 50,000 facts of one kind, written as a whole or not at all.

    `table` has the columns of `batch_schema(kind)` in that order.
    """

    LIMIT = 50_000

    kind: Kind
    table: pa.Table

    def __post_init__(self) -> None:
        expected = batch_schema(self.kind)
        if self.table.schema.names != expected.names:
            raise ValueError(
                f"a batch of {self.kind.name} needs the columns {expected.names}, "
                f"not {self.table.schema.names}"
            )
        if self.table.num_rows > self.LIMIT:
            raise ValueError(f"a batch holds at most {self.LIMIT} facts")


def content_hashes(kind: Kind, table: pa.Table) -> NDArray[np.int64]:
    """Hash of the content of each row of a table with the columns of a batch.

    Shape (rows,). Only versions of one record are ever compared, so that 64 bits
    leave no practical chance of a missed correction. O(cells).
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    n = table.num_rows
    if not n:
        return np.empty(0, np.int64)
    columns = [
        _ABSENT
        if table[name].null_count == n
        else pc.fill_null(pc.cast(table[name], pa.string()), _ABSENT)
        for name in kind.content_columns
    ]
    joined = pc.binary_join_element_wise(*columns, _SEPARATOR)
    contents = joined.cast(pa.binary()).to_pylist()
    digests = b"".join([blake2b(text, digest_size=8).digest() for text in contents])
    return np.frombuffer(digests, dtype=np.int64)


class Fact(NamedTuple):
    """One version of one fact, as a store or a snapshot returns it.

    A tuple: a page makes ten thousand, a frozen dataclass in three times the time.

    `references` maps reference names to ids; `properties` holds stored values
    (`PropertyType` tells their units); the four times are UTC milliseconds. What a
    snapshot does not keep is None: recorded time, `collected_at`, `file` and `row`.
    """

    kind: Kind
    source: str
    record_id: str
    references: Mapping[str, str | None]
    properties: Mapping[str, Any]
    valid_from: int
    valid_to: int | None
    recorded_from: int | None
    recorded_to: int | None
    collected_at: int | None
    file: str | None = None
    row: int | None = None

    @property
    def subject_id(self) -> str:
        """Id of the node that this fact describes or starts from."""
        return self.references[self.kind.tail.name] or ""


def facts_of(kind: Kind, table: pa.Table) -> list[Fact]:
    """Rows of a table as `select` returns it, as records."""
    n = table.num_rows
    ends = [item.name for item in kind.references]
    stated = [p.name for p in kind.properties if table[p.name].null_count < n]
    rows = zip(
        _rows(table, ("source", "record_id")),
        _rows(table, [item.column for item in kind.references]),
        _rows(table, stated),
        _rows(table, _SEEN),
        strict=True,
    )
    return [
        Fact(
            kind,
            source,
            record_id,
            dict(zip(ends, ids, strict=True)),
            {
                name: value
                for name, value in zip(stated, values, strict=True)
                if value is not None
            },
            *seen,
        )
        for (source, record_id), ids, values, seen in rows
    ]


_SEEN = (
    "valid_from",
    "valid_to",
    "recorded_from",
    "recorded_to",
    "collected_at",
    "file",
    "row",
)
"""The last fields of a `Fact`, in order."""


def _rows(table: pa.Table, names: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """The values of some columns, row by row; null is None."""
    if not names:
        return repeat((), table.num_rows)
    return zip(*(_values(table[name]) for name in names), strict=True)


def _values(column: pa.ChunkedArray) -> list[Any]:
    """A column as Python values, several times faster than `to_pylist`."""
    import pyarrow as pa

    if column.null_count == len(column):
        return [None] * len(column)
    values: list[Any]
    if column.null_count and not pa.types.is_string(column.type):
        values = column.to_pylist()  # NumPy has no null for numbers
    else:
        values = column.to_numpy(zero_copy_only=False).tolist()
    return values


@dataclass(frozen=True, slots=True)
class AppendReport:
    """What became of the rows of a batch; the counts add up to its size."""

    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    stale: int = 0
    confirmed: int = 0
    sequence: int = 0

    def __add__(self, other: AppendReport) -> AppendReport:
        return AppendReport(
            self.added + other.added,
            self.corrected + other.corrected,
            self.unchanged + other.unchanged,
            self.stale + other.stale,
            self.confirmed + other.confirmed,
            max(self.sequence, other.sequence),
        )


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A party found by name or number.

    Attributes
    ----------
    matched, matched_in
        The text that matched, and the column that states it.
    city, number
        What tells namesakes apart; the unified credit code, else the LEI.
    ended_on
        The last day on which one that ended was there.
    """

    party_id: str
    party_type: str
    name: str
    name_en: str | None
    matched: str
    matched_in: str
    city: str | None = None
    number: str | None = None
    ended_on: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A set of findings: which analysis of which snapshot wrote them, and when."""

    run_id: str
    analysis: str
    snapshot_id: str
    created_at: int
    receipt: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publication:
    """The snapshot whose findings a store shows, and how anybody builds it again.

    Attributes
    ----------
    snapshot_id
        What a build of the store at this instant in this currency must give.
    as_of, known_at
        The instant, UTC milliseconds.
    sequence
        Number of the store's last commit when it was published; later ones tell how
        far behind it is.
    published_at
        UTC milliseconds; tells publications of one snapshot apart.
    """

    snapshot_id: str
    as_of: int
    known_at: int
    reporting_currency: str
    sequence: int
    published_at: int

    @property
    def at(self) -> At:
        """The instant."""
        return At(self.as_of, self.known_at)
