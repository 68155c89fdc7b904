import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import NOW, companies, features_by_firm, features_of, renamed
from gnn.features import Group, contagion
from gnn.features.contagion import FEATURES
from graph.analysis.contagion import default_probabilities, network_inputs
from graph.testing.facts import guarantee_rows, snapshot_of

CIRCLE = ("ab", "bc", "ca", "de", "ef", "fd", "ed", "cd", "gb")
OWN = {"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4, "e": 0.5, "f": 0.6, "g": 0.05, "h": 0.01}


def rows_of(arcs, **others):
    """Guarantees "ab" (a for b) of 1,000 each, own probabilities and balances."""
    rows = guarantee_rows(*arcs, cap=100_000)
    rows["party"] = companies(*OWN)
    rows["rating"] = [
        {"party_id": name, "self_pd": value} for name, value in OWN.items()
    ]
    rows["financials"] = [
        {
            "party_id": name,
            "total_assets": 500_000,
            "total_liabilities": 700_000 if name == "b" else 100_000,
        }
        for name in OWN
    ]
    return {**rows, **others}


ROWS = rows_of(CIRCLE)


@pytest.fixture(scope="module")
def snapshot():
    return snapshot_of(ROWS, NOW)


@pytest.fixture(scope="module")
def found(snapshot):
    return features_by_firm(snapshot, Group.CONTAGION)


@pytest.mark.parametrize(
    ("firm", "name", "value"),
    [
        ("a", "circle_size", 3),
        ("g", "circle_size", 0),
        ("a", "circle_density", 3 / 6),
        ("d", "circle_density", 4 / 6),
        ("a", "circle_pd", 0.2),
        ("e", "circle_given", 2_000 / 4_000),
        ("e", "circle_received", 1_000 / 4_000),
        ("c", "circle_given", 1_000 / 4_000),  # what it promises d is outside
        ("c", "circles_met", 1),
        ("d", "circles_met", 1),
        ("g", "circles_met", 1),
        ("a", "circles_met", 0),
        ("a", "bridges", 2),
        ("f", "bridges", 2),
        ("e", "bridges", 2),  # e for d is not needed: f is for d, too
        ("a", "short_cycles", 1),
        ("d", "short_cycles", 1),  # d and e alone are a pair
        ("g", "short_cycles", 0),
        ("h", "increment", 0),
        ("h", "next_hop", 0),
        ("h", "brings_down", 0),
    ],
)
def test_a_figure_worked_out_by_hand(found, firm, name, value):
    assert found[firm][name] == pytest.approx(value)


def test_increments_are_those_that_are_published(snapshot, found):
    published = default_probabilities(snapshot)
    for party, firm in enumerate(snapshot.ids("party").to_pylist()):
        increment, whole = published.increment[party], published.pd[party]
        assert found[firm]["increment"] == pytest.approx(increment)
        assert found[firm]["increment_share"] == pytest.approx(increment / whole)


def test_a_hop_is_the_chance_that_no_debtor_spares_it(snapshot, found):
    network = network_inputs(snapshot, contagion.PARAMETERS).network
    ids = snapshot.ids("party").to_pylist()
    for party, firm in enumerate(ids):
        spared, falls = 1.0, 0.0
        for debtor, guarantor, passed in zip(
            network.debtors, network.indices, network.p_edge, strict=True
        ):
            if guarantor == party:
                spared *= 1 - OWN[ids[debtor]] * passed
            if debtor == party:
                falls += passed
        assert found[firm]["next_hop"] == pytest.approx(1 - spared, abs=1e-6)
        assert found[firm]["brings_down"] == pytest.approx(falls, abs=1e-6)


def test_without_net_assets_and_without_a_circle_there_is_no_ratio(found):
    assert math.isnan(found["b"]["circle_given"])
    assert math.isnan(found["g"]["circle_given"])
    assert math.isnan(found["g"]["circle_density"])


def test_a_search_for_cycles_that_was_cut_has_no_counts(snapshot, monkeypatch):
    monkeypatch.setitem(contagion.CAPS, "cycles", 1)
    row = features_by_firm(snapshot, Group.CONTAGION)["a"]
    assert math.isnan(row["short_cycles"])
    assert row["bridges"] == 2


def test_guarantees_that_end_before_or_begin_later_change_nothing(found):
    ended = rows_of(["hb"])
    later = [
        {**row, "guarantee_id": f"{row['guarantee_id']} later", "valid_from": NOW + 1}
        for row in ended["guarantee"]
    ]
    promises = [
        {**row, "guarantee_id": f"{row['guarantee_id']} later", "valid_from": NOW + 1}
        for row in ended["guarantor"]
    ]
    rows = {
        **ROWS,
        "guarantee": [*ROWS["guarantee"], *later],
        "guarantor": [*ROWS["guarantor"], *promises],
    }
    assert str(features_of(rows, Group.CONTAGION)) == str(found)


def test_other_names_give_the_same_structure(found):
    names = dict(zip("abcdefgh", "stuvwxyz", strict=True))
    again = features_of(renamed(ROWS, names), Group.CONTAGION)
    sampled = {"increment", "increment_share"}  # worlds are drawn by name
    for firm, name in names.items():
        for feature, value in found[firm].items():
            if feature not in sampled:
                assert again[name][feature] == pytest.approx(value, nan_ok=True)


ARCS = st.sets(
    st.tuples(*[st.sampled_from("abcdef")] * 2).filter(lambda arc: arc[0] != arc[1]),
    max_size=14,
)


@settings(settings.get_profile("reduced"))
@given(ARCS)
def test_circles_and_cycles_are_those_of_brute_force(arcs):
    found = features_of(rows_of(sorted(arcs)), Group.CONTAGION)
    graph = nx.DiGraph(sorted(arcs))
    cycles = [cycle for cycle in nx.simple_cycles(graph) if len(cycle) > 2]
    strict = nx.Graph(
        arc
        for cycle in cycles
        for arc in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
    )
    inner = nx.DiGraph(
        (tail, head) for tail, head in arcs if nx.has_path(graph, head, tail)
    )
    parts = nx.number_strongly_connected_components(inner)
    bridges = []
    for arc in inner.edges:
        less = inner.copy()
        less.remove_edge(*arc)
        if nx.number_strongly_connected_components(less) > parts:
            bridges.append(arc)
    for firm, row in found.items():
        if not arcs:
            assert np.isnan(row["circle_size"])
            continue
        circle = nx.node_connected_component(strict, firm) if firm in strict else set()
        assert row["circle_size"] == len(circle)
        assert row["short_cycles"] == sum(
            firm in cycle for cycle in cycles if len(cycle) <= 5
        )
        assert row["bridges"] == sum(firm in arc for arc in bridges)
        if circle:
            arcs_inside = sum({tail, head} <= circle for tail, head in arcs)
            assert row["circle_density"] == pytest.approx(
                arcs_inside / (len(circle) * (len(circle) - 1))
            )


def test_every_feature_is_named_once_in_two_languages():
    for words in ("name", "en", "zh"):
        assert len({getattr(item, words) for item in FEATURES}) == len(FEATURES)
