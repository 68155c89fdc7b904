"""Units as a mapping names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.mapping.values import Unit

_CHINESE = {
    0: "元",
    3: "千元",
    4: "万元",
    5: "十万元",
    6: "百万元",
    7: "千万元",
    8: "亿元",
}
_ENGLISH = {0: "", 3: "thousand", 4: "10,000", 6: "million", 8: "100 million", 9: "bn"}


def unit_name(unit: Unit) -> str:
    """A name of the unit that `unit_of` reads.

    Examples
    --------
    >>> from ingest.mapping.values import unit_of
    >>> [unit_name(unit_of(text)) for text in ("（万元）", "RMB mn", "USD'000")]
    ['万元', 'CNY 百万元', 'USD thousand']
    """
    power = unit.factor.adjusted()
    if unit.currency in {None, "CNY"} and power in _CHINESE:
        return f"{unit.currency or ''} {_CHINESE[power]}".strip()
    return f"{unit.currency or ''} {_ENGLISH.get(power, '')}".strip()
