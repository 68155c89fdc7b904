"""Records as plain JSON values and as pandas frames: the same for every door."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

from graph.analysis.answer import Meaning
from graph.analysis.receipt import Receipt
from graph.instant import At
from graph.money import exponent

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd


class Answered(NamedTuple):
    """A field of a record's answer: its name, type, and whether it is money."""

    name: str
    hint: Any
    money: bool


@cache
def answered_fields(record_type: type) -> tuple[Answered, ...]:
    """Fields of a record that are part of its answer, in order."""
    hints = get_type_hints(record_type, include_extras=True)
    return tuple(
        Answered(item.name, hint, _is_money(hint))
        for item in fields(record_type)
        if not item.metadata.get("internal")
        for hint in (hints[item.name],)
    )


def _is_money(hint: Any) -> bool:
    marks = getattr(hint, "__metadata__", ())
    return any(isinstance(mark, Meaning) and mark.money for mark in marks)


def as_json(value: Any, currency: str | None = None) -> Any:
    """A record as dicts, lists, text and numbers.

    Amounts of money become decimal text with the digits of the nearest `currency`,
    instants RFC 3339 text, and what is not collected null.

    Parameters
    ----------
    currency
        ISO 4217 code of the amounts in records that name none.

    Examples
    --------
    >>> from graph.analysis.answer import Sentence
    >>> as_json(Sentence("pair", "互保"))
    {'en': 'pair', 'zh': '互保'}
    """
    if value.__class__ in _AS_THEY_ARE:  # most values: answers spend their time here
        return value
    if isinstance(value, (str, int, float)):
        return _plain(value)
    if isinstance(value, (At, Receipt)):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        own = getattr(value, "currency", None)
        own = own or getattr(value, "reporting_currency", None) or currency
        return {
            name: _amount(getattr(value, name), own)
            if money
            else as_json(getattr(value, name), own)
            for name, _, money in answered_fields(value.__class__)
        }
    if isinstance(value, Mapping):
        return {key: as_json(item, currency) for key, item in value.items()}
    return [as_json(item, currency) for item in value]


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


def _plain(value: str | float) -> str | float | None:
    """Enums by their text, NaN as None."""
    if isinstance(value, Enum):
        return str(value.value)
    return None if isinstance(value, float) and math.isnan(value) else value


def _amount(amount: float | None, currency: str | None) -> str | None:
    if amount is None or math.isnan(amount):
        return None
    return f"{amount:.{exponent(currency)}f}"


def to_frame(records: Iterable[Any]) -> pd.DataFrame:
    """Records of one type as a table: a row each, a column per field.

    Records in records are spread over columns ``outer.inner``; amounts stay numbers,
    in the reporting currency. Needs pandas: the extra ``notebook``.
    """
    import pandas as pd

    return pd.DataFrame([_row(record) for record in records])


def _row(record: Any, prefix: str = "") -> dict[str, Any]:
    row: dict[str, Any] = {}
    for item in answered_fields(record.__class__):
        value = getattr(record, item.name)
        if isinstance(value, At):
            row |= {f"{prefix}{name}": text for name, text in value.to_dict().items()}
        elif is_dataclass(value) and not isinstance(value, (type, Receipt)):
            row |= _row(value, f"{prefix}{item.name}.")
        elif value is None or isinstance(value, (str, int, float)):
            row[prefix + item.name] = value
        else:
            row[prefix + item.name] = as_json(value)
    return row
