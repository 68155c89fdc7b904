"""Texts of the Cypher statements for findings; nothing runs here.

The tables themselves are kept as ``(:FindingPart)``, in Arrow's own format, each with
what is shown of it to those who ask in Cypher. That is written and taken away in the
same transaction. Names come from views, which check them; every value is a parameter.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.stores.graph_views import EdgeView, End, NodeView, PropertyView
from graph.stores.neo4j.cypher.conditions import link
from graph.stores.neo4j.cypher.facts import SHOWN, TEXTS
from graph.stores.neo4j.cypher.writes import PREFIX
from graph.vocabulary import KINDS, NODE_KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.stores.graph_views import GraphView

_OWN = {
    "Commit",
    "Confirmation",
    "FindingPart",
    "GUARANTEES",
    "LedgerEntry",
    "Lock",
    "Publication",
    "Run",
    "Store",
}

FIRST_VIEWS: dict[str, GraphView] = {
    "circle": NodeView("Circle", "circle_id"),
    "circle_member": EdgeView(
        "MEMBER_OF",
        End("Party", "party_id", "party_id"),
        End("Circle", "circle_id", "circle_id"),
    ),
    "score": PropertyView(
        "Party", "party_id", ("self_pd", "self_quality", "pd", "increment", "error")
    ),
}
"""What version 1 showed of its tables, which do not say so themselves."""


@cache
def names_of_facts() -> set[str]:
    """Labels and relationship types that findings must leave alone."""
    names = _OWN | {kind.cypher for kind in NODE_KINDS.values()}
    for name, kind in KINDS.items():
        names.add(TEXTS[name].label)
        if kind.form is not Form.EDGE:
            names |= {link(kind, end) for end in kind.references}
    return names


def refuse_unfit(name: str, view: GraphView, columns: Iterable[str]) -> None:
    """Refuse to show a table in a way that would fail, or touch facts.

    Raises
    ------
    ValueError
        The table lacks a column, or the view has a name that facts use.
    """
    missing = sorted({*view.needed} - {*columns})
    if missing:
        raise ValueError(
            f"findings table {name} is shown by its columns {', '.join(missing)}, "
            "which it lacks"
        )
    if isinstance(view, PropertyView):
        taken = {*view.columns} & {view.key, "node_no", *SHOWN}
    else:
        own = view.label if isinstance(view, NodeView) else view.type
        taken = {own} & names_of_facts()
    if taken:
        raise ValueError(
            f"findings table {name} cannot be shown as {', '.join(sorted(taken))}: "
            "facts are"
        )


def view_indexes(views: Iterable[GraphView]) -> dict[str, str]:
    """Statement that creates each index which the writing of views needs, by name."""
    texts = {}
    for view in views:
        if isinstance(view, NodeView):
            name = f"{PREFIX}_{view.label.lower()}_{view.key}"
            texts[name] = (
                f"CREATE INDEX {name} IF NOT EXISTS "
                f"FOR (n:{view.label}) ON (n.{view.key})"
            )
    return texts


def clear_view(name: str, view: GraphView) -> str:
    """Take away what is seen of a table."""
    if isinstance(view, NodeView):
        return f"MATCH (n:{view.label}) DETACH DELETE n"
    if isinstance(view, EdgeView):
        ends = f"(:{view.tail.label})-[e:{view.type}]->(:{view.head.label})"
        return f"MATCH {ends} DELETE e"
    gone = ", ".join(f"n.{column}" for column in (_mark(name), *view.columns))
    return f"MATCH (n:{view.label}) WHERE n.{_mark(name)} IS NOT NULL REMOVE {gone}"


def write_view(name: str, view: GraphView) -> str:
    """Show $rows, maps of the table's plain columns, as found by $run_id."""
    lines = ["UNWIND $rows AS row"]
    if isinstance(view, NodeView):
        lines.append(f"CREATE (n:{view.label}) SET n = row, n.run_id = $run_id")
    elif isinstance(view, EdgeView):
        lines += [_bound("tail", view.tail), _bound("head", view.head)]
        lines.append(f"CREATE (tail)-[:{view.type}]->(head)")
    else:
        lines.append(_bound("n", End(view.label, view.key, view.key)))
        values = "".join(f", n.{column} = row.{column}" for column in view.columns)
        lines.append(f"SET n.{_mark(name)} = $run_id{values}")
    return "\n".join(lines)


def _mark(name: str) -> str:
    """Property of a node that says which run the table's other properties are of."""
    return f"{name}_run"


def _bound(variable: str, end: End) -> str:
    node = f"{variable}:{end.label}"
    return (
        f"MATCH ({node}) USING INDEX {node}({end.key}) "
        f"WHERE {variable}.{end.key} = row.{end.column}"
    )


WRITE_RUN = "MERGE (r:Run {analysis: $run.analysis}) SET r = $run"

RUNS = "MATCH (r:Run) RETURN properties(r) AS run ORDER BY r.analysis"

EXISTING_TABLES = """
MATCH (f:FindingPart) WHERE f.analysis = $analysis OR f.table IN $names
RETURN DISTINCT f.table AS name, f.view AS view
"""

CLEAR_TABLE = "MATCH (f:FindingPart {table: $name}) DELETE f"

WRITE_PART = """
CREATE (:FindingPart {table: $name, analysis: $analysis, view: $view, place: $place,
    data: $data, digest: $digest})
"""

DIGESTS = """
MATCH (f:FindingPart) RETURN f.table AS name, f.data AS data, f.digest AS digest
ORDER BY name, f.place
"""

READ_PARTS = """
MATCH (f:FindingPart {table: $name}) RETURN f.data AS data ORDER BY f.place
"""
