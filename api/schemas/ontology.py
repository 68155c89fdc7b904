"""The vocabulary: kinds of fact, what they are called and how they are drawn."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from api.schemas.answer import Schema, SentenceOut
from graph.vocabulary import Form, Loss, PropertyType, Timing, View
from graph.vocabulary.display import Arrow, Colour, Icon, Shape, Size, Stroke


class OntologyCode(Schema):
    """A value of a code property, and what it is called inside a sentence."""

    name: str
    label: SentenceOut


class OntologyProperty(Schema):
    """A property of a kind."""

    name: str
    type: PropertyType
    label: SentenceOut
    unit: str | None
    required: bool
    codes: list[OntologyCode]
    personal: bool


class OntologyReference(Schema):
    """An end of a kind."""

    name: str
    column: str
    node_kind: str
    label: SentenceOut
    required: bool


class OntologyNodeStyle(Schema):
    """How a node is drawn; without an icon it shows its risk band."""

    shape: Shape
    icon: Icon | None
    colour: Colour = Field(description="Token of its outline's colour.")


class OntologyNode(Schema):
    """How nodes of a kind are drawn."""

    style: OntologyNodeStyle
    styles: Annotated[dict[str, OntologyNodeStyle], BeforeValidator(dict)] = Field(
        description="Style of each subtype that looks different."
    )
    size: Size


class OntologyKind(Schema):
    """A kind of node, edge or statement."""

    name: str
    form: Form
    label: SentenceOut
    timing: Timing
    loss: Loss = Field(description="Which way distress travels along an edge.")
    references: list[OntologyReference]
    properties: list[OntologyProperty]
    subtype: str | None = Field(description="The code that its facts are split by.")
    natural_key: list[str] = Field(
        description="Columns that name a record which its file gives no id."
    )
    searched: list[str] = Field(description="Columns by whose words it is found.")
    node: OntologyNode | None = Field(description="Null where it is drawn as a line.")
    relation: str | None = Field(description="The relation that its facts make.")
    usual_relations: list[str] = Field(
        description="Of a node: what its picture shows without being asked."
    )


class OntologyLineStyle(Schema):
    """How a link is drawn."""

    colour: Colour = Field(description="Token of its colour.")
    stroke: Stroke
    width: float = Field(description="Width in px, of the smallest amount if it grows.")
    arrow: Arrow = Field(description="Sign at its head; a bar stands at its tail.")
    by_amount: bool = Field(description="Whether its width grows with the amount.")


class OntologyRelation(Schema):
    """A relation that pictures draw and follow."""

    name: str
    kind: str | None = Field(description="Kind of its facts; null where derived.")
    tail_kind: str
    head_kind: str
    loss: Loss
    label: SentenceOut = Field(description="What one is called, as a heading.")
    phrase: SentenceOut = Field(description="What the tail does to the head.")
    outward: SentenceOut = Field(description="What it leads to from its tail.")
    inward: SentenceOut | None = Field(description="What it leads to from its head.")
    legend: SentenceOut = Field(description="What its line means.")
    style: OntologyLineStyle
    measure: PropertyType | None = Field(
        description="Whether an amount (money) or a share ranks its links."
    )
    named_by: str | None = Field(description="Code that says which tie it is.")
    views: list[View] = Field(description="Pictures that show it without being asked.")
    background: bool = Field(description="Whether circles show it on demand only.")
    above: bool = Field(description="Whether its tail stands above its head in layers.")
    self_evident: bool = Field(description="Whether its line needs no words.")


class OntologyBand(Schema):
    """A risk band."""

    band: int
    label: SentenceOut
    low: float
    high: float


class Ontology(Schema):
    """The vocabulary as data; relations are in the order in which they are listed."""

    version: str
    kinds: list[OntologyKind]
    relations: list[OntologyRelation]
    bands: list[OntologyBand]
