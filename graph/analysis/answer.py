"""What an answer covers, the sentences it speaks in, and what its figures mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode

INTERNAL = {"internal": True}
"""Metadata of a record's field that is no part of its answer."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field of a record says, for documentation and for JSON.

    `low` and `high` are the bounds of a number. An amount of `money` is in the
    currency that the record, or the record around it, names as `currency` or
    `reporting_currency`; NaN and None both mean not collected.
    """

    text: str
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    money: bool = False


_AMOUNT = Meaning(
    "Decimal in major units; null means not collected, never 0.",
    pattern=r"^-?\d+(\.\d+)?$",
)
MoneyText = Annotated[str | None, _AMOUNT]
"""An amount as a source states it, exact."""
Money = Annotated[float | None, replace(_AMOUNT, money=True)]
"""An amount in the reporting currency, as analyses compute with it."""
Probability = Annotated[float, Meaning("Over 12 months.", low=0, high=1)]
ScoreError = Annotated[
    float,
    Meaning(
        "Standard error. Where contagion may be but was seen in no world, "
        "1.96 times it is the 95 % bound; 0 only where no contagion can be.",
        low=0,
    ),
]
Band = Annotated[
    int | None, Meaning("Risk band; null means not scored.", low=1, high=5)
]

BandBound = Annotated[
    int | None,
    Meaning(
        "How far the band may move with another random seed (95 % of seeds); the "
        "band itself where it is certain.",
        low=1,
        high=5,
    ),
]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Whether everything was looked at. A cut answer never means nothing is there.

    If it was cut: by which limits, and what to do. A list that merely names its
    largest entries and sums up the others is no cut: the record says that itself.
    """

    complete: bool
    explored: int
    truncated_by: tuple[str, ...] = ()
    advice: str | None = None

    @classmethod
    def whole(cls, explored: int) -> Completeness:
        """Nothing was left out."""
        return cls(complete=True, explored=explored)

    @classmethod
    def cut(
        cls,
        explored: int,
        *limits: str,
        advice: str | Mapping[str, str] | None = None,
    ) -> Completeness:
        """These limits cut the answer; with none of them it is whole.

        `advice` may be by limit, without what it cut: that on ``reads:guarantee`` is
        under ``reads``.
        """
        named = tuple(sorted(set(filter(None, limits))))
        if isinstance(advice, Mapping):
            short = {name.partition(":")[0] for name in named}
            advice = " ".join(text for name, text in advice.items() if name in short)
        return cls(
            complete=not named,
            explored=explored,
            truncated_by=named,
            advice=advice if named else None,
        )


@dataclass(frozen=True, slots=True)
class Total:
    """How many there are in all: exactly (`eq`) or at least (`gte`)."""

    value: int
    relation: Annotated[str, Meaning("eq | gte", pattern="^(eq|gte)$")] = "eq"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same text in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Chip:
    """What a reason rests on."""

    kind: Annotated[str, Meaning("fact | derived | status")]
    text: Sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """A finding as a sentence."""

    text: Sentence
    chips: tuple[Chip, ...] = ()
    party_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyRef:
    """A party by id and name."""

    party_id: str
    party_type: str | None
    name: str
    name_en: str | None
    ended_on: Annotated[
        str | None,
        Meaning("Last day of a party that is no more, by the name it had; else null."),
    ] = None


def explorer_page(*path: str, **parameters: str) -> str:
    """Address of a page of the explorer, below the address of the service.

    Examples
    --------
    >>> explorer_page("nodes", "guarantee", "bank:HT/1", tab="sources")
    '#/nodes/guarantee/bank%3AHT%2F1?tab=sources'
    """
    address = "#/" + "/".join(quote(part, safe="") for part in path)
    return f"{address}?{urlencode(parameters)}" if parameters else address


def values_of(record_type: type, record: Any) -> dict[str, Any]:
    """Fields of a record that it shares with `record_type`, for one derived from it.

    Examples
    --------
    >>> values_of(Sentence, Sentence("pair", "互保"))
    {'en': 'pair', 'zh': '互保'}
    """
    names = (item.name for item in fields(record_type))
    return {name: getattr(record, name) for name in names if hasattr(record, name)}
