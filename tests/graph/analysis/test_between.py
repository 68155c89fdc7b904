"""Shortest paths between two parties, against networkx."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis import between
from graph.analysis.between import paths_between
from graph.analysis.links import links_of
from graph.errors import NotFoundError
from graph.instant import At
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, memory_store
from graph.testing.strategies import at_most
from ingest.loading.load import load

AT = At(0, 2**52)


def paths(store, start, end, at=AT, **options):
    return paths_between(store.view(at), ("party", start), ("party", end), **options)


def words(found):
    return ["".join(node[1] for node in path.nodes) for path in found.paths]


@pytest.fixture
def diamond():
    return memory_store(
        guarantee_rows(("a", "b"), ("c", "b"), ("a", "d"), ("c", "d"), ("c", "e"))
    )


def test_every_shortest_path_is_found_whatever_its_directions(diamond):
    found = paths(diamond, "a", "c")
    assert words(found) == ["abc", "adc"]
    assert [link.relation for link in found.paths[0].links] == ["guarantee"] * 2
    assert found.surroundings.completeness.complete
    assert [node.key[1] for node in found.surroundings.nodes] == ["a", "b", "c", "d"]
    assert len(found.surroundings.links) == 4
    assert found.surroundings.nodes[1].fact.properties["name"] == "b"


def test_the_limit_of_paths_is_told(diamond):
    found = paths(diamond, "a", "c", limit=1)
    assert words(found) == ["abc"]
    assert found.surroundings.completeness.truncated_by == ("limit",)
    assert found.surroundings.completeness.advice


def test_a_path_longer_than_allowed_is_told(diamond):
    found = paths(diamond, "a", "e", max_length=2)
    assert words(found) == []
    assert found.surroundings.completeness.truncated_by == ("length",)
    assert "Raise the length" in found.surroundings.completeness.advice
    assert words(paths(diamond, "a", "e", max_length=3)) == ["abce", "adce"]


def test_a_search_that_has_seen_all_there_is_is_complete():
    store = memory_store(guarantee_rows(("a", "b"), ("c", "d"), ("d", "e"), ("e", "f")))
    for longest in (1, 2, 3):  # past b there is nothing, whatever lies beyond d
        found = paths(store, "a", "d", max_length=longest)
        assert words(found) == []
        assert found.surroundings.completeness.complete


def test_the_published_case_has_its_outcome(shared_data):
    with open_store("memory://") as store:
        load(shared_data / "faults" / "path-longer-than-limit", store, source="faults")
        found = paths(store, "c:H0", "c:H5", store.at())
        assert words(found) == []
        assert not found.surroundings.completeness.complete
        assert found.surroundings.completeness.truncated_by == ("length",)
        whole = paths(store, "c:H0", "c:H5", store.at(), max_length=5)
        assert [len(path.links) for path in whole.paths] == [5]
        assert whole.surroundings.completeness.complete


def test_the_limit_of_nodes_is_told(diamond, monkeypatch):
    monkeypatch.setattr(between, "MAX_NODES", 2)
    assert paths(diamond, "a", "e").surroundings.completeness.truncated_by == ("nodes",)


def test_the_cap_of_reads_is_told(diamond, monkeypatch):
    monkeypatch.setattr(
        between, "links_of", lambda *args: links_of(*args, direction="both", cap=1)
    )
    found = paths(diamond, "a", "c")
    assert found.surroundings.completeness.truncated_by == ("reads:guarantee",)


def test_a_party_reaches_itself_without_a_step(diamond):
    found = paths(diamond, "a", "a")
    assert words(found) == ["a"]
    assert found.paths[0].links == ()


def test_parties_in_different_parts_have_no_path():
    store = memory_store(guarantee_rows(("a", "b"), ("c", "d"), ("d", "e")))
    found = paths(store, "a", "c")
    assert words(found) == []
    assert found.surroundings.completeness.complete
    assert [node.key[1] for node in found.surroundings.nodes] == ["a"]


def test_only_the_named_relations_are_used():
    rows = guarantee_rows(("a", "b"), ("b", "c"))
    rows["ownership"] = [{"owner_id": "a", "asset_id": "c", "share": 1}]
    store = memory_store(rows)
    assert words(paths(store, "a", "c")) == ["ac"]
    assert words(paths(store, "a", "c", relations=("guarantee",))) == ["abc"]
    assert words(paths(store, "a", "c", relations=())) == []


def test_of_parallel_links_the_first_by_id_is_taken():
    rows = guarantee_rows(("a", "b"), ("b", "a"))
    found = paths(memory_store(rows), "b", "a")
    assert [link.link_id for link in found.paths[0].links] == ["guarantee|a|a>b"]
    assert len(found.paths) == 1


@pytest.mark.parametrize("ends", [("a", "nobody"), ("nobody", "a")])
def test_unknown_parties_are_refused(diamond, ends):
    with pytest.raises(NotFoundError) as caught:
        paths(diamond, *ends)
    assert caught.value.name == "nobody"


def test_the_instant_is_honoured(filled):
    store = filled(guarantee_rows(("a", "b"), ("b", "c"), valid_to=100))
    assert words(paths(store, "a", "c", store.at(99))) == ["abc"]
    assert words(paths(store, "a", "c", store.at(100))) == []


ARCS = st.sets(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=14
)


@at_most(60)
@given(
    guarantees=ARCS,
    holdings=ARCS,
    ends=st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")),
    max_length=st.integers(1, 5),
)
def test_paths_are_those_of_networkx(guarantees, holdings, ends, max_length):
    rows = guarantee_rows(*sorted(guarantees))
    rows["party"] = [{"party_id": name} for name in "abcdefgh"]
    rows["ownership"] = [
        {"owner_id": owner, "asset_id": asset} for owner, asset in sorted(holdings)
    ]
    graph = nx.Graph()
    graph.add_nodes_from("abcdefgh")
    graph.add_edges_from(guarantees | holdings)
    try:
        expected = ["".join(path) for path in nx.all_shortest_paths(graph, *ends)]
    except nx.NetworkXNoPath:
        expected = []
    found = paths(memory_store(rows), *ends, max_length=max_length, limit=10_000)
    within = [path for path in expected if len(path) - 1 <= max_length]
    assert words(found) == sorted(within)
    completeness = found.surroundings.completeness
    if completeness.complete:
        assert within == expected
    else:  # both lead on; where they meet or end is farther off
        assert completeness.truncated_by == ("length",)
        assert not within
        assert len(graph) > 2
    for path in found.paths:
        for near, far, link in zip(
            path.nodes, path.nodes[1:], path.links, strict=False
        ):
            assert {link.tail, link.head} == {near, far}
