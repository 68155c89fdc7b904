"""One HTML file that opens without a network: picture, tables, numbers, receipt.

The picture is drawn by pyvis (vis-network) at positions computed here: its own
physics would take half a minute for two hundred nodes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from graph.analysis.relations import DISPLAYS
from graph.vocabulary import KINDS, Label, RelationDisplay
from graph.vocabulary.display import Arrow, Colour, Shape, Stroke
from visual.amounts import short_amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visual.records import Edge, Node, Picture

LIMIT = 500
"""Most nodes in a report: more would neither open fast nor be read."""

_EXTERNAL = re.compile(
    r"<(link|script)\b[^>]*\b(?:href|src)=[\"']\s*https?://[^>]*>(\s*</script>)?",
    re.IGNORECASE,
)
_LIBRARY_FILE = re.compile(r"<script src=[\"']lib/[^>]*></script>", re.IGNORECASE)
_EMPTY_HEADING = re.compile(r"<center>.*?</center>", re.DOTALL)
_BODY = re.compile(r"<body>.*?<div class=\"card\"[^>]*>", re.DOTALL)

BAND_COLOURS = {
    1: ("#DDE5EA", "#2F3E49", "#71808C"),
    2: ("#F2DC98", "#463700", "#8C7424"),
    3: ("#EDA445", "#351F00", "#9A5F0C"),
    4: ("#C9471F", "#FFFFFF", "#8F2E10"),
    5: ("#7F0F33", "#FFFFFF", "#540820"),
}
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
_QUIET = COLOURS[Colour.ROLE]
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
_IDLE = frozenset({"lapsed", "released", "no_effect"})
"""States of a guarantee that binds nobody."""
_FOLD = RelationDisplay("more", Label("", ""), Label("", ""), Label("", ""))

STYLE = """
:root { color-scheme: light; font: 13px/20px system-ui, "PingFang SC",
  "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif; color: #16202A; }
body { margin: 0 auto; max-width: 1200px; padding: 24px 16px; background: #fff; }
h1 { font-size: 20px; line-height: 26px; margin: 0; }
h2 { font-size: 13px; margin: 24px 0 8px; border-top: 1px solid #DCE1E6;
  padding-top: 16px; }
.sub { color: #43505C; } .figures { display: flex; flex-wrap: wrap; gap: 8px 32px;
  margin: 16px 0; } .figures dt { color: #43505C; } .figures dd { margin: 0;
  font-weight: 600; font-size: 16px; }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid #DCE1E6; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
#mynetwork { border: 1px solid #C6CED6 !important; background: #FAFBFC !important;
  height: 560px !important; width: 100% !important; float: none !important; }
pre { background: #F7F8FA; border: 1px solid #DCE1E6; padding: 8px; overflow: auto;
  font-size: 11px; } .notice { background: #FDF4DC; color: #7A5200; padding: 8px; }
@media print { body { padding: 0; } pre { white-space: pre-wrap; } }
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a cell that is a number is aligned as one."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says; all text is escaped when it is written."""

    language: str
    title: str
    subtitle: str
    figures: Sequence[tuple[str, str]]
    picture: Picture
    picture_caption: str
    reasons: Sequence[str]
    reasons_title: str
    tables: Sequence[Table]
    receipts_title: str
    receipts: Sequence[Mapping[str, Any]]
    notices: Sequence[str] = field(default_factory=tuple)


def render(report: Report) -> str:
    """The report as one HTML document with nothing to fetch."""
    drawn = _network(report.picture, report.language)
    head = (
        f'<meta charset="utf-8"><title>{escape(report.title)}</title>'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">"
        f"<style>{STYLE}</style>"
    )
    page = drawn.replace("<head>", f"<head>{head}", 1)
    page = re.sub(r"<html>", f'<html lang="{_lang(report.language)}">', page, count=1)
    page = _BODY.sub(lambda _: f"<body><main>{_opening(report)}<div>", page, count=1)
    return page.replace("</body>", f"{_closing(report)}</main></body>", 1)


def _lang(language: str) -> str:
    return "zh-CN" if language == "zh" else "en"


def _opening(report: Report) -> str:
    figures = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>"
        for label, value in report.figures
    )
    notices = "".join(
        f'<p class="notice">{escape(n)}</p>' for n in (*report.notices, *_cut(report))
    )
    return (
        f"<h1>{escape(report.title)}</h1>"
        f'<p class="sub">{escape(report.subtitle)}</p>{notices}'
        f'<dl class="figures">{figures}</dl>'
        f'<p class="sub">{escape(report.picture_caption)}</p>'
    )


def _cut(report: Report) -> list[str]:
    """What the picture leaves out for its size."""
    total = len(report.picture.nodes)
    if total <= LIMIT:
        return []
    if report.language == "zh":
        return [f"图形仅显示 {total} 个节点中的前 {LIMIT} 个。"]
    return [f"The picture shows the first {LIMIT} of {total} nodes."]


def _closing(report: Report) -> str:
    parts = []
    if report.reasons:
        listed = "".join(f"<li>{escape(reason)}</li>" for reason in report.reasons)
        parts.append(f"<h2>{escape(report.reasons_title)}</h2><ol>{listed}</ol>")
    parts.extend(_table(table) for table in report.tables)
    parts.append(f"<h2>{escape(report.receipts_title)}</h2>")
    parts.extend(
        f"<pre>{escape(json.dumps(receipt, ensure_ascii=False, indent=1))}</pre>"
        for receipt in report.receipts
    )
    return "".join(parts)


def _table(table: Table) -> str:
    numeric = [
        bool(table.rows) and all(_is_number(row[i]) for row in table.rows)
        for i in range(len(table.columns))
    ]
    classes = [' class="n"' if number else "" for number in numeric]
    head = "".join(
        f'<th scope="col"{c}>{escape(name)}</th>'
        for name, c in zip(table.columns, classes, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{c}>{escape('' if cell is None else str(cell))}</td>"
            for cell, c in zip(row, classes, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<h2>{escape(table.title)}</h2><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _is_number(cell: Any) -> bool:
    text = str(cell).replace(",", "").replace("%", "").replace("−", "-").strip()
    return bool(re.fullmatch(r"-?\d+(\.\d+)?|–|", text))


def _network(picture: Picture, language: str) -> str:
    from pyvis.network import Network

    network = Network(
        directed=True, cdn_resources="in_line", height="560px", width="100%"
    )
    network.toggle_physics(False)  # noqa: FBT003 - pyvis takes it by position
    for node in picture.nodes[:LIMIT]:
        network.add_node(node.id, **_node_options(node, language))
    drawn = {node.id for node in picture.nodes[:LIMIT]}
    for edge in picture.edges:
        if {edge.source, edge.target} <= drawn:
            network.add_edge(edge.source, edge.target, **_edge_options(edge, language))
    html: str = network.generate_html(notebook=False)
    for unwanted in (_EXTERNAL, _LIBRARY_FILE, _EMPTY_HEADING):
        html = unwanted.sub("", html)
    return html


def _node_options(node: Node, language: str) -> dict[str, Any]:
    fill, text, border = BAND_COLOURS.get(
        node.band or 0, ("#FFFFFF", "#16202A", _QUIET)
    )
    name = node.name if language == "zh" else node.name_en or node.name
    label = f"{node.band} {name}" if node.band else name
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
    idle = edge.force in _IDLE
    reason = "" if edge.force_reason is None else getattr(edge.force_reason, language)
    display = DISPLAYS.get(edge.relation, _FOLD)
    style = display.style
    return {
        "label": amount or ("" if display.self_evident else label),
        "title": " · ".join(filter(None, (label, amount, edge.force, reason))),
        "color": COLOURS[style.colour],
        "dashes": idle or _DASHES[style.stroke],
        "arrows": "to" if style.arrow is not Arrow.NONE else "",
        "width": 2.5 if style.by_amount and not idle else 1,
        "font": {"size": 12, "align": "horizontal", "background": "#FAFBFC"},
        "smooth": {"type": "curvedCW", "roundness": 0.18},
        "physics": False,
    }
