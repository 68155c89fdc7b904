"""GraphML and GEXF as networkx opens them, beside `to_networkx` and the facts."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given

from graph.analysis.relations import RELATIONS
from graph.errors import NotFoundError
from graph.instant import At, format_day, format_instant
from graph.interchange.cells import legal
from graph.interchange.elements import edges_of, nodes_of
from graph.interchange.extract import whole
from graph.interchange.gexf import BAND_COLOURS, write_gexf
from graph.interchange.graphml import write_graphml
from graph.interchange.markup import declared, type_name
from graph.interchange.networkx import to_networkx
from graph.interchange.outgoing import Extract
from graph.model import batch_schema
from graph.snapshot import Snapshot
from graph.testing.facts import memory_store
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS
from small_stores import small_stores
from village_facts import AS_OF, SECRETS

TOKENS = Path(__file__).parents[3] / "visual/web/src/styles/tokens.css"
TIMES = ("valid_from", "valid_to", "occurred_at")


def both_files(extract):
    """The extract as networkx reads it from GraphML and from GEXF."""
    with tempfile.TemporaryDirectory() as name:
        graphml, gexf = Path(name) / "facts.graphml", Path(name) / "facts.gexf"
        assert write_graphml(extract, graphml) == write_gexf(extract, gexf)
        for path in (graphml, gexf):
            ET.parse(path)  # noqa: S314 - our own
        read = nx.read_graphml(graphml, force_multigraph=True), nx.read_gexf(gexf)
        return (read[0], nx.MultiDiGraph(read[1]))


def nodes_in(graph, *names):
    """Nodes with their kind and some of their values."""
    return {
        legal(node): [legal(str(data.get(name))) for name in ("kind", *names)]
        for node, data in graph.nodes(data=True)
    }


def edges_in(graph, *names):
    """How often each edge is there, by its ends, kind, times and some values."""
    columns = ("kind", *TIMES, *names)
    return Counter(
        tuple(legal(str(told)) for told in (tail, head, *map(data.get, columns)))
        for tail, head, data in graph.edges(data=True)
    )


def spans_of(view):
    """Relation, ends, first and last day of each edge, fact by fact."""
    rows = {name: view.select(kind).to_pylist() for name, kind in KINDS.items()}
    contracts = {
        row["guarantee_id"]: row for row in view.nodes(KINDS["guarantee"]).to_pylist()
    }
    found = []
    for row in rows["guarantor"]:
        if (contract := contracts.get(row["guarantee_id"])) is not None:
            begin = max(row["valid_from"], contract["valid_from"])
            ends = [row["valid_to"], contract["valid_to"]]
            end = min((end for end in ends if end is not None), default=None)
            found.append(
                ("guarantee", row["guarantor_id"], contract["debtor_id"], begin, end)
            )
    found += [
        (
            "ownership",
            row["owner_id"],
            row["asset_id"],
            row["valid_from"],
            row["valid_to"],
        )
        for row in rows["ownership"]
    ]
    found += [
        (
            "event",
            row["party_id"],
            f"risk_event|test|{row['record_id']}",
            row["valid_from"],
            None,
        )
        for row in rows["risk_event"]
    ]
    return Counter(found)


@at_most(25)
@given(small_stores())
def test_both_formats_hold_the_graph_of_the_snapshot(rows):
    with memory_store(rows) as store:
        at = store.at(AS_OF)
        snapshot, view = Snapshot.build(store, at), store.view(at)
        graphml, gexf = both_files(whole(view))
        ours = to_networkx(snapshot, RELATIONS)
        expected = spans_of(view)
    for theirs in (graphml, gexf):
        assert nodes_in(theirs, "name", "party_type") == nodes_in(
            ours, "name", "party_type"
        )
        columns = ("cap", "guarantee_id")
        assert edges_in(theirs, *columns) == edges_in(ours, *columns)
    told = {"guarantee", "ownership", "event"}
    instants = Counter(
        (
            data["kind"],
            tail,
            head,
            data.get("valid_from", data.get("occurred_at")),
            data.get("valid_to"),
        )
        for tail, head, data in ours.edges(data=True)
        if data["kind"] in told
    )
    assert instants == Counter(
        {
            (*ends, format_instant(begin), format_instant(end)): n
            for (*ends, begin, end), n in expected.items()
        }
    )
    spells = Counter(
        (data["kind"], legal(tail), head, data.get("spells", [("None", "None")])[0])
        for tail, head, data in gexf.edges(data=True)
        if data["kind"] in told
    )
    assert spells == Counter(
        {
            (
                kind,
                tail,
                head,
                (
                    "None" if format_instant(begin) is None else format_day(begin),
                    "None" if end is None else format_day(end - 1),
                ),
            ): n
            for (kind, tail, head, begin, end), n in merged_days(expected).items()
        }
    )


def merged_days(expected):
    """The same spans; those that differ within a day only are one."""
    found = Counter()
    for (kind, tail, head, begin, end), n in expected.items():
        day = 86_400_000
        first = begin if format_instant(begin) is None else begin // day * day
        last = None if end is None else (end - 1) // day * day + 1
        found[kind, tail, head, first, last] += n
    return found


def test_bands_are_told_and_coloured(village_view):
    found = whole(village_view, bands={"a": 5, "b": 1})
    graphml, gexf = both_files(found)
    assert [graphml.nodes[node].get("band") for node in "abc"] == [5, 1, None]
    assert gexf.nodes["a"]["viz"]["color"] == {"r": 127, "g": 15, "b": 51, "a": 1.0}
    assert "viz" not in gexf.nodes["c"]
    assert (graphml.nodes["a"]["label"], gexf.nodes["a"]["label"]) == (
        "南丰钢铁有限公司",
    ) * 2


def test_colours_are_those_of_the_explorer():
    pattern = r"--band(\d): light-dark\(#(..)(..)(..),"
    found = re.findall(pattern, TOKENS.read_text(encoding="utf-8"))
    colours = {int(band): tuple(int(part, 16) for part in rgb) for band, *rgb in found}
    assert colours == BAND_COLOURS


def test_no_format_tells_personal_data(village_view, tmp_path):
    write_graphml(whole(village_view), tmp_path / "x.graphml")
    write_gexf(whole(village_view), tmp_path / "x.gexf")
    told = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert [secret for secret in SECRETS if secret in told] == []
    secret = both_files(whole(village_view, sees_personal=True))
    assert [graph.nodes["contact|t"]["value"] for graph in secret] == [
        "13900000000"
    ] * 2


def test_no_file_is_written_over(village_view, tmp_path):
    path = tmp_path / "mine"
    path.write_text("mine", encoding="utf-8")
    for write in (write_graphml, write_gexf):
        with pytest.raises(FileExistsError):
            write(whole(village_view), path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_an_attribute_has_one_type_whatever_states_it():
    """Programs have one column for each name."""
    facts = {name: batch_schema(kind).empty_table() for name, kind in KINDS.items()}
    for parts in (nodes_of, edges_of):
        types = {}
        for part in parts(Extract(At(0, 0), facts)):
            for item in part.attributes.schema:
                known = types.setdefault(item.name, type_name(item.type))
                assert known == type_name(item.type), (part.name, item.name)
    assert declared([]) == {}


def test_a_graph_of_relations_has_all_nodes_of_their_kinds(village_view, village):
    snapshot = Snapshot.build(village, village_view.at)
    graph = to_networkx(snapshot, ["ownership"])
    assert sorted(graph.edges()) == [("p", "a"), ("p", "b"), ("q", "c")]
    assert set(graph) == set("abcdexypq")
    assert graph.edges["p", "a", 0] == {"kind": "ownership", "share": 0.6}
    assert graph.nodes["p"] == {
        "kind": "party",
        "name": "欧阳某",
        "party_type": "person",
    }
    guarantees = to_networkx(snapshot)
    strong = max(nx.strongly_connected_components(guarantees), key=len)
    assert strong == set("abc")
    with pytest.raises(NotFoundError, match="no relation is known as 'love'"):
        to_networkx(snapshot, ["love"])
