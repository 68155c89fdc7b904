"""What each sort of features adds to a firm's raw score, in words that add up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.serving.words import ELSE, else_of, label_of, sentence_of
from graph.analysis.model_findings import ReasonRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from gnn.features import FeatureSchema

    Floats = NDArray[np.float64]
    Floats32 = NDArray[np.float32]

MOST = 8
"""Reasons of a firm; the rest is one line."""
DIGITS = 6
UNIT = 10**DIGITS
"""Scores and contributions are whole millionths, so that what is shown adds up."""


def rounded(value: float) -> int:
    """A score in millionths."""
    found: int = round(float(value) * UNIT)
    return found


@dataclass(frozen=True, slots=True)
class Sort:
    """Features of one group that rest on the same kinds of facts."""

    group: Any
    kinds: tuple[str, ...]
    columns: NDArray[np.intp]


def sorts_of(schema: FeatureSchema) -> tuple[Sort, ...]:
    """The columns of a schema by group and kinds of facts, in their order."""
    places: dict[tuple[Any, tuple[str, ...]], list[int]] = {}
    for place, feature in enumerate(schema.features):
        places.setdefault((feature.group, feature.kinds), []).append(place)
    return tuple(
        Sort(group, kinds, np.array(columns, np.intp))
        for (group, kinds), columns in places.items()
    )


def reason_rows(
    party_id: str,
    schema: FeatureSchema,
    values: Floats32,
    shares: Floats,
    *,
    raw: float,
    currency: str,
) -> Iterator[ReasonRow]:
    """Rows of ``model_reason`` of a firm: the largest first, the rest in one.

    Parameters
    ----------
    values
        Shape (d,). The firm's features.
    shares
        Shape (d + 1,). What each adds to the raw score, and last the base.
    raw
        The raw score.

    Notes
    -----
    With the base they add up to the raw score in millionths: what rounding leaves over
    goes to the last row.
    """
    sorts = sorts_of(schema)
    parts = [float(shares[sort.columns].sum()) for sort in sorts]
    order = sorted(range(len(sorts)), key=lambda place: (-abs(parts[place]), place))
    total = rounded(raw) - rounded(shares[-1])
    named, others = order[:MOST], order[MOST:]
    told = [rounded(parts[place]) for place in named]
    left = total - sum(told)
    if not others and told:
        told[-1] += left
    for place, (number, millionths) in enumerate(zip(named, told, strict=True)):
        yield _reason(
            party_id, place, schema, sorts[number], values, shares, millionths, currency
        )
    if others:
        yield _rest(party_id, len(named), left, len(others))


def _reason(  # noqa: PLR0917 - a row's parts, given once
    party_id: str,
    place: int,
    schema: FeatureSchema,
    sort: Sort,
    values: Floats32,
    shares: Floats,
    millionths: int,
    currency: str,
) -> ReasonRow:
    own = shares[sort.columns]
    strongest = int(sort.columns[np.argmax(own if millionths >= 0 else -own)])
    feature, value = schema.features[strongest], float(values[strongest])
    label = label_of(sort.group, sort.kinds)
    text = sentence_of(feature, value, currency)
    return ReasonRow(
        party_id=party_id,
        place=place,
        group=str(sort.group),
        label_en=label.en,
        label_zh=label.zh,
        feature=feature.name,
        text_en=text.en,
        text_zh=text.zh,
        contribution=millionths / UNIT,
        value=None if math.isnan(value) else value,
        unit=str(feature.unit),
        kinds=",".join(sort.kinds),
        others=0,
    )


def _rest(party_id: str, place: int, millionths: int, others: int) -> ReasonRow:
    text = else_of(others)
    return ReasonRow(
        party_id=party_id,
        place=place,
        group="else",
        label_en=ELSE.en,
        label_zh=ELSE.zh,
        feature=None,
        text_en=text.en,
        text_zh=text.zh,
        contribution=millionths / UNIT,
        value=None,
        unit=None,
        kinds="",
        others=others,
    )
