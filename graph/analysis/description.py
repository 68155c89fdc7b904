"""Facts as people read them: names, values, sources; personal data may be masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.analysis.answer import PartyRef, Sentence
from graph.analysis.wording import headed, said, type_label
from graph.instant import format_day, format_instant
from graph.money import to_decimal
from graph.vocabulary import KINDS, SHARE_UNIT, Form, Property, PropertyType

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.instant import At
    from graph.model import Fact

PERSONAL_MASK = "***"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Where a fact was read."""

    source: str
    record_id: str
    collected_at: str | None
    file: str | None
    row: int | None


@dataclass(frozen=True, slots=True)
class PropertyValue:
    """A property of a fact; `masked` where the key lacks `read:personal`."""

    name: str
    type: PropertyType
    label: Sentence
    value: str | None
    unit: str | None
    masked: bool


def source_of(fact: Fact) -> SourceRecord:
    """Provenance of a fact."""
    return SourceRecord(
        fact.source,
        fact.record_id,
        format_instant(fact.collected_at),
        fact.file,
        fact.row,
    )


def name_of(
    fact: Fact | None, key: tuple[str, str], *, sees_personal: bool
) -> tuple[str, str | None]:
    """Name of a node in both scripts; a personal one may be masked.

    Parameters
    ----------
    fact
        Its description; a node without any is called by its id.
    key
        Node kind and id.
    """
    kind, node_id = KINDS[key[0]], key[1]
    if fact is None:
        return node_id, None
    for name in kind.node.named_by:
        if kind.property_by_name[name].personal and not sees_personal:
            return PERSONAL_MASK, None
        text = _text(fact, name)
        if text:
            return text, _text(fact, f"{name}_en")
    if kind.form is Form.NODE:
        return node_id, None
    what = headed(type_label(fact))
    return what.zh, what.en


def _text(fact: Fact, name: str) -> str | None:
    value = fact.properties.get(name)
    return None if value is None else str(value)


def described(
    fact: Fact | None, key: tuple[str, str], at: At, *, sees_personal: bool
) -> PartyRef:
    """A node by its description at an instant; one without any by its id."""
    name, name_en = name_of(fact, key, sees_personal=sees_personal)
    party_type = None if fact is None else fact.properties.get("party_type")
    ended_on = None if fact is None else at.last_day(fact.valid_to)
    return PartyRef(key[1], party_type, name, name_en, ended_on)


def properties_of(
    fact: Fact, left_out: Collection[str] = (), *, sees_personal: bool
) -> tuple[PropertyValue, ...]:
    """What a fact states, in the order of its kind; personal values may be masked."""
    shown = []
    for item in fact.kind.properties:
        value = fact.properties.get(item.name)
        if value is None or item.name in left_out:
            continue
        masked = item.personal and not sees_personal
        shown.append(
            PropertyValue(
                name=item.name,
                type=item.type,
                label=said(item.label),
                value=PERSONAL_MASK if masked else text_of(item, value, fact),
                unit=_unit(item, fact),
                masked=masked,
            )
        )
    return tuple(shown)


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
        return format_day(value)
    if item.type is PropertyType.INSTANT:
        return format_instant(value) or ""
    if item.type is PropertyType.BOOLEAN:
        return "true" if value else "false"
    return str(value)
