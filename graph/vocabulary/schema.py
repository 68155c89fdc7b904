"""What a kind of fact is made of: its references, properties and loss direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from graph.vocabulary.display import Label, NodeDisplay, RelationDisplay


class PropertyType(StrEnum):
    """How a value is written in files, and kept in stores and batches.

    =========  ==========================  ==============================
    type       in files                    in stores and batches
    =========  ==========================  ==============================
    text       text                        text
    code       one of the choices          text
    boolean    true/false, 1/0             boolean
    integer    digits                      int64
    number     decimal                     float64
    money      decimal, major units        int64 minor units of `currency`
    share      fraction of 1               int64, in units of 1e-8
    date       YYYY-MM-DD                  int64 UTC ms of its first instant
    instant    RFC 3339                    int64 UTC ms
    ids        ids separated by ``;``      text, ids sorted, ``;`` between
    =========  ==========================  ==============================
    """

    TEXT = "text"
    CODE = "code"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"
    INSTANT = "instant"
    IDS = "ids"


SHARE_UNIT = 100_000_000
"""A share of 1 in stores: float sums miss an exact 25 %, integers do not."""


class Form(StrEnum):
    """Node: something with an id. Edge: tail to head. Statement: about one node."""

    NODE = "node"
    EDGE = "edge"
    STATEMENT = "statement"


class Timing(StrEnum):
    """What `valid_from` means, and how the column is called in files."""

    STATE = "valid_from"  # holds during [valid_from, valid_to)
    EVENT = "occurred_at"  # visible from the moment it happened
    PUBLICATION = "published_at"  # visible from publication, not from its period


class Loss(StrEnum):
    """Which way distress travels along an edge."""

    HEAD_TO_TAIL = "head_to_tail"
    TAIL_TO_HEAD = "tail_to_head"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Code:
    """One of the values that a code property may have, and what it is called."""

    name: str
    label: Label


def codes(**labels: tuple[str, str]) -> tuple[Code, ...]:
    """Codes by name, each with its English and Chinese label, as inside a sentence.

    Examples
    --------
    >>> codes(joint=("joint and several", "连带责任保证"))[0].label.en
    'joint and several'
    """
    return tuple(Code(name, Label(*label)) for name, label in labels.items())


@dataclass(frozen=True, slots=True)
class Property:
    """One typed value of a fact."""

    name: str
    type: PropertyType
    label: Label
    unit: str | None = None
    required: bool = False
    codes: tuple[Code, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    personal: bool = False  # masked without the scope read:personal

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that a code property may have."""
        return tuple(code.name for code in self.codes)

    def code_label(self, name: str) -> Label:
        """What a code is called; one that is not known, by itself."""
        found = (code.label for code in self.codes if code.name == name)
        return next(found, Label(name, name))


@dataclass(frozen=True, slots=True)
class Reference:
    """An end of a fact: a node of `node_kind`, written as column `<name>_id`."""

    name: str
    node_kind: str
    label: Label
    required: bool = True

    @property
    def column(self) -> str:
        """Column of the node's id in files and batches."""
        return f"{self.name}_id"


_NAMING = {PropertyType.CODE, PropertyType.TEXT, PropertyType.DATE}


@dataclass(frozen=True)
class Kind:
    """A kind of fact.

    The first reference of a node kind is the node itself; of an edge kind the
    first two are tail and head; of a statement the first is its subject. What follows
    `subtype` says how facts are named, found and shown, not what they mean.
    """

    name: str
    form: Form
    label: Label
    cypher: str  # node label, or relationship type of an edge
    references: tuple[Reference, ...]
    properties: tuple[Property, ...]
    timing: Timing = Timing.STATE
    happened: bool = False  # an event that no file can state before its day
    loss: Loss = Loss.NONE
    subtype: str | None = None  # the code property that counts are split by
    distinguished_by: tuple[str, ...] = ()  # beside ends and required properties
    searched: tuple[str, ...] = ()  # columns by whose words a party is found
    looked_up: tuple[str, ...] = ()  # columns by the start of whose text it is found
    counted_by_ends: bool = False  # under its relation, by the types of both parties
    relation: RelationDisplay | None = None
    node: NodeDisplay = field(default_factory=NodeDisplay)

    def __post_init__(self) -> None:
        if self.searched and self.name != "party":
            raise ValueError(f"{self.name} names `searched`, but only parties are")
        if self.counted_by_ends and self.relation is None:
            raise ValueError(f"{self.name} is counted by ends, but is no relation")

    @cached_property
    def natural_key(self) -> tuple[str, ...]:
        """Columns that name a record which its file gives no id.

        The node itself; of other kinds the ends and what tells apart several facts
        between them. Several facts may still share such a name.
        """
        if self.form is Form.NODE:
            return (self.tail.column,)
        return (
            *(item.column for item in self.references),
            *(
                item.name
                for item in self.properties
                if (item.required and item.type in _NAMING)
                or item.name in self.distinguished_by
            ),
        )

    @cached_property
    def property_by_name(self) -> dict[str, Property]:
        """Properties by name."""
        return {item.name: item for item in self.properties}

    @cached_property
    def content_columns(self) -> tuple[str, ...]:
        """Columns that make a fact's content: ends, properties and `valid_to`."""
        return (
            *(item.column for item in self.references),
            *(item.name for item in self.properties),
            "valid_to",
        )

    def reference(self, name: str) -> Reference:
        """The reference of that name."""
        return next(item for item in self.references if item.name == name)

    @property
    def tail(self) -> Reference:
        """Where an edge starts; the subject of a node kind or statement."""
        return self.references[0]

    @property
    def head(self) -> Reference:
        """Where an edge ends."""
        return self.references[1]
