"""Texts of the Cypher statements for what is published.

``(:Publication {name: 'current'})`` is the record. Of the published snapshot only
there are derived ``(:Party)-[:GUARANTEES]->(:Party)``; another one, named
``guarantees``, tells which snapshot they are of and whether all are there.
"""

from __future__ import annotations

GUARANTEES = "(p:Publication {name: 'guarantees'})"

BEGIN = f"""
MERGE {GUARANTEES}
SET p.snapshot_id = $snapshot_id, p.publisher = $publisher, p.complete = false
"""

CLEAR_GUARANTEES = "MATCH ()-[g:GUARANTEES]->() WITH g LIMIT $most DELETE g"

WRITE_GUARANTEES = f"""
MATCH {GUARANTEES} WHERE p.publisher = $publisher
UNWIND $rows AS row
MATCH (guarantor:Party) USING INDEX guarantor:Party(party_id)
WHERE guarantor.party_id = row[0]
MATCH (debtor:Party) USING INDEX debtor:Party(party_id) WHERE debtor.party_id = row[1]
CREATE (guarantor)-[:GUARANTEES {{effective: row[2], face: row[3], contracts: row[4],
    snapshot_id: p.snapshot_id}}]->(debtor)
"""

END = f"""
MATCH {GUARANTEES} WHERE p.publisher = $publisher SET p.complete = true
MERGE (c:Publication {{name: 'current'}}) SET c += $shown, c.record = $record
RETURN c.name AS name
"""

RECORD = """
MATCH (c:Publication {name: 'current'})
RETURN c.record AS record, properties(c) AS shown
"""
"""One property, since those of a node may come into sight one by one."""

UNFINISHED = f"""
MATCH {GUARANTEES} WHERE NOT p.complete RETURN p.snapshot_id AS snapshot_id
"""
