"""What users of a Neo4j server see of a store, and do to it."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from graph.analysis.circle_findings import CIRCLES
from graph.analysis.contagion import PD
from graph.analysis.ring_findings import RINGS, ring_tables
from graph.analysis.rings import find_rings
from graph.errors import StoreError
from graph.model import Run
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.stores.graph_views import EdgeView, End, NodeView, PropertyView
from graph.stores.neo4j.cypher.writes import LAYOUT
from graph.testing.facts import batch, guarantee_rows, snapshot_of, write
from graph.testing.store_contract.publishing import PUBLICATION, pairs
from graph.vocabulary import KINDS
from waiting import eventually

PARTY = KINDS["party"]
FIRST = replace(PUBLICATION, snapshot_id="snap-1")
SECOND = replace(PUBLICATION, snapshot_id="snap-2")


def test_a_contract_is_read_in_cypher(server, ask):
    write(server, guarantee_rows(("a", "b"), cap=500, currency="CNY"))
    text = """
    MATCH (g:Party)-[p:GUARANTOR_OF]->(c:Guarantee)<-[:DESCRIBES]-(f:GuaranteeFact)
    MATCH (f)-[:DEBTOR]->(d:Party)
    RETURN g.party_id, c.guarantee_id, d.name, f.cap, p.source, p.recorded_to
    """
    assert ask(text) == [["a", "a>b", "b", 500, "test", None]]


def test_each_version_has_a_number_of_its_own(server, ask):
    write(server, guarantee_rows(("a", "b"), ("b", "a")))
    numbers = ask("MATCH (f) WHERE f.fact_no IS NOT NULL RETURN f.fact_no")
    numbers += ask("MATCH ()-[f]->() WHERE f.fact_no IS NOT NULL RETURN f.fact_no")
    assert sorted(number for (number,) in numbers) == list(range(1, 7))


def test_a_party_shows_its_newest_name(server, ask):
    shown = "MATCH (p:Party {party_id: 'a'}) RETURN p.name, p.party_type"
    for name in ("old", "new"):
        server.append(batch(PARTY, [{"party_id": "a", "name": name}]))
        assert ask(shown) == [[name, "company"]]
    rows = [
        {"party_id": "a", "record_id": "x", "name": "newest", "collected_at": 2},
        {"party_id": "a", "record_id": "y", "name": "before", "collected_at": 1},
    ]
    server.append(batch(PARTY, rows))
    assert ask(shown) == [["newest", "company"]]
    later = {"party_id": "a", "record_id": "y", "name": "before", "collected_at": 3}
    server.append(batch(PARTY, [later]))
    assert ask(shown) == [["before", "company"]]
    from_then_on = later | {"name": "from then on", "valid_from": 10}
    server.append(batch(PARTY, [from_then_on]))
    assert ask(shown) == [["from then on", "company"]]
    server.retract(PARTY, "test", ["x", "y", "a"])
    assert ask(shown) == [[None, None]]


def test_two_descriptions_in_one_batch_show_the_newer(server, ask):
    rows = [
        {"party_id": "a", "record_id": "x", "name": "newer", "collected_at": 10},
        {"party_id": "a", "record_id": "y", "name": "older", "collected_at": 5},
    ]
    server.append(batch(PARTY, rows))
    assert ask("MATCH (p:Party) RETURN p.name") == [["newer"]]


def test_circles_and_scores_of_a_party_are_read_in_cypher(server, ask):
    write(server, {"party": [{"party_id": "a"}, {"party_id": "b"}]})
    circles = pa.table({"circle_id": ["c"], "firms": [2], "max_pd": [float("nan")]})
    members = pa.table({"circle_id": ["c", "c"], "party_id": ["a", "b"]})
    scores = pa.table({"party_id": ["a", "b"], "pd": [0.25, 0.5], "flags": [[1], []]})
    tables = {"circle": circles, "circle_member": members}
    server.write_findings(Run("run-1", "circles", "snap", 1), tables, CIRCLES.tables)
    server.write_findings(Run("run-2", "pd", "snap", 1), {"score": scores}, PD.tables)
    text = """
    MATCH (p:Party {party_id: 'a'})-[:MEMBER_OF]->(c:Circle)<-[:MEMBER_OF]-(o:Party)
    RETURN c.circle_id, c.firms, c.max_pd, c.run_id, p.pd, p.score_run, o.party_id, o.pd
    """
    assert ask(text) == [["c", 2, None, "run-1", 0.25, "run-2", "b", 0.5]]
    assert server.findings("score").equals(scores)
    server.write_findings(Run("run-3", "circles", "snap", 1), {})
    server.write_findings(Run("run-4", "pd", "snap", 1), {})
    assert ask("MATCH (c:Circle) RETURN c") == []
    assert ask("MATCH (p:Party) RETURN p.pd, p.score_run") == [[None, None]] * 2


def test_what_an_analysis_declares_is_seen_and_taken_away_as_it_was(server, ask):
    write(server, {"party": [{"party_id": "a"}, {"party_id": "b"}]})
    rings = pa.table({"ring_id": ["r"], "weight": [0.5]})
    turns = pa.table({"ring_id": ["r", "r"], "firm": ["a", "b"]})
    nexts = pa.table({"from_id": ["a"], "to_id": ["b"]})
    shares = pa.table({"party_id": ["a"], "share": [0.25]})
    tables = {"ring": rings, "turn": turns, "next": nexts, "share": shares}
    firm, ring = End("Party", "party_id", "firm"), End("Ring", "ring_id", "ring_id")
    views = {
        "ring": NodeView("Ring", "ring_id"),
        "turn": EdgeView("IN_TURN", firm, ring),
        "next": EdgeView(
            "NEXT",
            End("Party", "party_id", "from_id"),
            End("Party", "party_id", "to_id"),
        ),
        "share": PropertyView("Party", "party_id", ("share",)),
    }
    server.write_findings(Run("run-1", "rings", "snap", 1), tables, views)
    text = """
    MATCH (p:Party)-[:IN_TURN]->(r:Ring)
    OPTIONAL MATCH (p)-[:NEXT]->(n:Party)
    RETURN p.party_id, p.share, p.share_run, r.ring_id, r.weight, n.party_id
    ORDER BY p.party_id
    """
    assert ask(text) == [
        ["a", 0.25, "run-1", "r", 0.5, "b"],
        ["b", None, None, "r", 0.5, None],
    ]
    assert server.findings("turn").equals(turns)
    server.write_findings(Run("run-2", "rings", "snap", 1), {"turn": turns})
    assert ask("MATCH (r:Ring) RETURN r") == []
    assert ask("MATCH (:Party)-[e]->(:Party) RETURN e") == []
    assert ask("MATCH (p:Party) RETURN p.share, p.share_run") == [[None, None]] * 2
    assert server.findings("turn").equals(turns)


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        (NodeView("Ring", "ring_id"), "columns ring_id, which it lacks"),
        (NodeView("Party", "party_id"), "cannot be shown as Party"),
        (NodeView("FindingPart", "party_id"), "cannot be shown as FindingPart"),
        (
            EdgeView("OWNS", *[End("Party", "party_id", "party_id")] * 2),
            "cannot be shown as OWNS",
        ),
        (PropertyView("Party", "party_id", ("name",)), "cannot be shown as name"),
    ],
)
def test_a_view_that_fails_or_touches_facts_is_refused(server, ask, view, complaint):
    write(server, {"party": [{"party_id": "a", "name": "A"}]})
    shares = pa.table({"party_id": ["a"], "share": [0.25]})
    with pytest.raises(ValueError, match=complaint):
        server.write_findings(
            Run("run-1", "shares", "snap", 1), {"share": shares}, {"share": view}
        )
    assert server.runs() == []
    assert ask("MATCH (p:Party) RETURN p.party_id, p.name") == [["a", "A"]]


def test_what_version_1_showed_is_taken_away(server, ask):
    """Its tables do not say what is shown of them."""
    write(server, {"party": [{"party_id": "a"}]})
    for analysis, table in (
        ("circles", "circle"), ("circles", "circle_member"), ("pd", "score")
    ):  # fmt: skip
        ask(
            "CREATE (:FindingPart {table: $table, analysis: $name, place: 0})",
            table=table,
            name=analysis,
        )
    ask(
        "MATCH (p:Party) SET p.pd = 0.5, p.score_run = 'old' "
        "CREATE (p)-[:MEMBER_OF]->(:Circle {circle_id: 'c', run_id: 'old'})"
    )
    members = pa.table({"circle_id": ["d"], "party_id": ["a"]})
    tables = {"circle": pa.table({"circle_id": ["d"]}), "circle_member": members}
    server.write_findings(Run("run-1", "circles", "snap", 1), tables, CIRCLES.tables)
    server.write_findings(Run("run-2", "pd", "snap", 1), {})
    text = (
        "MATCH (p:Party)-[:MEMBER_OF]->(c:Circle) RETURN c.circle_id, p.pd, p.score_run"
    )
    assert ask(text) == [["d", None, None]]
    assert ask("MATCH (c:Circle) RETURN c.circle_id") == [["d"]]


def test_money_rings_are_read_in_cypher_with_the_ids_of_other_stores(server, ask):
    rows = {
        "account": [{"account_id": name} for name in "abc"],
        "transfer": [
            {"payer_id": payer, "payee_id": payee, "amount": 1, "valid_from": day}
            for day, (payer, payee) in enumerate(("ab", "bc", "ca"))
        ],
    }
    write(server, rows)
    found = find_rings(Snapshot.build(server, server.at(9)))
    run = Run("run-1", "rings", "snap", 1)
    server.write_findings(run, ring_tables(found), RINGS.tables)
    (ring,) = find_rings(snapshot_of(rows, 9)).rings
    text = """
    MATCH (r:Ring)-[:PASSES]->(a:Account)
    RETURN r.ring_id, r.length, a.account_id ORDER BY a.account_id
    """
    assert ask(text) == [[ring.ring_id, 3, name] for name in "abc"]
    assert server.findings("ring_transfer").num_rows == 3


def test_only_the_published_snapshot_has_pairs(server, ask):
    write(server, guarantee_rows(("a", "b"), ("b", "c")))

    server.publish(FIRST, pairs("ab", "bc"))
    server.publish(SECOND, pairs("bc"))
    text = """
    MATCH (g:Party)-[r:GUARANTEES]->(d:Party)
    RETURN g.party_id, d.party_id, r.effective, r.face, r.contracts, r.snapshot_id
    """
    assert ask(text) == [["b", "c", None, 2.5, 1, "snap-2"]]
    published = """
    MATCH (p:Publication) RETURN p.snapshot_id, p.complete, p.sequence ORDER BY p.name
    """
    shown = ["snap-2", None, 3]
    assert ask(published) == [shown, ["snap-2", True, None]]
    assert server.check() == []
    with pytest.raises(StoreError, match="0 of 1 pairs"):
        server.publish(replace(FIRST, snapshot_id="snap-3"), pairs("ax"))
    assert ask(published) == [shown, ["snap-3", False, None]]
    assert server.publication() == SECOND
    (complaint,) = server.check()
    assert "GUARANTEES of snapshot snap-3 are not complete" in complaint


def test_a_publisher_that_was_overtaken_says_so(server, ask, monkeypatch):
    def overtaken(_):
        ask("MATCH (p:Publication {name: 'guarantees'}) SET p.publisher = 'another'")
        return ()

    server.publish(FIRST, pairs())
    monkeypatch.setattr("graph.stores.neo4j.publication.chunks", overtaken)
    with pytest.raises(StoreError, match="while snap-2 was published"):
        server.publish(SECOND, pairs())
    assert server.publication() == FIRST


def test_a_store_of_a_newer_program_is_left_alone(server, ask, neo4j_url):
    write(server, {"party": [{"party_id": "a"}]})
    ask("MATCH (s:Store) SET s.layout = 1000")
    with pytest.raises(StoreError, match="use a newer one"):
        open_store(neo4j_url)


def test_the_words_of_an_older_layout_are_cut_anew(server, ask, neo4j_url):
    write(server, {"party": [{"party_id": "a", "name": "济南华东（集团）"}]})
    ask("MATCH (s:Store) SET s.layout = 2")
    ask("MATCH (f:PartyFact) SET f.search_words = '济 南'")
    with open_store(neo4j_url) as opened:
        ask("CALL db.awaitIndexes(30)")
        eventually(lambda: opened.view().search("huadong"))
        assert opened.check() == []
    assert ask("MATCH (s:Store) RETURN s.layout") == [[LAYOUT]]
