"""What each sort of features adds to a firm's raw score, in words that add up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gnn.serving.words import (
    ELSE,
    NETWORK,
    else_of,
    label_of,
    network_place,
    sentence_of,
    topic_of,
)
from graph.analysis.model_findings import ReasonRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from gnn.features import FeatureSchema, Group

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
    """Features of one group that are told with one kind of facts.

    Attributes
    ----------
    columns
        Shape (k,), ascending.
    kinds
        All that they are computed from, that kind first.
    """

    group: Group
    topic: str
    columns: NDArray[np.intp]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkShare:
    """What a graph network adds to a raw score, and where it ranks the firm."""

    share: float
    rank: int
    scored: int


def sorts_of(schema: FeatureSchema) -> tuple[Sort, ...]:
    """The columns of a schema by group and topic, in their order."""
    places: dict[tuple[Group, str], list[int]] = {}
    for place, feature in enumerate(schema.features):
        places.setdefault((feature.group, topic_of(feature)), []).append(place)
    return tuple(
        Sort(
            group,
            topic,
            np.array(columns, np.intp),
            tuple(
                dict.fromkeys(
                    (topic, *(k for c in columns for k in schema.features[c].kinds))
                )
            ),
        )
        for (group, topic), columns in places.items()
    )


def reason_rows(
    party_id: str,
    schema: FeatureSchema,
    values: Floats32,
    shares: Floats,
    *,
    raw: float,
    currency: str,
    network: NetworkShare | None = None,
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
    network
        Where one ranks with the trees.

    Notes
    -----
    With the base they add up to the raw score in millionths: what rounding leaves over
    goes to the last row.
    """
    sorts = sorts_of(schema)
    parts = [float(shares[sort.columns].sum()) for sort in sorts]
    if network is not None:
        parts.append(network.share)
    order = sorted(range(len(parts)), key=lambda place: (-abs(parts[place]), place))
    named, others = order[:MOST], order[MOST:]
    told = [rounded(parts[place]) for place in named]
    left = rounded(raw) - rounded(shares[-1]) - sum(told)
    if not others and told:
        told[-1] += left
    known = dict(zip(schema.names, values.tolist(), strict=True))
    for place, (number, millionths) in enumerate(zip(named, told, strict=True)):
        if number == len(sorts) and network is not None:
            words = _of_network(network)
        else:
            own = shares[sorts[number].columns]
            words = _of_sort(
                sorts[number], schema, own,
                millionths=millionths, known=known, currency=currency,
            )  # fmt: skip
        yield ReasonRow(
            party_id=party_id, place=place, contribution=millionths / UNIT, others=0,
            **words,
        )  # fmt: skip
    if others:
        yield _rest(party_id, left, len(others))


def _rest(party_id: str, millionths: int, others: int) -> ReasonRow:
    text = else_of(others)
    return ReasonRow(
        party_id=party_id,
        place=MOST,
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


def _of_sort(
    sort: Sort,
    schema: FeatureSchema,
    own: Floats,
    *,
    millionths: int,
    known: Mapping[str, float],
    currency: str,
) -> dict[str, Any]:
    """A sort of features in the words of the one that adds most of it."""
    strongest = sort.columns[np.argmax(own if millionths >= 0 else -own)]
    feature = schema.features[strongest]
    value = known[feature.name]
    label = label_of(sort.group, sort.topic)
    text = sentence_of(feature, known, currency)
    return {
        "group": str(sort.group),
        "label_en": label.en,
        "label_zh": label.zh,
        "feature": feature.name,
        "text_en": text.en,
        "text_zh": text.zh,
        "value": None if math.isnan(value) else value,
        "unit": str(feature.unit),
        "kinds": ",".join(sort.kinds),
    }


def _of_network(network: NetworkShare) -> dict[str, Any]:
    text = network_place(network.rank, network.scored)
    return {
        "group": "network",
        "label_en": NETWORK.en,
        "label_zh": NETWORK.zh,
        "feature": None,
        "text_en": text.en,
        "text_zh": text.zh,
        "value": None,
        "unit": None,
        "kinds": "",
    }
