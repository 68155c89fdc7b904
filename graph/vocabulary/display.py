"""How facts are shown: as nodes, and as lines between nodes; and what they are called.

Nothing here is part of what a fact means: it enters neither the vocabulary's version
nor a snapshot's hash nor a store. Colours, shapes and icons are closed sets, which the
explorer and the offline report know how to draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Label:
    """A name for people, in both languages of the interface."""

    en: str
    zh: str


class Colour(StrEnum):
    """Colours of the explorer's themes, light and dark, by the name of their token."""

    GUARANTEE = "guarantee"
    OWNERSHIP = "ownership"
    CONTROL = "control"
    ROLE = "role"
    TRANSFER = "transfer"
    LITIGATION = "litigation"
    PLAIN = "lineS"


class Stroke(StrEnum):
    """How a line is drawn."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


class Arrow(StrEnum):
    """The sign at the head of a line; a bar stands at its tail."""

    TRIANGLE = "triangle"
    VEE = "vee"
    DIAMOND = "diamond"
    DOT = "dot"
    CHEVRON = "chevron"
    BAR = "bar"
    NONE = "none"


class Shape(StrEnum):
    """The outline of a node."""

    BOX = "box"
    CIRCLE = "circle"
    HEXAGON = "hexagon"
    DIAMOND = "diamond"
    BARREL = "barrel"
    DOCUMENT = "document"
    OCTAGON = "octagon"


class Icon(StrEnum):
    """What is drawn inside a node; without one a party shows its risk band."""

    PERSON = "person"
    BANK = "bank"
    CONTACT = "contact"
    ACCOUNT = "account"
    CASE = "case"
    CONTRACT = "contract"
    LOAN = "loan"


class Size(StrEnum):
    """What the size of a node says."""

    FIXED = "fixed"
    LOANS = "loans"


class View(StrEnum):
    """The pictures that show some relations without being asked."""

    NEIGHBOURHOOD = "neighbourhood"
    CIRCLE = "circle"
    PATHS = "paths"


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a link is drawn; `by_amount` widens it from `width` (px) with the amount."""

    colour: Colour = Colour.ROLE
    stroke: Stroke = Stroke.SOLID
    width: float = 1.5
    arrow: Arrow = Arrow.VEE
    by_amount: bool = False


@dataclass(frozen=True, slots=True)
class RelationDisplay:
    """How facts of a kind tie nodes to each other in pictures, filters and menus.

    An edge leads from its tail to its head, a statement from its subject to itself,
    and a node from the reference named `tail` to itself. With `through` the link goes
    on from the node at the head to the node which that one's reference names: a
    guarantee from the guarantor over the contract to the debtor.
    """

    name: str
    label: Label
    """What one is called, as a heading."""
    phrase: Label
    """What the tail does to the head, as it stands on a line."""
    outward: Label
    """What it leads to from its tail, in a menu."""
    inward: Label | None = None
    """What it leads to from its head; None where the head has no page."""
    rank: int = 1000
    """Place in filters, legends, menus and tables; of two texts the lower one stays."""
    legend: Label | None = None
    """What its line means, where that is not its label."""
    style: LineStyle = LineStyle()
    tail: str | None = None
    through: str | None = None
    measure: str | None = None
    """Money or share that ranks its links and stands on their lines; of the node in
    the middle where it leads through one."""
    named_by: str | None = None
    """Code that says which of several ties it is, such as the role; of the node in the
    middle, too."""
    views: tuple[View, ...] = ()
    """Pictures that show it without being asked."""
    background: bool = False
    """Whether a picture of a circle shows it on demand only."""
    above: bool = False
    """Whether its tail stands above its head in a layered picture."""
    self_evident: bool = False
    """Whether its ends say what it is, so that its line needs no words."""


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """How a node is drawn; `colour` is that of its outline.

    Without an icon it shows its risk band.
    """

    shape: Shape = Shape.BOX
    icon: Icon | None = None
    colour: Colour = Colour.PLAIN


@dataclass(frozen=True, slots=True)
class NodeDisplay:
    """How nodes of a kind are drawn and what stands beside them."""

    style: NodeStyle = NodeStyle()
    styles: tuple[tuple[str, NodeStyle], ...] = ()
    """Style of each subtype that looks different."""
    named_by: tuple[str, ...] = ()
    """Properties it may be called by: the first that is known, else its id."""
    subtitle: str | None = None
    """Code that stands under the name."""
    unsaid: str | None = None
    """The code of `subtitle` that goes without saying."""
    size: Size = Size.FIXED
