"""Regular expressions and limits of the values in files, by type."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.vocabulary import Property

TEXT_LIMIT = 10_000
"""Characters of a text."""

RECORD_LIMIT = 512
"""Characters of the name of a source or record."""

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


def is_currency(item: Property) -> bool:
    """Whether the property holds a currency code."""
    return item.name == "currency" or item.name.endswith("_currency")
