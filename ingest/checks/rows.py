"""Why a row is refused: a model per kind, built from the vocabulary.

Columns are checked at once (`ingest.checks.columns`); only rows that fail come here,
so that each fault is named with its column, its value and what was expected instead.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    create_model,
)
from pydantic_core import PydanticCustomError

from graph.vocabulary import Property, PropertyType, Timing
from ingest.checks import cells
from ingest.checks.patterns import INSTANT_EXPECTED, expected_text, is_currency

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.vocabulary import Kind

_CHECKS: dict[PropertyType, Callable[[Property, str], str | None]] = {
    PropertyType.TEXT: lambda _, text: cells.text_fault(text),
    PropertyType.IDS: lambda _, text: cells.text_fault(text),
    PropertyType.CODE: cells.code_fault,
    PropertyType.BOOLEAN: lambda _, text: cells.boolean_fault(text),
    PropertyType.INTEGER: cells.integer_fault,
    PropertyType.NUMBER: cells.number_fault,
    PropertyType.SHARE: lambda _, text: cells.share_fault(text),
    PropertyType.DATE: lambda _, text: cells.date_fault(text),
    PropertyType.INSTANT: lambda _, text: cells.instant_fault(text),
}


class Fault(NamedTuple):
    """What is wrong with one cell, and what it should be."""

    column: str
    reason: str
    expected: str


def explain(
    kind: Kind, row: Mapping[str, str | None], currency: str | None
) -> list[Fault]:
    """Faults of a row, by column.

    Parameters
    ----------
    kind
        What the row describes.
    row
        Text of each column; absent columns count as empty.
    currency
        Currency of amounts in rows that name none.
    """
    try:
        row_model(kind).model_validate(dict(row), context={"currency": currency})
    except ValidationError as error:
        return [
            Fault(str(item["loc"][0]), item["msg"], item["ctx"]["expected"])
            for item in error.errors()
        ]
    return []


@cache
def row_model(kind: Kind) -> type[BaseModel]:
    """Model of one row of a kind's file; every cell is text or absent."""
    fields: dict[str, Any] = {}
    for item in sorted(kind.properties, key=lambda item: not is_currency(item)):
        check = _money_cell if item.type is PropertyType.MONEY else _property_cell
        fields[item.name] = partial(check, item)
    for place, reference in enumerate(kind.references):
        own = kind.name == "party" and place == 0
        fields[reference.column] = partial(
            _id_cell, required=reference.required, checked=own
        )
    fields["source"] = fields["record_id"] = partial(
        _id_cell, required=False, checked=False
    )
    timed = kind.timing is not Timing.STATE
    fields[kind.timing.value] = partial(_time_cell, required=timed)
    fields["collected_at"] = fields["valid_to"] = partial(_time_cell, required=False)
    definitions: dict[str, Any] = {
        name: (Annotated[str | None, AfterValidator(check)], None)
        for name, check in fields.items()
    }
    return create_model(
        f"{kind.name}_row",
        __config__=ConfigDict(extra="ignore", validate_default=True),
        **definitions,
    )


def _property_cell(item: Property, text: str | None) -> str | None:
    if text is None:
        if item.required:
            raise _refused("is empty", expected_text(item))
        return None
    if is_currency(item):
        reason = cells.currency_fault(text)
    elif item.name in cells.IDENTIFIERS:
        reason = cells.IDENTIFIERS[item.name](text)
    else:
        reason = _CHECKS[item.type](item, text)
    if reason:
        raise _refused(reason, expected_text(item))
    return text


def _money_cell(item: Property, text: str | None, info: ValidationInfo) -> str | None:
    if text is None:
        return _property_cell(item, text)
    default = (info.context or {}).get("currency")
    if "currency" not in info.data:  # the currency itself was refused
        return text
    currency = info.data["currency"] or default
    if currency is None:
        raise _refused("has no currency", "a code in the column currency")
    if reason := cells.money_fault(item, text, currency):
        raise _refused(reason, expected_text(item))
    return text


def _id_cell(text: str | None, *, required: bool, checked: bool) -> str | None:
    if text is None:
        if required:
            raise _refused("is empty", "an id")
        return None
    if reason := cells.id_fault(text):
        raise _refused(reason, "an id of at most 512 characters, no space around it")
    scheme, _, body = text.partition(":")
    if checked and scheme in cells.IDENTIFIERS:
        reason = cells.IDENTIFIERS[scheme](body)
        if reason:
            raise _refused(reason, f"{scheme}: and a right code")
    return text


def _time_cell(text: str | None, *, required: bool) -> str | None:
    if text is None:
        if required:
            raise _refused("is empty", INSTANT_EXPECTED)
        return None
    if reason := cells.instant_fault(text):
        raise _refused(reason, INSTANT_EXPECTED)
    return text


def _refused(reason: str, expected: str) -> PydanticCustomError:
    return PydanticCustomError("cell", reason, {"expected": expected})
