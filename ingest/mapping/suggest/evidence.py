"""What the values of a column say for and against a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS, Property, PropertyType
from ingest.checks.identifiers import SCHEMES
from ingest.mapping.suggest.matching import Match
from ingest.mapping.values import (
    Unit,
    amounts,
    codes,
    day_format,
    days,
    identifiers,
    is_part,
    of_property,
    share_format,
    shares,
    unit_of,
    wordings,
)

if TYPE_CHECKING:
    from ingest.mapping.suggest.columns import Column
    from ingest.mapping.values import Converted, Question
    from ingest.mapping.values.days import DayFormat

_FEW = 0.5
"""Judgement: where fewer values than this part fit, a head is not what it seems."""
_DOUBTED = 0.6
_NUMBERS = {"id", "contract_no", "case_no", "personal_id"}
_TRIED: dict[str, DayFormat] = {"day_format": "dmy", "serial_dates": "serial"}
"""How days are tried on a column that leaves a question."""
_PEOPLE = {"person", "relative"}
_CODES = {"uscc", "lei"}
_TIMES = {"valid_from", "valid_to", "occurred_at", "collected_at"}


@dataclass(frozen=True)
class Evidence:
    """How a column's values are read as its target.

    Attributes
    ----------
    fits
        Part of its values that are of the target's type; 1 where it has none.
    unknown
        Words that are no known code.
    rounded
        Whether numbers stand where digits count, and lost some.
    named
        Whether its cells name a unit or a currency of their own.
    liability
        Whether kinds of guarantee say who is liable how, too, as 连带责任保证 does.
    """

    fits: float = 1.0
    unit: Unit | None = None
    format: str | None = None
    question: Question | None = None
    unknown: tuple[str, ...] = ()
    rounded: bool = False
    named: bool = False
    liability: bool = False


def item_of(target: str) -> Property | None:
    """The property that a target means; None for ids, times, and no target."""
    group, _, name = target.partition(".")
    kind = KINDS.get(group) if group in KINDS and name else None
    if kind is not None and name in kind.property_by_name:
        return kind.property_by_name[name]
    return KINDS["party"].property_by_name.get(name)


def is_money(target: str) -> bool:
    """Whether a target is an amount.

    Examples
    --------
    >>> is_money("guarantee.cap"), is_money("guarantee.contract_no")
    (True, False)
    """
    item = item_of(target)
    return item is not None and item.type is PropertyType.MONEY


def evidence_of(column: Column, above: Unit | None = None) -> Evidence:
    """How the values of a column fit what its head means.

    Parameters
    ----------
    above
        Unit that a line above the table names.
    """
    target = column.match.target
    texts, kinds = column.texts, column.kinds
    if not target:
        return Evidence()
    if is_money(target):
        own = unit_of(column.name)
        bare = amounts(texts, kinds)
        unit = own or above
        scaled = amounts(texts, kinds, Unit(factor=Unit().factor * 10))
        named = bare.texts.equals(scaled.texts) or bare.currencies.null_count == 0
        return Evidence(_part(bare, column), unit, named=named and len(texts) > 0)
    found, form, question = _read(column)
    part = _part(found, column)
    words = [texts[row].as_py() for row in found.faults if texts[row].is_valid]
    item = item_of(target)
    coded = item is not None and item.type is PropertyType.CODE
    return Evidence(
        part,
        format=form,
        question=question,
        unknown=tuple(dict.fromkeys(words)) if coded and part >= _FEW else (),
        rounded=any("digits" in fault.reason for fault in found.faults.values()),
        liability=target == "guarantee.guarantee_kind" and _says_liability(column),
    )


def numbered(column: Column) -> Match:
    """The match of a column of identity numbers, where all are credit codes or none.

    证件号码 of a party is one or the other; where a column holds both, or no number to
    tell by, it is a guess.
    """
    role, _, field = column.match.target.partition(".")
    if field != "personal_id" or role in _PEOPLE:
        return column.match
    read = identifiers(column.texts, column.kinds, "uscc").texts.drop_null()
    right = SCHEMES["uscc"].reasons(read) == 0
    if len(read) and right.all():
        why = f"{column.match.why}, and its values are credit codes"
        return Match(f"{role}.uscc", column.match.confidence, why)
    if len(read) and not right.any():
        return column.match
    why = f"{column.match.why}, of persons or of firms"
    return Match(column.match.target, min(column.match.confidence, _DOUBTED), why)


def weighed(found: Match, evidence: Evidence) -> Match:
    """The match, doubted where few values fit it."""
    if not found.target or evidence.fits >= _FEW or evidence.rounded:
        return found
    trust = min(found.confidence, _DOUBTED)
    return Match(found.target, trust, f"{found.why}, but few of its values fit")


def _says_liability(column: Column) -> bool:
    item = KINDS["guarantee"].property_by_name["liability"]
    found = codes(column.texts, column.kinds, item).texts
    return bool(found.null_count < len(found))


def _read(column: Column) -> tuple[Converted, str | None, Question | None]:
    texts, kinds, head = column.texts, column.kinds, column.name
    name = column.match.target.partition(".")[2]
    item = item_of(column.match.target)
    if name in _NUMBERS | _CODES or (item is None and name not in _TIMES):
        return identifiers(texts, kinds, name if name in _CODES else ""), None, None
    kind = PropertyType.DATE if item is None else item.type
    if kind in {PropertyType.DATE, PropertyType.INSTANT}:
        day = day_format(head, texts)
        form = day.form or (_TRIED[day.question.code] if day.question else None)
        return (
            days(texts, kinds, form, end=True, times=True),
            day.form,
            day.question,
        )
    if item is not None and is_part(item):
        most = 1 if item.type is PropertyType.SHARE else None
        share = share_format(head, texts, kinds)
        read = shares(texts, kinds, share.format or "percent", head, most=most)
        return read, share.format, share.question
    if item is None:
        return wordings(texts, kinds), None, None
    return of_property(item, texts, kinds), None, None


def _part(found: Converted, column: Column) -> float:
    filled = len(column.texts) - column.texts.null_count
    return 1 - len(found.faults) / filled if filled else 1.0
