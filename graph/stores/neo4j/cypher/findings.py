"""Texts of the Cypher statements for findings; nothing runs here.

The tables themselves are kept as ``(:FindingPart)``, in Arrow's own format. For those
who ask in Cypher, in the same transaction, circles become ``(:Circle)`` and
``(:Party)-[:MEMBER_OF]->(:Circle)``, and scores become properties of parties.
"""

from __future__ import annotations

from dataclasses import dataclass

SCORES = ("self_pd", "self_quality", "pd", "increment", "error")
"""Columns of the table ``score`` that parties carry, besides `score_run`."""


@dataclass(frozen=True, slots=True)
class View:
    """What Cypher users see of a table.

    Attributes
    ----------
    keys
        Columns that a table needs for this.
    clear
        Takes away what is seen.
    write
        Shows $rows, maps of the table's columns, as found by $run_id.
    """

    keys: tuple[str, ...]
    clear: str
    write: str


_PARTY = "MATCH (p:Party) USING INDEX p:Party(party_id) WHERE p.party_id = row.party_id"
_CIRCLE = (
    "MATCH (c:Circle) USING INDEX c:Circle(circle_id) WHERE c.circle_id = row.circle_id"
)

VIEWS = {
    "circle": View(
        ("circle_id",),
        "MATCH (c:Circle) DETACH DELETE c",
        "UNWIND $rows AS row CREATE (c:Circle) SET c = row, c.run_id = $run_id",
    ),
    "circle_member": View(
        ("circle_id", "party_id"),
        "MATCH (:Party)-[m:MEMBER_OF]->(:Circle) DELETE m",
        f"UNWIND $rows AS row\n{_PARTY}\n{_CIRCLE}\nCREATE (p)-[:MEMBER_OF]->(c)",
    ),
    "score": View(
        ("party_id",),
        "MATCH (p:Party) WHERE p.score_run IS NOT NULL\n"
        f"REMOVE p.score_run, {', '.join(f'p.{name}' for name in SCORES)}",
        f"UNWIND $rows AS row\n{_PARTY}\nSET p.score_run = $run_id, "
        + ", ".join(f"p.{name} = row.{name}" for name in SCORES),
    ),
}
"""Tables that users see, in an order in which each refers to earlier ones only."""

WRITE_RUN = "MERGE (r:Run {analysis: $run.analysis}) SET r = $run"

RUNS = "MATCH (r:Run) RETURN properties(r) AS run ORDER BY r.analysis"

HELD_TABLES = """
MATCH (f:FindingPart) WHERE f.analysis = $analysis OR f.table IN $names
RETURN DISTINCT f.table AS name
"""

CLEAR_TABLE = "MATCH (f:FindingPart {table: $name}) DELETE f"

WRITE_PART = """
CREATE (:FindingPart {table: $name, analysis: $analysis, place: $place, data: $data})
"""

READ_PARTS = """
MATCH (f:FindingPart {table: $name}) RETURN f.data AS data ORDER BY f.place
"""
