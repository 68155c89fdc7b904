"""Columns as text of XML elements, a row at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.interchange.cells import xml, xml_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from graph.interchange.elements import Elements

ROWS = 50_000
"""Rows that are written at once."""


def type_name(data_type: pa.DataType) -> str:
    """What GraphML and GEXF call a column's type."""
    import pyarrow.types as t

    if t.is_boolean(data_type):
        return "boolean"
    if t.is_integer(data_type):
        return "long"
    if t.is_decimal(data_type) or t.is_floating(data_type):
        return "double"
    return "string"


def declared(parts: Iterable[Elements]) -> dict[str, str]:
    """Type of each attribute that some element has a value of, by name."""
    return {
        name: type_name(part.attributes.schema.field(name).type)
        for part in parts
        for name in part.attributes.column_names
        if part.attributes[name].null_count < len(part)
    }


def values_as_xml(table: pa.Table, form: str, names: Mapping[str, str]) -> pa.Array:
    """All values of each row, null left out, as one text a row, shape (rows,).

    Parameters
    ----------
    form
        An element with ``{name}`` and ``{value}``.
    names
        Columns that are written.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for name in names:
        if name in table.column_names:
            before, after = form.replace("{name}", xml(name)).split("{value}")
            texts = xml_texts(plain_texts(table[name].combine_chunks()))
            parts.append(surrounded(before, texts, after))
    if not parts:
        return pa.array([""] * table.num_rows, pa.string())
    return pc.binary_join_element_wise(*parts, "") if len(parts) > 1 else parts[0]


def surrounded(before: str, texts: pa.Array, after: str) -> pa.Array:
    """Each text between two others; nothing for null."""
    import pyarrow.compute as pc

    return pc.fill_null(pc.binary_join_element_wise(before, texts, after, ""), "")


def plain_texts(values: pa.Array) -> pa.Array:
    """Values as text: numbers without needless zeros, instants as RFC 3339."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if pa.types.is_timestamp(kind):
        coded = values.dictionary_encode()  # an instant stands in many rows
        texts = pc.strftime(coded.dictionary, format="%Y-%m-%dT%H:%M:%SZ")
        return texts.take(coded.indices)
    if pa.types.is_decimal(kind):
        return pc.replace_substring_regex(values.cast(pa.string()), r"\.?0+$", "")
    return values.cast(pa.string())


def days(moments: pa.Array) -> pa.Array:
    """The day of each instant in UTC as text."""
    import pyarrow as pa

    return (
        moments.cast(pa.timestamp("ms")).cast(pa.date32(), safe=False).cast(pa.string())
    )
