"""A picture as records: what the API sends and the report draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.analysis.answer import Completeness, Sentence
    from graph.instant import At
    from graph.vocabulary import Loss


class ByParty(Protocol):
    """Figures by party id; a mapping is one."""

    def get(self, party_id: str, /) -> float | None:
        """The figure of a party, None where there is none."""


@dataclass(frozen=True, slots=True)
class Decor:
    """What published findings add to parties: by party id."""

    pd: ByParty = field(default_factory=dict[str, float])
    loans: ByParty = field(default_factory=dict[str, float])
    circles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sees_personal: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A node to draw."""

    id: str
    node_kind: str
    party_type: str | None
    name: str
    name_en: str | None
    subtitle: Sentence | None
    band: int | None
    pd: float | None
    size: float
    x: float
    y: float
    label_side: str
    hops: int
    hidden: Mapping[str, int]
    circle_ids: Sequence[str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    source: str
    record_id: str
    collected_at: str | None
    file: str | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge to draw; `loss` says which way distress travels along it."""

    id: str
    relation: str
    source: str
    target: str
    amount: str | None
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
    source_records: Sequence[Source]
    loss: Loss


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn graph."""

    focus: str | None
    layout: str
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    at: At
    completeness: Completeness
