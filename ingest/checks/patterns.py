"""How values are spelt in files: one pattern a type, for columns and single cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.vocabulary import PropertyType

if TYPE_CHECKING:
    from graph.vocabulary import Property

TEXT_LIMIT = 10_000
"""Characters of a text."""

ID_LIMIT = 512
"""Characters of an id."""

NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
INTEGER = r"^[+-]?[0-9]{1,18}$"
_YEAR = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"  # there is no year 0
DAY = rf"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}$"
NAIVE_INSTANT = (
    DAY.removesuffix("$") + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?$"
)
INSTANT = NAIVE_INSTANT.removesuffix("$") + r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
BOOLEANS = {
    "true": True,
    "false": False,
    "True": True,
    "False": False,
    "TRUE": True,
    "FALSE": False,
    "1": True,
    "0": False,
}

INSTANT_EXPECTED = (
    "a date YYYY-MM-DD or an RFC 3339 instant such as 2024-05-31T08:00:00Z"
)

_EXPECTED = {
    PropertyType.TEXT: f"a text of at most {TEXT_LIMIT} characters",
    PropertyType.BOOLEAN: "true, false, 1 or 0",
    PropertyType.INTEGER: "a whole number",
    PropertyType.NUMBER: "a decimal number",
    PropertyType.MONEY: (
        "an amount in major units with at most the decimals of its currency"
    ),
    PropertyType.SHARE: "a fraction of 1: above 0 and at most 1",
    PropertyType.DATE: "a date that exists, YYYY-MM-DD",
    PropertyType.INSTANT: INSTANT_EXPECTED,
    PropertyType.IDS: "ids with ; between them",
}

CURRENCY_EXPECTED = "a currency code of ISO 4217, such as CNY"
_IDENTIFIERS = {
    "uscc": "18 characters whose last one checks the others (GB 32100)",
    "lei": "20 characters whose last two check the others (ISO 17442)",
}


def is_currency(item: Property) -> bool:
    """Whether the property holds a currency code."""
    return item.name == "currency" or item.name.endswith("_currency")


def expected_text(item: Property) -> str:
    """What a cell of this property must be, in words."""
    if item.type is PropertyType.CODE:
        return f"one of {', '.join(item.choices)}"
    if is_currency(item):
        return CURRENCY_EXPECTED
    text = _IDENTIFIERS.get(item.name, _EXPECTED[item.type])
    if item.minimum is None or item.type is PropertyType.SHARE:
        return text
    if item.maximum is not None:
        return f"{text} from {item.minimum:g} to {item.maximum:g}"
    return f"{text}, at least {item.minimum:g}"
