"""FinBench files as blocks of the vocabulary's fields, still in text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ingest.errors import FileFormatError
from ingest.files.delimited import DelimitedFile, Origin
from ingest.readers.finbench_tables import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ingest.files.bundle import Member
    from ingest.files.delimited import Block
    from ingest.readers.finbench_tables import Cell

_MILLISECONDS = r"^-?[0-9]{1,14}$"
_NAIVE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9:]{8}(\.[0-9]{1,9})?)$"

_OF_DRIVERS = {
    "dependencytime",
    "dependentdate",
    "starttime",
    "endtime",
    "truncation_limit",
    "truncation_order",
    "amount_threshold",
    "ratio_threshold",
}
"""Columns for the benchmark's driver, which say nothing of the world."""


def mapped_blocks(
    member: Member,
    cells: Mapping[str, Cell],
    constants: Mapping[str, str] | None = None,
) -> Iterator[Block]:
    """The rows of a file with the vocabulary's names.

    Raises
    ------
    FileFormatError
        A column that the rows cannot do without is missing.
    """
    file = DelimitedFile(member, delimiter="|", quoted=False)
    names = file.header()
    found = columns_of(file.name, names, cells)
    read = {*found.values(), *(name for name in names if name.lower() in _OF_DRIVERS)}
    unread = tuple(name for name in names if name not in read)
    for block in file.blocks():
        size = block.table.num_rows
        origins = {
            name: Origin(
                column, block.table[column].combine_chunks(), cells[name].scheme
            )
            for name, column in found.items()
        }
        columns = {
            name: _cell(cells[name], origin.texts) for name, origin in origins.items()
        }
        columns |= {
            name: pa.repeat(pa.scalar(text), size)
            for name, text in (constants or {}).items()
        }
        yield replace(block, table=pa.table(columns), origins=origins, unread=unread)


def columns_of(
    file: str, names: Sequence[str], cells: Mapping[str, Cell]
) -> dict[str, str]:
    """The file's own column of each field that it has, in any case.

    Raises
    ------
    FileFormatError
        Required ones are missing.
    """
    spelt: dict[str, str] = {}
    for name in names:
        spelt.setdefault(name.lower(), name)
    found = {}
    for field, cell in cells.items():
        own = [spelt[name.lower()] for name in cell.names if name.lower() in spelt]
        if own:
            found[field] = own[0]
    missing = [
        cell.names[0]
        for field, cell in cells.items()
        if cell.required and field not in found
    ]
    if missing:
        shown = ", ".join(map(repr, dict.fromkeys(missing)))
        raise FileFormatError(
            file, f"lacks the columns: {shown}", "the columns of LDBC FinBench"
        )
    return found


def _cell(cell: Cell, texts: pa.Array) -> pa.Array:
    if cell.scheme:
        return pc.binary_join_element_wise(cell.scheme, texts, "")
    if cell.shape is Shape.TEXT:
        return texts
    moments = utc_text(texts)
    if cell.shape is Shape.DAY:
        return pc.replace_substring_regex(moments, r"^(.{10})T00:00:00(\.0+)?Z$", r"\1")
    return moments


def utc_text(texts: pa.Array) -> pa.Array:
    """Naive UTC texts and milliseconds since 1970 as RFC 3339; the rest unchanged."""
    numeric = pc.fill_null(pc.match_substring_regex(texts, _MILLISECONDS), False)  # noqa: FBT003 - Arrow's own signature
    if pc.any(numeric).as_py():
        numbers = pc.if_else(numeric, texts, pa.scalar(None, pa.string()))
        moments = numbers.cast(pa.int64()).cast(pa.timestamp("ms"))
        written = pc.strftime(moments, format="%Y-%m-%dT%H:%M:%SZ")
        texts = pc.coalesce(written, texts)
    return pc.replace_substring_regex(texts, _NAIVE, r"\1T\2Z")
