"""What users or a cut-off writer did to a store is found, or comes into sight."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graph.model import Run
from graph.stores import open_store
from graph.testing.facts import batch, guarantee_rows, write
from graph.testing.store_contract.publishing import PUBLICATION, pairs
from graph.vocabulary import KINDS

PARTY = KINDS["party"]


def test_a_broken_store_is_reported(server, ask):
    write(server, guarantee_rows(("a", "b")))
    ask("MATCH (f:GuaranteeFact)-[r:DEBTOR]->() DELETE r")
    ask("MATCH (f:PartyFact) WITH f LIMIT 1 SET f.recorded_to = 5")
    ask(
        "MATCH (p:Party {party_id: 'a'}) MATCH ()-[o:GUARANTOR_OF]->(c:Guarantee) "
        "CREATE (p)-[:GUARANTOR_OF {source: o.source, record_id: o.record_id, "
        "valid_from: o.valid_from, recorded_from: o.recorded_from}]->(c)"
    )
    ask("CREATE (:Commit {sequence: 10})")
    assert server.check(quick=True) == [
        "there are 4 commits, numbered up to 10",
        "there are 1 party facts of no known commit",
        "there are 1 guarantee facts without their debtor",
        "there are 1 guarantor facts with two open versions",
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("MATCH (f:PartyFact {record_id: 'a'}) SET f.city = 'x'", "commit 1 is not"),
        ("MATCH (f:PartyFact {record_id: 'a'}) SET f.row = 5", "commit 1 is not"),
        ("MATCH (f:PartyFact) SET f.search_words = 'x'", "2 party facts that are not"),
        ("MATCH (n:Party {party_id: 'a'}) SET n.party_id = 'c'", "commit 1 is not"),
        ("MATCH (f:GuaranteeFact) SET f.cap = 50", "commit 2 is not"),
        ("MATCH ()-[f:GUARANTOR_OF]->() SET f.valid_to = 90", "commit 3 is not"),
        ("MATCH ()-[f:GUARANTOR_OF]->() SET f.content_hash = 9", "commit 3 is not"),
        ("MATCH (c:Confirmation) SET c.collected_at = 9", "commit 4 is not"),
        ("MATCH (c:Confirmation) DELETE c", "commit 4 is not"),
        ("MATCH (c:Commit {sequence: 2}) SET c.added = 2", "commit 2 is not"),
        ("MATCH (r:Run) SET r.receipt = '{}'", "the run of pd is not"),
        ("MATCH (f:FindingPart) SET f.place = 1, f.digest = 'x'", "findings score"),
        ("MATCH (p:Publication {name: 'current'}) SET p.as_of = 1", "the publication"),
    ],
)
def test_a_changed_property_is_found(server, ask, change, fault):
    rows = guarantee_rows(("a", "b"), cap=5)
    write(server, rows)
    again = [row | {"collected_at": 3} for row in rows["party"][:1]]
    assert server.append(batch(PARTY, again)).confirmed == 1
    table = pa.table({"party_id": ["a"], "pd": [0.5]})
    run = Run("r", "pd", "snap-1", 0, {"as_of": "x"})
    server.write_findings(run, {"score": table})
    server.publish(PUBLICATION, pairs())
    assert server.check() == []
    assert server.commits_without_digest() == 0
    ask(change)
    assert server.check(quick=True) == []
    assert any(fault in text for text in server.check())


def test_a_commit_whose_writer_was_cut_off_comes_into_sight(server, ask, neo4j_url):
    write(server, {"party": [{"party_id": "a"}]})
    before = server.last_instant()
    write(server, {"party": [{"party_id": "b"}]})
    ask("MATCH (s:Store) SET s.sequence = 1, s.recorded_at = $before", before=before)
    assert server.view().counts() == {"party.company": 1}
    assert server.changes(PARTY, before).num_rows == 0
    with open_store(neo4j_url) as opened:
        assert opened.sequence() == server.sequence() == 2
        assert opened.changes(PARTY, before)["party_id"].to_pylist() == ["b"]
    assert server.view().counts() == {"party.company": 2}
