"""Values of facts as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.schemas.answer import SentenceOut
from api.schemas.parties import PropertyOut
from graph.instant import format_instant, from_milliseconds
from graph.money import to_decimal
from graph.vocabulary import SHARE_UNIT, Property, PropertyType
from visual.payload import PERSONAL_MASK

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.model import Fact


def properties_out(
    fact: Fact, left_out: Collection[str] = (), *, sees_personal: bool
) -> list[PropertyOut]:
    """What a fact states, in the order of its kind; personal values may be masked."""
    shown = []
    for item in fact.kind.properties:
        if item.name in left_out:
            continue
        value = fact.properties.get(item.name)
        if value is None:
            continue
        masked = item.personal and not sees_personal
        shown.append(
            PropertyOut(
                name=item.name,
                type=item.type,
                label=SentenceOut(en=item.label.en, zh=item.label.zh),
                value=PERSONAL_MASK if masked else text_of(item, value, fact),
                unit=_unit(item, fact),
                masked=masked,
            )
        )
    return shown


def _unit(item: Property, fact: Fact) -> str | None:
    if item.type is PropertyType.MONEY:
        return fact.properties.get("currency")
    return item.unit


def text_of(item: Property, value: Any, fact: Fact) -> str:
    """A stored value as people write it."""
    if item.type is PropertyType.MONEY:
        return to_decimal(value, fact.properties.get("currency"))
    if item.type is PropertyType.SHARE:
        return f"{value / SHARE_UNIT:.8g}"
    if item.type is PropertyType.DATE:
        return from_milliseconds(value).date().isoformat()
    if item.type is PropertyType.INSTANT:
        return format_instant(value) or ""
    if item.type is PropertyType.BOOLEAN:
        return "true" if value else "false"
    return str(value)
