from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.structure import find_circles
from graph.engines import ENGINES, open_engine
from graph.engines.local import LOCAL
from graph.errors import UnknownEngineError
from graph.testing.facts import guarantee_rows, snapshot_of

NAMES = "abcdef"
ENDS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
EDGES = st.lists(ENDS.filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=14)


def test_engines_are_opened_by_name():
    assert {open_engine(name).name for name in ENGINES} == set(ENGINES)


def test_an_unknown_engine_is_refused_with_those_there_are():
    with pytest.raises(UnknownEngineError, match="local"):
        open_engine("abacus")


def test_receipts_name_the_engine():
    snapshot = snapshot_of(guarantee_rows(("a", "b"), ("b", "a")), as_of=0)
    assert find_circles(snapshot).receipt.engine == LOCAL.name


@given(EDGES)
def test_components_are_those_of_networkx(edges):
    snapshot = snapshot_of(guarantee_rows(*set(edges)), as_of=0)
    labels = LOCAL.components(snapshot)
    graph = nx.Graph(edges)
    found = {
        frozenset(
            snapshot.node_id("party", int(n)) for n in np.flatnonzero(labels == c)
        )
        for c in np.unique(labels)
    }
    assert found == {frozenset(members) for members in nx.connected_components(graph)}


@given(EDGES)
def test_cycles_among_all_parties_are_those_of_networkx(edges):
    snapshot = snapshot_of(guarantee_rows(*set(edges)), as_of=0)
    members = np.arange(snapshot.n_parties, dtype=np.int32)
    found = LOCAL.cycles(snapshot, members, wanted=500, min_length=2, max_length=6)
    named = {
        frozenset(
            (snapshot.node_id("party", one), snapshot.node_id("party", other))
            for one, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        )
        for cycle in found.cycles
    }
    expected = {
        frozenset(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        for cycle in nx.simple_cycles(nx.DiGraph(edges))
    }
    assert named == expected


def test_circles_are_strict_ones_and_mutual_pairs():
    rows = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("d", "e"), ("e", "d"))
    snapshot = snapshot_of(rows, as_of=0)
    found = LOCAL.circles(snapshot)
    (ring,), ((one, other),) = found.strict, found.mutual.tolist()
    assert {snapshot.node_id("party", int(n)) for n in ring} == set("abc")
    assert {snapshot.node_id("party", n) for n in (one, other)} == set("de")
