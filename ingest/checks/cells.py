"""What is wrong with a single cell, in words; `None` where nothing is.

The same rules as in `ingest.checks.columns`, one value at a time.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from graph.money import EXPONENTS
from graph.vocabulary import SHARE_UNIT
from ingest.checks.identifiers import (
    LEI_LENGTH,
    USCC_LENGTH,
    is_lei,
    is_uscc,
    lei_check_digits,
    uscc_check_character,
)
from ingest.checks.money import DECIMAL_PATTERN, to_minor_units
from ingest.checks.patterns import (
    BOOLEANS,
    DAY,
    ID_LIMIT,
    INSTANT,
    INTEGER,
    NAIVE_INSTANT,
    NUMBER,
    TEXT_LIMIT,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.vocabulary import Property


def text_fault(text: str, limit: int = TEXT_LIMIT) -> str | None:
    """Too long, or with a NUL character."""
    if "\0" in text:
        return "holds a NUL character"
    if len(text) > limit:
        return f"has {len(text)} characters"
    return None


def id_fault(text: str) -> str | None:
    """No id: too long or with white space around it."""
    if re.search(r"^[\t\n\f\r ]|[\t\n\f\r ]\Z", text):
        return "has white space around it"
    return text_fault(text, ID_LIMIT)


def code_fault(item: Property, text: str) -> str | None:
    """None of the choices."""
    return None if text in item.choices else "is no known code"


def boolean_fault(text: str) -> str | None:
    """Neither true nor false."""
    return None if text in BOOLEANS else "is neither true nor false"


def integer_fault(item: Property, text: str) -> str | None:
    """No whole number, or out of range."""
    if not _matches(INTEGER, text):
        return "is no whole number"
    return _range_fault(item, int(text))


def number_fault(item: Property, text: str) -> str | None:
    """No finite number, or out of range."""
    return _not_a_number(text) or _range_fault(item, float(text))


def share_fault(text: str) -> str | None:
    """No fraction of 1 above 0."""
    if fault := _not_a_number(text):
        return fault
    value = float(text)
    if value > 1:
        return "is above 1 (a fraction is meant, not a percentage)"
    if value <= 0:
        return "is not above 0"
    return None if round(value * SHARE_UNIT) else "is too small to be kept"


def money_fault(item: Property, text: str, currency: str) -> str | None:
    """No amount of the currency, or negative where that has no meaning."""
    if not _matches(DECIMAL_PATTERN, text):
        return "is no amount"
    try:
        units = to_minor_units(text, currency)
    except ValueError:
        return f"has more decimals than {currency}, which has {EXPONENTS[currency]}"
    return "is negative" if item.minimum is not None and units < 0 else None


def date_fault(text: str) -> str | None:
    """No calendar day."""
    if not _matches(DAY, text):
        return "is no date"
    return (
        None if _exists(date.fromisoformat, text) else "is a date that does not exist"
    )


def instant_fault(text: str) -> str | None:
    """Neither a day nor an instant."""
    if _matches(DAY, text):
        return date_fault(text)
    if not (_matches(INSTANT, text) or _matches(NAIVE_INSTANT, text)):
        return "is no date or instant"
    exists = _exists(datetime.fromisoformat, text)
    return None if exists else "is an instant that does not exist"


def currency_fault(text: str) -> str | None:
    """No currency of ISO 4217."""
    return None if text in EXPONENTS else "is no currency"


def uscc_fault(text: str) -> str | None:
    """No unified credit code."""
    if is_uscc(text):
        return None
    if len(text) != USCC_LENGTH:
        return f"has {len(text)} characters instead of {USCC_LENGTH}"
    try:
        right = uscc_check_character(text[:-1])
    except ValueError:
        return "has a character that credit codes do not use"
    return f"has a wrong check character ({right} would fit)"


def lei_fault(text: str) -> str | None:
    """No legal entity identifier."""
    if is_lei(text):
        return None
    if len(text) != LEI_LENGTH:
        return f"has {len(text)} characters instead of {LEI_LENGTH}"
    try:
        right = lei_check_digits(text[:-2])
    except ValueError:
        return "has a character that is no digit or capital letter"
    return f"has wrong check digits ({right} would fit)"


IDENTIFIERS: dict[str, Callable[[str], str | None]] = {
    "uscc": uscc_fault,
    "lei": lei_fault,
}
"""Checks of identifiers by the name of their property and scheme."""


def _not_a_number(text: str) -> str | None:
    if not _matches(NUMBER, text):
        return "is no number"
    return None if math.isfinite(float(text)) else "is not finite"


def _range_fault(item: Property, value: float) -> str | None:
    if item.minimum is not None and value < item.minimum:
        return f"is below {item.minimum:g}"
    if item.maximum is not None and value > item.maximum:
        return f"is above {item.maximum:g}"
    return None


def _matches(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern.removeprefix("^").removesuffix("$"), text) is not None


def _exists(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(re.sub(r"(\.\d{3})\d+", r"\1", text))
    except ValueError:
        return False
    return True
