"""How the cells of a field are read, by what the vocabulary says it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS, Property, PropertyType, Timing
from ingest.files.native import time_columns
from ingest.mapping.values import (
    amounts,
    day_format,
    days,
    identifiers,
    is_part,
    of_property,
    share_format,
    shares,
    unit_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.vocabulary import Kind
    from ingest.mapping.document import FieldRule, Notation
    from ingest.mapping.values import Converted, Question
    from ingest.mapping.values.days import DayFormat
    from ingest.mapping.values.shares import ShareFormat

    Kinds = NDArray[np.uint8]

_CODES = {"uscc", "lei"}
_DIGITS = {"personal_id", "contract_no", "case_no", "order_no", "phone"}
"""Texts whose digits count, so that a rounded number says nothing."""
_SHARES: Mapping[str, ShareFormat] = {"percent": "percent", "fraction": "fraction"}
_DAY_FORMS: Mapping[str, DayFormat] = {
    "dmy": "dmy",
    "mdy": "mdy",
    "serial": "serial",
    "serial-1904": "serial-1904",
}
_DAYS = {PropertyType.DATE, PropertyType.INSTANT}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of fact, or of parties.

    Attributes
    ----------
    group
        The kind of fact, or the role of the party.
    """

    group: str
    kind: Kind
    name: str

    @property
    def of_party(self) -> bool:
        """Whether it is a field of parties."""
        return self.kind.name == "party"

    @property
    def item(self) -> Property | None:
        """The property; None: a number, a time or where it is from."""
        return self.kind.property_by_name.get(self.name)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount."""
        return self.item is not None and self.item.type is PropertyType.MONEY

    @property
    def is_time(self) -> bool:
        """Whether it says from when or until when, or when it was collected."""
        return self.name in {*time_columns(self.kind), "collected_at"}

    @property
    def is_part(self) -> bool:
        """Whether it is a share or a rate, which may be written as a percentage."""
        return self.item is not None and is_part(self.item)

    def form(
        self, rule: FieldRule, head: str, texts: pa.Array, kinds: Kinds
    ) -> tuple[Notation | None, Question | None]:
        """How the numbers of the whole column are meant, or what it leaves open."""
        if rule.format is not None:
            return rule.format, None
        item = self.item
        if self.is_part:
            share = share_format(head, texts, kinds)
            return share.format, share.question
        if self.is_time or (item is not None and item.type in _DAYS):
            day = day_format(head, texts)
            return day.form, day.question
        return None, None

    def read(  # noqa: PLR0911 - one for each type
        self,
        texts: pa.Array,
        kinds: Kinds,
        rule: FieldRule,
        *,
        head: str,
        form: Notation | None,
    ) -> Converted:
        """Cells as native files have them.

        Parameters
        ----------
        texts, kinds
            Shape (rows,). Null where a cell is empty.
        form
            Of `form`.
        """
        item = self.item
        share, day = _SHARES.get(form or ""), _DAY_FORMS.get(form or "")
        if self.is_time:
            times = self.kind.timing is not Timing.STATE or self.name == "collected_at"
            return days(texts, kinds, day, end=self.name == "valid_to", times=times)
        if item is None or self.name in _CODES | _DIGITS:
            scheme = self.name if self.name in _CODES else ""
            return identifiers(texts, kinds, scheme)
        match item.type:
            case PropertyType.MONEY:
                return amounts(texts, kinds, unit_of(rule.unit or head))
            case PropertyType.SHARE:
                return shares(texts, kinds, share, head)
            case PropertyType.DATE | PropertyType.INSTANT:
                times = item.type is PropertyType.INSTANT
                return days(texts, kinds, day, times=times)
            case PropertyType.NUMBER if self.is_part:
                most = None if item.maximum is None else 1
                return shares(texts, kinds, share, head, most=most)
        return of_property(item, texts, kinds, rule.values)


def party_field(role: str, name: str) -> Field:
    """A field of the parties of a role."""
    return Field(role, KINDS["party"], name)


def fact_field(kind: str, name: str) -> Field:
    """A field of the facts of a kind."""
    return Field(kind, KINDS[kind], name)
