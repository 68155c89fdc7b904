"""What a link measures: the money or the share that ranks it and stands on its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import MoneyText
from graph.analysis.relations import RELATIONS
from graph.money import exponent, to_decimal
from graph.vocabulary import SHARE_UNIT, PropertyType

if TYPE_CHECKING:
    from graph.analysis.links import Link
    from graph.model import Fact


@dataclass(frozen=True, slots=True)
class Measured:
    """What one fact states of its relation's measure; None is not collected."""

    amount: MoneyText
    currency: str | None
    share: float | None


def measured(relation: str, fact: Fact) -> Measured:
    """The money or the share that a fact states for a relation."""
    currency = fact.properties.get("currency")
    measure = RELATIONS[relation].measure
    value = None if measure is None else fact.properties.get(measure.name)
    if measure is None or value is None:
        return Measured(None, currency, None)
    if measure.type is PropertyType.SHARE:
        return Measured(None, currency, value / SHARE_UNIT)
    return Measured(to_decimal(value, currency), currency, None)


def rank_of(link: Link) -> float:
    """What ranks a link: money in major units or a share; unknown comes last.

    Of parallel links the largest sum in one currency: no rate of exchange is applied.
    """
    measure = RELATIONS[link.relation].measure
    if measure is None:
        return -1.0
    properties = link.facts[0].properties
    value = properties.get(measure.name)
    if measure.type is PropertyType.SHARE:
        return -1.0 if value is None else float(value)
    stated = ((properties.get("currency"), value),)
    sums = stated if link.parallel is None else link.parallel.sums
    return max(
        (minor / 10 ** exponent(code) for code, minor in sums if minor is not None),
        default=-1.0,
    )
