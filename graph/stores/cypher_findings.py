"""Texts of the Cypher statements for findings; nothing runs here.

Circles are ``(:Party)-[:MEMBER_OF]->(:Circle)``, scores are properties of parties, and
any other table is a ``(:Finding)`` per row. `finding_row` is the place in the table. Of
the published snapshot only there are derived ``(:Party)-[:GUARANTEES]->(:Party)``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableTexts:
    """How one table is kept.

    Attributes
    ----------
    keys
        Columns that name nodes; the others become properties.
    clear
        Takes away the rows of table $name; $nulls has a null per column.
    write
        Adds $rows of {keys..., values}.
    read
        Returns the values of table $name, keys included, in order.
    """

    keys: tuple[str, ...]
    clear: str
    write: str
    read: str


_PARTY = "MATCH (p:Party) USING INDEX p:Party(party_id) WHERE p.party_id = row.party_id"

KNOWN_TABLES = {
    "circle": TableTexts(
        keys=(),
        clear="MATCH (c:Circle) DETACH DELETE c",
        write="UNWIND $rows AS row CREATE (c:Circle) SET c = row.values",
        read="MATCH (c:Circle) RETURN properties(c) AS row ORDER BY c.finding_row",
    ),
    "circle_member": TableTexts(
        keys=("party_id", "circle_id"),
        clear="MATCH (:Party)-[m:MEMBER_OF]->(:Circle) DELETE m",
        write=f"""
UNWIND $rows AS row
{_PARTY}
MATCH (c:Circle) USING INDEX c:Circle(circle_id) WHERE c.circle_id = row.circle_id
CREATE (p)-[m:MEMBER_OF]->(c) SET m = row.values
""",
        read="""
MATCH (p:Party)-[m:MEMBER_OF]->(c:Circle)
RETURN m {.*, party_id: p.party_id, circle_id: c.circle_id} AS row
ORDER BY m.finding_row
""",
    ),
    "score": TableTexts(
        keys=("party_id",),
        clear="MATCH (p:Party) WHERE p.finding_row IS NOT NULL SET p += $nulls",
        write=f"UNWIND $rows AS row\n{_PARTY}\nSET p += row.values",
        read="""
MATCH (p:Party) WHERE p.finding_row IS NOT NULL
RETURN properties(p) AS row ORDER BY p.finding_row
""",
    ),
}
"""The tables of `graph.analysis.findings`."""

OTHER_TABLE = TableTexts(
    keys=("finding_table",),
    clear="MATCH (f:Finding {finding_table: $name}) DELETE f",
    write="""
UNWIND $rows AS row
CREATE (f:Finding {finding_table: row.finding_table}) SET f += row.values
""",
    read="""
MATCH (f:Finding {finding_table: $name})
RETURN properties(f) AS row ORDER BY f.finding_row
""",
)

WRITE_RUN = "MERGE (r:Run {analysis: $run.analysis}) SET r = $run"

RUNS = "MATCH (r:Run) RETURN properties(r) AS run ORDER BY r.analysis"

WRITE_TABLE = "MERGE (t:FindingTable {name: $table.name}) SET t = $table"

TABLES = """
MATCH (t:FindingTable) WHERE t.analysis = $analysis OR t.name IN $names
RETURN t.name AS name, t.arrow_schema AS arrow_schema
"""

CLEAR_TABLE = "MATCH (t:FindingTable {name: $name}) DELETE t"

PUBLICATION = "(p:Publication {name: 'guarantees'})"

BEGIN_PUBLICATION = f"""
MERGE {PUBLICATION}
SET p.snapshot_id = $snapshot_id, p.publisher = $publisher, p.complete = false
"""

CLEAR_GUARANTEES = """
MATCH ()-[g:GUARANTEES]->()
CALL (g) { DELETE g } IN TRANSACTIONS OF 10000 ROWS
"""

WRITE_GUARANTEES = f"""
MATCH {PUBLICATION} WHERE p.publisher = $publisher
SET p.publisher = $publisher
WITH p UNWIND $rows AS row
MATCH (guarantor:Party) USING INDEX guarantor:Party(party_id)
WHERE guarantor.party_id = row[0]
MATCH (debtor:Party) USING INDEX debtor:Party(party_id) WHERE debtor.party_id = row[1]
CREATE (guarantor)-[:GUARANTEES {{effective: row[2], face: row[3], contracts: row[4],
    snapshot_id: p.snapshot_id}}]->(debtor)
"""

END_PUBLICATION = f"""
MATCH {PUBLICATION} WHERE p.publisher = $publisher SET p.complete = true
"""

UNFINISHED_PUBLICATION = f"""
MATCH {PUBLICATION} WHERE NOT p.complete RETURN p.snapshot_id AS snapshot_id
"""
