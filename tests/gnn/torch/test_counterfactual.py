"""A network's score without groups of edges, beside a graph that never had them."""

import numpy as np
import pytest
import torch

from dense_economies import NAMES, economy, without_groups
from feature_rows import NOW
from gnn.counterfactual import Counterfactuals
from gnn.evidence_facts import GROUPS
from gnn.features import Group, build_features
from gnn.features.firms import Firms
from gnn.torch.counterfactual import (
    RELATIONS_OF,
    NetworkCounterfactuals,
    count_place,
)
from gnn.torch.edge_sage import EdgeSage, Shape
from gnn.torch.graph import build_graph
from gnn.torch.network import Network
from gnn.torch.relation import REVERSE
from gnn.torch.scaling import Scaling
from graph.testing.facts import snapshot_of
from scored_firms import rows as circles
from scored_firms import small_model
from torch_graphs import CPU, FIRM, MAN, every_relation, graph_of

SERVED = (Group.OWN, Group.DEGREES, Group.CONTROL_OVERLAP, Group.RECENCY)
EDGES = {
    "guarantees": ("guarantees",),
    "shared_control": ("owners", "officers"),
    "payments": ("payments",),
    "contacts": ("contacts",),
}


def told(rows):
    firms = Firms(snapshot_of(rows, NOW))
    features = build_features(firms, SERVED)
    ids = firms.snapshot.ids("party").take(features.parties).to_pylist()
    return firms, features, ids


def untrained(graph):
    """A network of random weights in the units of a graph."""
    scaling = Scaling.of(graph)
    torch.manual_seed(2)
    shape = Shape.of(scaling.applied(graph), FIRM, hidden=8)
    return Network(EdgeSage(shape).eval(), scaling)


def as_if_frozen(fresh, whole, place, firm, relations):
    """A graph without a firm's edges, in which nothing changed between others.

    `place` is the number of each firm of the whole graph in the fresh one.
    """
    others = torch.arange(len(place)) != firm
    fresh[FIRM].x[place[others]] = whole[FIRM].x[others]
    for kind in fresh.edge_types:
        if (kind[0], kind[2]) != (FIRM, FIRM):
            continue
        one, two = whole[kind], fresh[kind]
        kept = torch.ones(one.num_edges, dtype=torch.bool)
        if kind[1].removeprefix(REVERSE) in relations:
            kept = ~(one.edge_index == firm).any(0)
        edges, values = place[one.edge_index[:, kept]], one.edge_attr[kept]
        order = edges[1].argsort(stable=True)
        assert torch.equal(edges[:, order], two.edge_index)
        mine = (two.edge_index == place[firm]).any(0)
        two.edge_attr[~mine] = values[order][~mine]
    return fresh


@pytest.fixture(scope="module")
def model():
    return small_model(circles(), SERVED)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_score_of_a_graph_without_them(seed, model):
    rows, firm = economy(seed), NAMES[seed]
    firms, features, ids = told(rows)
    row = ids.index(firm)
    whole = build_graph(firms, features)
    network = untrained(whole)
    patched = NetworkCounterfactuals(network.to_bytes(), firms, features)
    found = Counterfactuals(firms, features, model, patched)
    before = network.logits(whole, CPU)[0][row]
    for groups in (*((group,) for group in GROUPS), GROUPS):
        names = [name for group in groups for name in EDGES[group]]
        less, after, others = told(without_groups(rows, firm, groups))
        place = torch.tensor([others.index(name) for name in ids])
        relations = {relation for name in names for relation in RELATIONS_OF[name]}
        fresh = build_graph(less, after)
        fresh = as_if_frozen(fresh, whole, place, row, relations)
        expected = network.logits(fresh, CPU)[0][place[row]] - before
        change = found.of(row, groups).network_change
        assert change == pytest.approx(expected, abs=1e-4), groups


def test_with_all_edges_it_is_the_score_of_the_graph():
    firms, features, ids = told(economy(3))
    whole = build_graph(firms, features)
    network = untrained(whole)
    patched = NetworkCounterfactuals(network.to_bytes(), firms, features)
    logits, _ = network.logits(whole, CPU)
    for row in range(len(ids)):
        told_now = patched.logit(row, features.values[row], None, ())
        assert told_now == pytest.approx(logits[row], abs=1e-5)


def test_counts_of_persons_and_contacts_stand_where_they_are_looked_for():
    graph = graph_of(every_relation())
    for kind in graph.edge_types:
        if kind[2] != FIRM:
            place = count_place(graph.edge_types, kind)
            count = torch.bincount(
                graph[kind].edge_index[1], minlength=graph[kind[2]].num_nodes
            )
            assert torch.allclose(graph[kind[2]].x[:, place], count.float().log1p())
    assert count_place(graph.edge_types, (FIRM, "rev_role", MAN)) >= 0


def test_both_changes_are_told_of_each_group(model):
    firms, features, ids = told(circles())
    network = untrained(build_graph(firms, features))
    patched = NetworkCounterfactuals(network.to_bytes(), firms, features)
    found = Counterfactuals(firms, features, model, patched)
    told_of = found.each(ids.index("f00"))
    collected = [item for item in told_of if item.collected]
    assert collected
    assert all(np.isfinite(item.network_change) for item in collected)
