"""Facts of one instant as the CSV files that ``neo4j-admin database import`` loads.

Labels, types and properties are called as in the store of `graph.stores.neo4j`, without
its history: a node is described by itself, and nothing has a recorded time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.interchange.cells import escaped_texts
from graph.interchange.markup import ROWS, plain_texts
from graph.interchange.typed import typed_facts
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from graph.interchange.outgoing import Extract
    from graph.progress import Progress
    from graph.vocabulary import Kind, Reference

ARGUMENTS = "import.args"
"""File with the command's arguments, which takes it as ``@import.args``."""


def write_neo4j_admin(
    extract: Extract, folder: Path, progress: Progress | None = None
) -> dict[str, int]:
    """Write a file per label and per relationship type; rows by file.

    Also the arguments of the command, which is then run in the folder::

        neo4j-admin database import full neo4j @import.args

    Text that a spreadsheet would take for a formula begins with an apostrophe, ids too,
    wherever they stand.

    Parameters
    ----------
    folder
        There, and empty.
    """
    counts: dict[str, int] = {}
    arguments = ["--multiline-fields=true"]
    for place, (name, facts) in enumerate(extract.facts.items(), 1):
        kind = KINDS[name]
        typed = typed_facts(kind, facts)
        if kind.form is Form.EDGE:
            counts[name] = _write(folder, name, typed, _edge_header(kind, typed))
            arguments.append(f"--relationships={kind.cypher}=./{name}.csv")
        else:
            typed = typed.append_column("number", _numbers(typed.num_rows))
            counts[name] = _write(folder, name, typed, _node_header(kind, typed))
            arguments.append(f"--nodes={kind.cypher}=./{name}.csv")
            for item in kind.references[kind.form is Form.NODE :]:
                tied = typed.filter(typed[item.column].is_valid())
                if tied.num_rows:
                    file = f"{name}_{item.name}"
                    header = _tie_header(kind, item)
                    counts[file] = _write(folder, file, tied, header)
                    kind_of_tie = item.name.upper()
                    arguments.append(f"--relationships={kind_of_tie}=./{file}.csv")
        if progress:
            progress("write", place, len(extract.facts))
    lines = "".join(f"{argument}\n" for argument in arguments)
    (folder / ARGUMENTS).write_text(lines, encoding="utf-8")
    return counts


Header = list[tuple[str, str]]
"""Columns of a file: what stands in the header, and the column that it is read from."""


def _node_header(kind: Kind, typed: pa.Table) -> Header:
    if kind.form is Form.NODE:
        own = kind.tail.column
        named = (f"{own}:ID({kind.name})", own)
    else:
        own = ""
        named = (f":ID({kind.name})", "number")
    ends = {item.column for item in kind.references}
    return [named, *_properties(typed, leaving={"number", *ends})]


def _edge_header(kind: Kind, typed: pa.Table) -> Header:
    start, end = kind.tail, kind.head
    return [
        (f":START_ID({start.node_kind})", start.column),
        *_properties(typed, leaving={start.column, end.column}),
        (f":END_ID({end.node_kind})", end.column),
    ]


def _tie_header(kind: Kind, item: Reference) -> Header:
    own = kind.tail.column if kind.form is Form.NODE else "number"
    start = (f":START_ID({kind.name})", own)
    return [start, (f":END_ID({item.node_kind})", item.column)]


def _properties(typed: pa.Table, leaving: set[str]) -> Header:
    """Properties with their types; those that nobody states are left out."""
    return [
        (f"{item.name}:{_type_name(item.type)}", item.name)
        for item in typed.schema
        if item.name not in leaving and typed[item.name].null_count < typed.num_rows
    ]


def _type_name(data_type: pa.DataType) -> str:
    import pyarrow.types as t

    if t.is_date(data_type):
        return "date"
    if t.is_timestamp(data_type):
        return "datetime"
    if t.is_boolean(data_type):
        return "boolean"
    if t.is_integer(data_type):
        return "long"
    return "string" if t.is_string(data_type) else "double"


def _numbers(count: int) -> pa.Array:
    """Ids of nodes that have none of their own."""
    import pyarrow as pa

    return pa.array(range(count), pa.int64())


def _write(folder: Path, name: str, typed: pa.Table, header: Header) -> int:
    import pyarrow as pa
    from pyarrow import csv

    count = 0
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    with (folder / f"{name}.csv").open("wb") as stream:
        stream.write((",".join(title for title, _ in header) + "\n").encode())
        for start in range(0, typed.num_rows, ROWS):
            part = typed.slice(start, ROWS)
            columns = [_cells(part[column]) for _, column in header]
            names = [str(place) for place in range(len(header))]
            csv.write_csv(pa.table(columns, names), stream, options)
            count += part.num_rows
    return count


def _cells(column: pa.ChunkedArray) -> pa.Array:
    """Text cells escaped; others as they are, or as plain numbers and instants."""
    import pyarrow as pa

    values = column.combine_chunks()
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks)
    if pa.types.is_string(values.type):
        return escaped_texts(values)
    if pa.types.is_decimal(values.type) or pa.types.is_timestamp(values.type):
        return plain_texts(values)
    return values
