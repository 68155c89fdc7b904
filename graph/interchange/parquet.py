"""Facts as Parquet: one typed file per kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.interchange.typed import typed_facts, unit_of
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from graph.interchange.outgoing import Extract
    from graph.progress import Progress
    from graph.vocabulary import Kind


def write_parquet(
    extract: Extract, folder: Path, progress: Progress | None = None
) -> dict[str, int]:
    """Write ``<kind>.parquet`` for each kind that has facts; their number by kind.

    Columns are those of `graph.interchange.typed`, with their units in the metadata of
    each field; that of the schema names the kind and the instant.

    Parameters
    ----------
    folder
        There, and empty.
    """
    from pyarrow import parquet

    counts = {}
    for place, (name, facts) in enumerate(extract.facts.items(), 1):
        kind = KINDS[name]
        table = typed_facts(kind, facts)
        about = {"kind": name, **extract.at.to_dict()}
        schema = _with_units(kind, table.schema).with_metadata(
            {key: value or "" for key, value in about.items()}
        )
        parquet.write_table(table.cast(schema), folder / f"{name}.parquet")
        counts[name] = table.num_rows
        if progress:
            progress("write", place, len(extract.facts))
    return counts


def _with_units(kind: Kind, schema: pa.Schema) -> pa.Schema:
    units = {item.name: unit_of(item) for item in kind.properties}
    for place, item in enumerate(schema):
        if unit := units.get(item.name):
            schema = schema.set(place, item.with_metadata({"unit": unit}))
    return schema
