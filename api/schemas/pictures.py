"""A graph to draw: nodes with positions, edges with their legal force."""

from __future__ import annotations

from pydantic import Field

from api.schemas.answer import (
    AtOut,
    Band,
    CompletenessOut,
    Money,
    PartyRef,
    Schema,
    SentenceOut,
)


class NodeOut(Schema):
    """A node; `x` and `y` are in px around the picture's centre."""

    id: str
    node_kind: str
    party_type: str | None
    name: str
    name_en: str | None
    subtitle: SentenceOut | None
    band: Band
    pd: float | None
    size: float
    x: float
    y: float
    label_side: str = Field(description="left | right | above | below")
    hops: int
    hidden: dict[str, int] = Field(description="Links left out, by relation.")
    circle_ids: list[str]


class SourceRecord(Schema):
    """Where a fact was read."""

    source: str
    record_id: str
    collected_at: str | None
    file: str | None
    row: int | None


class EdgeOut(Schema):
    """An edge from `source` to `target`; `loss` says which way distress travels."""

    id: str
    relation: str
    source: str
    target: str
    amount: Money
    currency: str | None
    share: float | None
    label: SentenceOut | None
    force: str
    force_reason: SentenceOut | None
    valid_from: str | None
    valid_to: str | None
    recorded_from: str | None
    derived: bool
    contracts: list[str]
    source_records: list[SourceRecord]
    loss: str


class GraphOut(Schema):
    """A picture of a neighbourhood, a circle or a path, with its completeness."""

    focus: str | None
    layout: str
    nodes: list[NodeOut]
    edges: list[EdgeOut]
    at: AtOut
    completeness: CompletenessOut


class ExpansionOut(Schema):
    """How many links there are before drawing any."""

    relation: str
    direction: str
    label: SentenceOut
    total: int
    shown_cap: int


class Expansions(Schema):
    """The expand menu of a party."""

    party_id: str
    relations: list[ExpansionOut]
    at: AtOut


class PathOut(Schema):
    """One path: party ids in order and the ids of the edges between them."""

    nodes: list[PartyRef]
    edges: list[str]
    length: int


class Paths(Schema):
    """Paths between two parties, shortest first."""

    paths: list[PathOut]
    graph: GraphOut
    at: AtOut
    completeness: CompletenessOut
