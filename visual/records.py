"""A picture as records: what the API sends and the report draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated, Protocol, Self

from graph.analysis.answer import Band, Completeness, Meaning, MoneyText, Sentence
from graph.analysis.description import SourceRecord
from graph.analysis.model_score_records import Flag
from graph.analysis.model_scores import flag_of
from graph.analysis.score_book import score_book
from graph.instant import At

if TYPE_CHECKING:
    from graph.analysis.published import Published
    from graph.stores.base import Store


class ByParty(Protocol):
    """Figures by party id; a mapping is one."""

    def get(self, party_id: str, /) -> float | None:
        """The figure of a party, None where there is none."""


def no_flag(_party_id: str) -> Flag | None:
    """Marks nobody."""
    return None


@dataclass(frozen=True, slots=True)
class Annotations:
    """What published findings add to the parties of a picture, by party id."""

    pd: ByParty = field(default_factory=dict[str, float])
    loans: ByParty = field(default_factory=dict[str, float])
    circles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sees_personal: bool = False
    flag: Callable[[str], Flag | None] = no_flag

    @classmethod
    def at(
        cls,
        published: Published,
        at: At,
        *,
        sees_personal: bool,
        store: Store | None = None,
    ) -> Self:
        """What the findings say of an instant; nothing of another than their own.

        Parameters
        ----------
        store
            Publishes the scores by which firms are flagged; None marks nobody.

        Raises
        ------
        NotPublishedError
            The scores were replaced while they were read.
        """
        if not published.speaks_of(at):
            return cls(sees_personal=sees_personal)
        book = None if store is None else score_book(published, store)
        return cls(
            flag=no_flag if book is None else partial(flag_of, book),
            pd=published.pd,
            loans=published.loans,
            circles=published.findings.circles_of,
            sees_personal=sees_personal,
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A node; `x` and `y` are in px around the picture's centre."""

    id: str
    node_kind: str
    party_type: str | None
    name: str
    name_en: str | None
    subtitle: Sentence | None
    band: Band
    pd: float | None
    size: float
    x: float
    y: float
    label_side: Annotated[str, Meaning("left | right | above | below")]
    hops: int
    hidden: Annotated[
        Mapping[str, int],
        Meaning("Links left out, by relation; parallel ones are one."),
    ]
    hidden_facts: Annotated[
        Mapping[str, int], Meaning("Facts that those links stand for, by relation.")
    ]
    circle_ids: Sequence[str]
    flag: Annotated[
        Flag | None, Meaning("By a model or by rules, of what is published.")
    ] = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Known amounts in one currency, added up."""

    currency: str | None
    amount: MoneyText


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from `source` to `target`; `loss` says which way distress travels.

    One that stands for several facts is opened by `/v1/links/sources`: then `amount`
    is their sum where all are in one currency, and `valid_from` the first of their
    starts.
    """

    id: str
    relation: str
    source: str
    target: str
    amount: MoneyText
    currency: str | None
    share: float | None
    label: Sentence | None
    force: str
    force_reason: Sentence | None
    valid_from: str | None
    valid_to: str | None
    recorded_from: str | None
    derived: bool
    contracts: Sequence[str]
    source_records: Sequence[SourceRecord]
    loss: str
    count: Annotated[
        int, Meaning("Facts from one node to the other that it stands for.", low=0)
    ]
    sums: Annotated[
        Sequence[Sum], Meaning("Of several facts, by currency; else empty.")
    ]
    unknown_amounts: Annotated[
        int, Meaning("Of several facts, those that state no amount.")
    ]
    last: Annotated[str | None, Meaning("Of several facts, the start of the latest.")]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a neighbourhood, a circle or a path, with its completeness."""

    focus: str | None
    layout: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    at: At
    completeness: Completeness
