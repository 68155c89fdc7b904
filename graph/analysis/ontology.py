"""The vocabulary as readers of answers need it: what is drawn, and how it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from graph.analysis.answer import Meaning, Sentence, values_of
from graph.analysis.bands import BANDS
from graph.analysis.relations import DISPLAYS, RELATIONS, usual_relations
from graph.vocabulary import (
    KINDS,
    VERSION,
    Code,
    Form,
    Kind,
    Label,
    Loss,
    PropertyType,
    RelationDisplay,
    Timing,
    View,
)
from graph.vocabulary.display import LineStyle, NodeStyle, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRecord:
    """A property of a kind."""

    name: str
    type: PropertyType
    label: Label
    unit: str | None
    required: bool
    codes: tuple[Code, ...]
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRecord:
    """An end of a kind."""

    name: str
    column: str
    node_kind: str
    label: Label
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnNode:
    """How nodes of a kind are drawn."""

    style: NodeStyle
    styles: Annotated[
        Mapping[str, NodeStyle], Meaning("Style of each subtype that looks different.")
    ]
    size: Size


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRecord:
    """A kind of node, edge or statement."""

    name: str
    form: Form
    label: Label
    timing: Timing
    loss: Annotated[Loss, Meaning("Which way distress travels along an edge.")]
    references: tuple[ReferenceRecord, ...]
    properties: tuple[PropertyRecord, ...]
    subtype: Annotated[str | None, Meaning("The code that its facts are split by.")]
    natural_key: Annotated[
        tuple[str, ...],
        Meaning("Columns that name a record which its file gives no id."),
    ]
    searched: Annotated[tuple[str, ...], Meaning("Columns by whose words it is found.")]
    node: Annotated[DrawnNode | None, Meaning("Null where it is drawn as a line.")]
    relation: Annotated[str | None, Meaning("The relation that its facts make.")]
    usual_relations: Annotated[
        tuple[str, ...],
        Meaning("Of a node: what its picture shows without being asked."),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRecord:
    """A relation that pictures draw and follow."""

    name: str
    kind: Annotated[str | None, Meaning("Kind of its facts; null where derived.")]
    tail_kind: str
    head_kind: str
    loss: Loss
    label: Annotated[Label, Meaning("What one is called, as a heading.")]
    phrase: Annotated[Label, Meaning("What the tail does to the head.")]
    outward: Annotated[Label, Meaning("What it leads to from its tail.")]
    inward: Annotated[Label | None, Meaning("What it leads to from its head.")]
    legend: Annotated[Label, Meaning("What its line means.")]
    style: LineStyle
    measure: Annotated[
        PropertyType | None,
        Meaning("Whether an amount (money) or a share ranks its links."),
    ]
    named_by: Annotated[str | None, Meaning("Code that says which tie it is.")]
    views: Annotated[
        tuple[View, ...], Meaning("Pictures that show it without being asked.")
    ]
    background: Annotated[bool, Meaning("Whether circles show it on demand only.")]
    above: Annotated[bool, Meaning("Whether its tail stands above its head in layers.")]
    self_evident: Annotated[bool, Meaning("Whether its line needs no words.")]


@dataclass(frozen=True, slots=True)
class BandRecord:
    """A risk band."""

    band: int
    label: Sentence
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OntologyRecord:
    """The vocabulary as data; relations are in the order in which they are listed."""

    version: str
    kinds: tuple[KindRecord, ...]
    relations: tuple[RelationRecord, ...]
    bands: tuple[BandRecord, ...]


@cache
def ontology_record() -> OntologyRecord:
    """Kinds, relations and risk bands of this program."""
    return OntologyRecord(
        version=VERSION,
        kinds=tuple(map(_kind, KINDS.values())),
        relations=tuple(map(_relation, DISPLAYS.values())),
        bands=tuple(BandRecord(*band) for band in BANDS),
    )


def _kind(kind: Kind) -> KindRecord:
    usual: tuple[str, ...] = ()
    if kind.form is Form.NODE:
        usual = usual_relations(View.NEIGHBOURHOOD, kind.name)
    own = {
        "references": tuple(
            ReferenceRecord(**values_of(ReferenceRecord, item))
            for item in kind.references
        ),
        "properties": tuple(
            PropertyRecord(**values_of(PropertyRecord, item))
            for item in kind.properties
        ),
        "node": _drawn(kind),
        "relation": None if kind.relation is None else kind.relation.name,
        "usual_relations": usual,
    }
    return KindRecord(**values_of(KindRecord, kind) | own)


def _drawn(kind: Kind) -> DrawnNode | None:
    """What a fact of the kind looks like as a node; a statement with a relation is one.

    Of others pictures show a line, or nothing.
    """
    tied = kind.form is Form.STATEMENT and kind.relation is not None
    if kind.form is not Form.NODE and not tied:
        return None
    shown = kind.node
    return DrawnNode(style=shown.style, styles=dict(shown.styles), size=shown.size)


def _relation(display: RelationDisplay) -> RelationRecord:
    """A derived relation ties parties and carries no loss of its own."""
    relation = RELATIONS.get(display.name)
    own = {
        "kind": relation and relation.kind.name,
        "tail_kind": "party" if relation is None else relation.tail_kind,
        "head_kind": "party" if relation is None else relation.head_kind,
        "loss": Loss.NONE if relation is None else relation.kind.loss,
        "legend": display.legend or display.label,
        "measure": relation and relation.measure and relation.measure.type,
    }
    return RelationRecord(**values_of(RelationRecord, display) | own)
