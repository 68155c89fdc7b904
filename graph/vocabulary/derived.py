"""Relations that are concluded from facts and never collected."""

from __future__ import annotations

from graph.vocabulary.display import (
    Arrow,
    Colour,
    Label,
    LineStyle,
    RelationDisplay,
    Stroke,
)

CONTROL = RelationDisplay(
    "control",
    Label("Control", "控制"),
    Label("controls", "控制"),
    outward=Label("Controls", "控制企业"),
    inward=Label("Controlled by", "控制人"),
    rank=20,
    legend=Label("controls", "控制"),
    style=LineStyle(Colour.CONTROL, Stroke.DASHED, arrow=Arrow.DIAMOND),
    above=True,
    self_evident=True,
)

DERIVED = (CONTROL,)
