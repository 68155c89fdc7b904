"""Natural record names for rows without an id, and resolution of duplicate names.

A fact is named by ``(kind, source, record_id, valid_from)``. A node is its own record.
An edge or statement without `record_id` takes a natural name: the natural key of its
kind, and for events the moment. Several facts may share
that name; they are numbered in the order of their content, so that the order of the
rows means nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model import content_hashes
from graph.vocabulary import Form, Timing
from ingest.checks.facts import NATURAL
from ingest.loading.fingerprints import combined, fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from graph.vocabulary import Kind

_SHOWN = 4


def natural_names(kind: Kind, table: pa.Table) -> pa.Array:
    """Natural name of each row, as text.

    Examples
    --------
    >>> from graph.vocabulary import KINDS
    >>> ends = {"owner_id": ["a"], "asset_id": ["b"]}
    >>> natural_names(KINDS["ownership"], pa.table(ends)).to_pylist()
    ['a>b']
    """
    key = kind.natural_key
    texts = [pc.fill_null(table[name].cast(pa.string()), "") for name in key]
    joined = pc.binary_join_element_wise(*texts, ">").combine_chunks()
    if kind.timing is not Timing.EVENT:
        return joined
    moments = table["valid_from"].cast(pa.string()).combine_chunks()
    return pc.binary_join_element_wise(joined, moments, "@")


def named(kind: Kind, table: pa.Table) -> pa.Table:
    """The table with every `record_id` filled in, and which ones are natural.

    A reader that names records by its rows' texts says so itself.
    """
    if NATURAL in table.column_names:
        return table
    given = table["record_id"].combine_chunks()
    natural = pc.is_null(given)
    if pc.any(natural).as_py():
        names = pc.coalesce(given, natural_names(kind, table))
        place = table.schema.get_field_index("record_id")
        table = table.set_column(place, "record_id", names)
    if kind.form is Form.NODE:
        natural = pa.repeat(pa.scalar(value=False), table.num_rows)
    return table.append_column(NATURAL, natural)


def name_fingerprints(table: pa.Table) -> NDArray[np.uint64]:
    """Fingerprint of each row's full name, shape (rows,)."""
    return combined(
        fingerprints(table["source"].combine_chunks()),
        fingerprints(table["record_id"].combine_chunks()),
        table["valid_from"].to_numpy().view(np.uint64),
    )


@dataclass(slots=True)
class DuplicateResolution:
    """Decision on each row whose name is not unique in the load.

    Row numbers count through all tables of the load in order. `ordinals` numbers
    natural names beyond the first, `repeated` are rows that another one says, too,
    which was collected no earlier, and `disputed` maps each row to the places of all
    that name the same fact differently.
    """

    ordinals: dict[int, int] = field(default_factory=dict)
    repeated: list[int] = field(default_factory=list)
    disputed: dict[int, str] = field(default_factory=dict)


def resolve_duplicates(
    kind: Kind,
    names: NDArray[np.uint64],
    rows_at: Callable[[NDArray[np.int64]], pa.Table],
) -> DuplicateResolution:
    """Number, drop or reject the rows that share a name.

    Parameters
    ----------
    kind
        What the rows describe.
    names
        Fingerprint of each row's name, shape (rows,).
    rows_at
        Reads the rows of these ascending numbers.

    Notes
    -----
    O(rows log rows) on the fingerprints; texts are read of rows that share one only.
    """
    order = np.argsort(names, kind="stable")
    same = names[order][1:] == names[order][:-1]
    shared = np.zeros(len(names), dtype=np.bool_)
    shared[order[1:][same]] = True
    shared[order[:-1][same]] = True
    numbers = np.flatnonzero(shared)
    resolution = DuplicateResolution()
    if not numbers.size:
        return resolution
    table = rows_at(numbers)
    hashes = content_hashes(kind, table.drop_columns([NATURAL]))
    columns = (table[name].to_pylist() for name in _NAME_COLUMNS)
    groups: dict[tuple[Any, ...], list[_Row]] = defaultdict(list)
    rows = zip(numbers.tolist(), hashes.tolist(), *columns, strict=True)
    for number, content, collected, file, row, natural, *name in rows:
        said = _Row(number, content, collected, f"{file} row {row}", natural)
        groups[tuple(name)].append(said)
    for group in groups.values():
        _decide(kind, group, resolution)
    return resolution


_NAME_COLUMNS = (
    "collected_at",
    "file",
    "row",
    NATURAL,
    "source",
    "record_id",
    "valid_from",
)


class _Row(NamedTuple):
    number: int
    content: int
    collected_at: int
    place: str
    natural: bool


def _decide(kind: Kind, group: list[_Row], resolution: DuplicateResolution) -> None:
    if len(group) == 1:
        return
    natural = all(row.natural for row in group)
    contents = sorted({row.content for row in group})
    if natural and kind.timing is Timing.EVENT:
        # equal events are several events: they are numbered too
        order = sorted(group, key=lambda row: (row.content, row.number))
        for ordinal, row in enumerate(order[1:], start=2):
            resolution.ordinals[row.number] = ordinal
    elif len(contents) > 1 and not natural:
        shown = ", ".join(row.place for row in group[:_SHOWN])
        more = " ..." if len(group) > _SHOWN else ""
        resolution.disputed |= {row.number: shown + more for row in group}
    else:
        seen: set[int] = set()
        for row in sorted(group, key=lambda row: (-row.collected_at, row.number)):
            if row.content in seen:
                resolution.repeated.append(row.number)
            elif ordinal := contents.index(row.content):
                resolution.ordinals[row.number] = ordinal + 1
            seen.add(row.content)
