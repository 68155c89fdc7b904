"""A picture as data of vis-network, which pyvis brings, at the positions it states.

The physics of vis-network would take half a minute for two hundred nodes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

from graph.analysis.relations import DISPLAYS
from graph.analysis.short_amounts import short_amount
from graph.vocabulary import KINDS, Label, RelationDisplay
from graph.vocabulary.display import Arrow, Colour, Shape, Stroke
from visual.report.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visual.records import Edge, Node, Picture

LIMIT = 500
"""Most nodes drawn: more would neither open fast nor be read."""

BAND_COLOURS = {
    1: ("#DDE5EA", "#2F3E49", "#71808C"),
    2: ("#F2DC98", "#463700", "#8C7424"),
    3: ("#EDA445", "#351F00", "#9A5F0C"),
    4: ("#C9471F", "#FFFFFF", "#8F2E10"),
    5: ("#7F0F33", "#FFFFFF", "#540820"),
}
"""Fill, text and border of each risk band."""
COLOURS = {
    Colour.GUARANTEE: "#34424F",
    Colour.OWNERSHIP: "#0A716C",
    Colour.CONTROL: "#6A3DA3",
    Colour.ROLE: "#5B6874",
    Colour.TRANSFER: "#1B57B0",
    Colour.LITIGATION: "#84480A",
    Colour.PLAIN: "#7A8694",
}
"""The light theme of the explorer."""
_NO_BAND = ("#FFFFFF", "#16202A", COLOURS[Colour.ROLE])
_SHAPES = {
    Shape.BOX: "box",
    Shape.CIRCLE: "box",  # people carry their name inside
    Shape.HEXAGON: "box",
    Shape.DIAMOND: "diamond",
    Shape.BARREL: "database",
    Shape.DOCUMENT: "box",
    Shape.OCTAGON: "hexagon",
}
_DASHES = {Stroke.SOLID: False, Stroke.DASHED: True, Stroke.DOTTED: [2, 3]}
_NOT_BINDING = frozenset({"lapsed", "released", "no_effect"})
"""States of a guarantee that binds nobody."""
_LEGAL_FORM = re.compile(
    r"[,\s]+(co\.?,?\s*ltd\.?|company limited|limited|ltd\.?|inc\.?|llc|plc)$"
    r"|(有限责任|股份有限|集团有限|有限)公司$",
    re.IGNORECASE,
)
"""What boxes of firms leave out, so that they do not cover each other."""
_FOLD = RelationDisplay("more", Label("", ""), Label("", ""), Label("", ""))
"""How the link to a folded node is drawn, which is of no kind."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the constructor of a vis-network takes."""

    nodes: Sequence[Mapping[str, Any]]
    edges: Sequence[Mapping[str, Any]]
    options: Mapping[str, Any]

    @classmethod
    def of(cls, picture: Picture, language: str) -> Self:
        """The first `LIMIT` nodes of a picture and the edges among them."""
        from pyvis.network import Network

        network = Network(directed=True)
        network.toggle_physics(False)  # noqa: FBT003 - pyvis takes it by position
        nodes = picture.nodes[:LIMIT]
        for node in nodes:
            network.add_node(node.id, **_node_options(node, language))
        drawn = {node.id for node in nodes}
        for edge in picture.edges:
            if {edge.source, edge.target} <= drawn:
                options = _edge_options(edge, language)
                network.add_edge(edge.source, edge.target, **options)
        return cls(network.nodes, network.edges, json.loads(network.options.to_json()))


@cache
def library() -> tuple[str, str]:
    """Script and style sheet of vis-network."""
    folder = files("pyvis") / "templates" / "lib" / "vis-9.1.2"
    names = ("vis-network.min.js", "vis-network.css")
    script, style = ((folder / name).read_text(encoding="utf-8") for name in names)
    return script, style


def _node_options(node: Node, language: str) -> dict[str, Any]:
    fill, text, border = BAND_COLOURS.get(node.band or 0, _NO_BAND)
    name = node.name if language == "zh" else node.name_en or node.name
    short = _LEGAL_FORM.sub("", name) or name
    label = f"{node.band} {short}" if node.band else short
    return {
        "label": label[:40],
        "title": f"{name} ({node.id})",
        "x": node.x * 1.4,
        "y": node.y * 1.4,
        "shape": "ellipse"
        if node.node_kind == "more"
        else _SHAPES[KINDS[node.node_kind].node.style.shape],
        "color": {"background": fill, "border": border},
        "font": {"color": text, "size": 13},
        "physics": False,
    }


def _edge_options(edge: Edge, language: str) -> dict[str, Any]:
    label = "" if edge.label is None else getattr(edge.label, language)
    amount = short_amount(edge.amount, edge.currency, language)
    if edge.count > 1:
        amount = f"{amount} ×{edge.count}".strip()
    idle = edge.force in _NOT_BINDING
    force = WORDS[language][f"force.{edge.force}"]
    reason = "" if edge.force_reason is None else getattr(edge.force_reason, language)
    display = DISPLAYS.get(edge.relation, _FOLD)
    style = display.style
    return {
        "label": amount or ("" if display.self_evident else label),
        "title": " · ".join(filter(None, (label, amount, force, reason))),
        "color": COLOURS[style.colour],
        "dashes": idle or _DASHES[style.stroke],
        "arrows": "to" if style.arrow is not Arrow.NONE else "",
        "width": 2.5 if style.by_amount and not idle else 1,
        "font": {"size": 12, "align": "horizontal", "background": "#FAFBFC"},
        "smooth": {"type": "curvedCW", "roundness": 0.18},
        "physics": False,
    }
