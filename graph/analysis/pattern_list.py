"""What patterns say of themselves, and their hits as lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import Completeness, Meaning, Sentence, Total
from graph.analysis.patterns import Hit
from graph.analysis.receipt import Receipt
from graph.instant import At
from graph.patterns import pattern_named, patterns

if TYPE_CHECKING:
    from graph.analysis.patterns import PatternsResult
    from graph.analysis.published import Published
    from graph.patterns import Limit, Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRecord:
    """A threshold with its unit, and where its value comes from."""

    name: str
    value: float
    unit: str
    source: Annotated[str, Meaning("law | measured | judgement")]
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternRecord:
    """A pattern as its file states it.

    `needs` are kinds of facts besides transfers without which nothing can be found.
    """

    name: str
    title: Sentence
    text: Sentence
    test: str
    settings: Mapping[str, object]
    window: ThresholdRecord
    thresholds: tuple[ThresholdRecord, ...]
    evidence: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternList:
    """Every pattern that can be searched for, by name."""

    items: tuple[PatternRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """Hits by pattern, earliest first; `total` counts those found."""

    items: tuple[Hit, ...]
    total: Total
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


def pattern_list() -> PatternList:
    """What every pattern says of itself."""
    return PatternList(items=tuple(map(_record, patterns().values())))


def pattern_record(name: str) -> PatternRecord:
    """What a pattern says of itself.

    Raises
    ------
    NotFoundError
        There is no such pattern.
    """
    return _record(pattern_named(name))


def hit_page(
    published: Published, found: PatternsResult, *, limit: int = 100
) -> HitPage:
    """The first hits of a search."""
    cover = found.completeness
    cut = "limit" if len(found.hits) > limit else ""
    return HitPage(
        items=found.hits[:limit],
        total=Total(len(found.hits), "eq" if cover.complete else "gte"),
        currency=published.currency,
        at=published.at,
        completeness=Completeness.cut(
            cover.explored,
            *cover.truncated_by,
            cut,
            advice=cover.advice or "Raise the limit.",
        ),
        receipt=published.stamped(found.receipt),
    )


def _record(pattern: Pattern) -> PatternRecord:
    return PatternRecord(
        name=pattern.name,
        title=Sentence(pattern.title.en, pattern.title.zh),
        text=Sentence(pattern.text.en, pattern.text.zh),
        test=pattern.test,
        settings=pattern.settings,
        window=_threshold(pattern.window),
        thresholds=tuple(map(_threshold, pattern.thresholds)),
        evidence=pattern.evidence,
        needs=pattern.needs,
    )


def _threshold(limit: Limit) -> ThresholdRecord:
    return ThresholdRecord(
        name=limit.name,
        value=limit.value,
        unit=limit.unit,
        source=limit.source,
        reason=Sentence(limit.reason.en, limit.reason.zh),
    )
