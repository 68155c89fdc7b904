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
    from collections.abc import Callable, Iterable

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
    return _writer(value.__class__)(value, currency)


_AS_THEY_ARE = frozenset({str, int, bool, type(None)})


@cache
def _writer(kind: type) -> Callable[[Any, str | None], Any]:
    """What makes plain JSON of the values of a class, in the currency around them."""
    if issubclass(kind, (str, int, float)):
        return lambda value, _: _plain(value)
    if issubclass(kind, (At, Receipt)):
        return lambda value, _: value.to_dict()
    if is_dataclass(kind):
        return _record_writer(kind)
    if issubclass(kind, Mapping):
        return lambda value, currency: {
            key: as_json(item, currency) for key, item in value.items()
        }
    return lambda value, currency: [as_json(item, currency) for item in value]


def _record_writer(kind: type) -> Callable[[Any, str | None], Any]:
    answered = answered_fields(kind)
    money = [item.name for item in answered if item.money]
    other = [item.name for item in answered if not item.money]
    names = [item.name for item in answered]
    known = {item.name for item in fields(kind)}
    nearest = [name for name in ("reporting_currency", "currency") if name in known]

    def write(value: Any, currency: str | None) -> dict[str, Any]:
        for closer in nearest:
            currency = getattr(value, closer) or currency
        found = {name: getattr(value, name) for name in names}
        for name in other:
            item = found[name]
            if item.__class__ not in _AS_THEY_ARE:
                found[name] = _writer(item.__class__)(item, currency)
        for name in money:
            found[name] = _amount(found[name], currency)
        return found

    return write


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
