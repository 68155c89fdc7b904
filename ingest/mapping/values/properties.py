"""Values of properties that are read alike in every column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.vocabulary import PropertyType
from ingest.mapping.values.codes import codes, flags
from ingest.mapping.values.currencies import currencies
from ingest.mapping.values.quantities import numbers
from ingest.mapping.values.wordings import names, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from graph.vocabulary import Property
    from ingest.mapping.values.outcome import Converted, Kinds


def of_property(
    item: Property,
    texts: pa.StringArray,
    kinds: Kinds,
    values: Mapping[str, str] | None = None,
) -> Converted:
    """Codes, flags, numbers and texts; neither amounts, shares, days nor ids.

    Parameters
    ----------
    texts, kinds
        Shape (rows,). Null where a cell is empty.
    values
        The mapping's own words.
    """
    match item.type:
        case PropertyType.CODE:
            return codes(texts, kinds, item, values)
        case PropertyType.BOOLEAN:
            return flags(texts, kinds, values)
        case PropertyType.INTEGER | PropertyType.NUMBER:
            whole = item.type is PropertyType.INTEGER
            return numbers(texts, kinds, whole=whole)
    if item.name == "currency":
        return currencies(texts, kinds, values)
    return names(texts, kinds) if item.name == "name" else wordings(texts, kinds)
