"""How true evidence is to planted schemes, by hand and against brute force."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import NOW, companies
from gnn.counterfactual import Counterfactuals
from gnn.errors import LabelError
from gnn.evidence import EvidenceGround
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.fidelity import DRAWS, Fidelity, interval
from gnn.labels import Planted, PlantedScheme
from gnn.ranking import ranks_of
from gnn.tie_table import NAMES, TieTable
from graph.testing.facts import guarantee_rows, snapshot_of
from scored_firms import GROUPS, firm, rows, small_model


def planted(*members, task="related_party_fraud"):
    return Planted(
        tuple(
            PlantedScheme(
                scheme_id=f"s{place}",
                pattern="guarantee_circle",
                task=task,
                joined=dict.fromkeys(group, NOW - 1),
                discovered=NOW + 1,
                confirmed=NOW + 1,
            )
            for place, group in enumerate(members)
        )
    )


@pytest.fixture(scope="module")
def scored():
    """Firms of planted circles, a model of them, and its scores."""
    facts = rows()
    firms = Firms(snapshot_of(facts, NOW))
    model = small_model(facts)
    features = build_features(firms, GROUPS)
    raw = model.trees.raw(features.values)
    ground = EvidenceGround(firms, ranks_of(raw, np.ones(len(firms), np.bool_)))
    return ground, Counterfactuals(firms, features, model)


def test_shares_are_those_of_the_others(scored):
    ground, _ = scored
    # of the circle of three, one is no member, and one member is not in it
    told = Fidelity(ground, planted([firm(0), firm(1), firm(40)])).shares(seed=1)
    cases = Fidelity(ground, planted([firm(0), firm(1), firm(40)])).cases
    assert (told["firms"], told["schemes"]) == (3, 1)
    of = {ground.firms.parties[case.row]: case for case in cases}
    circle = of[ground.firms.snapshot.number("party", firm(0))]
    assert len(circle.evidence.firms) == 3
    # f00 and f01 find each other of two, and show each other beside f02; f40, of the
    # chain, finds neither and shows its partner
    assert told["members_found"].point == pytest.approx((1 / 2 + 1 / 2 + 0) / 3)
    assert told["firms_belong"].point == pytest.approx((1 / 2 + 1 / 2 + 0) / 3)
    # of five edges those between the two, and of each with their officer, belong
    assert told["edges_belong"].point == pytest.approx((3 / 5 + 3 / 5 + 0) / 3)


def test_what_is_no_fraud_or_lies_ahead_is_not_planted(scored):
    ground, _ = scored
    for hidden in (
        planted([firm(0), firm(1)], task="money_ring"),
        planted(["nobody"]),
        Planted(()),
    ):
        with pytest.raises(LabelError, match="no firm of a planted scheme"):
            Fidelity(ground, hidden)


def test_scores_fall_with_the_evidence(scored):
    ground, scores = scored
    circles = [[firm(3 * n + place) for place in range(3)] for n in range(2)]
    told = Fidelity(ground, planted(*circles)).falls(scores, seed=1)
    assert (told["firms"], told["draws"]) == (2, DRAWS)
    assert told["fall"].point > 0
    assert told["edges"] == 5
    assert told["edges_nearby"] <= 5
    gap = told["fall"].point - told["fall_nearby"].point
    assert told["difference"].point == pytest.approx(gap)


def test_an_interval_draws_clusters_together():
    values, cluster = np.array([0.0, 0.0, 1.0, np.nan]), np.array([7, 7, 3, 3])
    found = interval(values, cluster, seed=1)
    assert found.point == pytest.approx(1 / 3)
    assert (found.low, found.high) == (0.0, 1.0)
    assert np.isnan(interval(np.array([np.nan]), np.array([1]), seed=1).point)


NODES = "abcdef"
PAIRS = st.sets(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    max_size=7,
)
TIES = st.sets(st.tuples(st.sampled_from("pqr"), st.sampled_from(NODES)), max_size=6)


@settings(max_examples=25, deadline=None)
@given(given_for=PAIRS, held=PAIRS, roles=TIES, seed=st.integers(0, 9))
def test_ties_are_those_of_a_plain_graph(given_for, held, roles, seed):
    facts = {
        **guarantee_rows(*sorted(given_for)),
        "party": [
            *companies(*NODES),
            *({"party_id": name, "party_type": "person"} for name in "pqr"),
        ],
        "ownership": [{"owner_id": one, "asset_id": other} for one, other in held],
        "role": [
            {"person_id": person, "company_id": name, "role_type": "director"}
            for person, name in roles
        ],
    }
    firms = Firms(snapshot_of(facts, NOW))
    ties = TieTable.of(firms)
    assert len(ties) == len(given_for) + len(held) + len(roles)
    number = {name: firms.snapshot.number("party", name) for name in NODES + "pqr"}
    plain = nx.Graph([(number[a], number[b]) for a, b in (*given_for, *held, *roles)])
    plain.add_nodes_from(number.values())
    first = number["a"]

    def step(nodes):
        reached = {*nodes}.union(*(plain[node] for node in nodes))
        between = {node for node in reached if not ties.firm[node]}
        return reached.union(*(plain[node] for node in between))

    near = step({node for node in step({first}) if ties.firm[node]}) | step({first})
    found = ties.within_two(first)
    assert found.tolist() == sorted(near)
    among = ties.among(found)
    inside = {frozenset(pair) for pair in plain.subgraph(near).edges}
    assert {frozenset(pair) for pair in ties.ends[among].tolist()} == inside
    like = among[::2]
    drawn = ties.drawn(among, like, np.random.default_rng(seed))
    assert len({*drawn.tolist()}) == drawn.size == like.size
    assert {*drawn.tolist()} <= {*among.tolist()}
    counts = (np.bincount(ties.kind[some], minlength=5) for some in (drawn, like))
    np.testing.assert_array_equal(*counts)
    assert sum(map(len, ties.named(like).values())) == like.size
    assert set(ties.named(like)) == set(NAMES)
