"""What a mapping says of single fields that no cell can be read by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.vocabulary import KINDS
from ingest.files.sheets.cells import CellKind
from ingest.mapping.field_values import fact_field, party_field
from ingest.mapping.values import unit_of
from ingest.mapping.values.currencies import currency_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.mapping.document import FieldRule, TableMapping
    from ingest.mapping.field_values import Field
    from ingest.mapping.values import Converted

_TEXT = np.array([CellKind.TEXT], np.uint8)


def field_faults(mapping: TableMapping) -> Iterator[str]:
    """Units that are none, and constants that no field of theirs can hold."""
    for role, party in mapping.parties.items():
        for name, rule in party.fields.items():
            yield from _faults(f"parties.{role}.{name}", party_field(role, name), rule)
    for kind, fact in mapping.facts.items():
        for name, rule in fact.fields.items():
            if kind in KINDS:
                yield from _faults(f"facts.{kind}.{name}", fact_field(kind, name), rule)


def _faults(place: str, field: Field, rule: FieldRule) -> Iterator[str]:
    if rule.unit is not None and not field.is_money:
        yield f"{place}.unit: is no amount, and counts nothing"
    elif rule.unit is not None and unit_of(rule.unit) is None:
        yield (
            f"{place}.unit: {rule.unit!r} is no unit; expected one such as 元, 万元, "
            "百万元, 亿元, RMB mn"
        )
    if rule.constant is not None:
        for fault in constant(field, rule).faults.values():
            told = f"{rule.constant!r} {fault.reason}; expected {fault.expected}"
            yield f"{place}.constant: {told}"


def constant(field: Field, rule: FieldRule) -> Converted:
    """A rule's constant, read as a cell of the field is."""
    return field.read(pa.array([rule.constant]), _TEXT, rule, head="", form=rule.format)


def currency_code(told: str) -> str:
    """The ISO 4217 code of a currency that a mapping names.

    Raises
    ------
    ValueError
        It is none.
    """
    code = currency_of(told)
    if code is None:
        raise ValueError(f"{told!r} is no currency; expected one such as CNY or USD")
    return code
