"""D against sets: who answers to whom, found by walking up fact by fact."""

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import DAY, NOW, companies, features_by_firm, features_of, renamed
from gnn.features import Group
from gnn.features.firms import Firms
from gnn.features.shared_control import MOST_PER_CONTACT, MOST_PER_PERSON
from graph.testing.facts import guarantee_rows, snapshot_of

FIRMS, PERSONS, CONTACTS = "abcdef", "pqr", "tu"


def village(guaranteed, paid, ties):
    """Facts of guarantees and payments between firms, and ties by kind."""
    firms = companies(*FIRMS)
    people = [{"party_id": name, "party_type": "person"} for name in PERSONS]
    rows = guarantee_rows(*guaranteed, cap=100, currency="CNY")
    return {
        **rows,
        "party": [*firms, *people],
        "contact": [{"contact_id": name} for name in CONTACTS],
        "account": [{"account_id": f"acc-{firm}"} for firm in FIRMS],
        "account_holder": [
            {"holder_id": firm, "account_id": f"acc-{firm}"} for firm in FIRMS
        ],
        "transfer": [
            {"payer_id": f"acc-{one}", "payee_id": f"acc-{other}", "amount": 100,
             "currency": "CNY", "valid_from": NOW - (3 + place) * DAY}
            for place, (one, other) in enumerate(paid)
        ],
        "ownership": [{"owner_id": a, "asset_id": b} for a, b in ties["ownership"]],
        "role": [{"person_id": a, "company_id": b} for a, b in ties["role"]],
        "family": [{"person_id": a, "relative_id": b} for a, b in ties["family"]],
        "contact_use": [
            {"party_id": a, "contact_id": b} for a, b in ties["contact_use"]
        ],
    }  # fmt: skip


def answers(ties):
    """Of each firm whom it answers to, by the kind of tie."""
    owners = {(asset, owner) for owner, asset in ties["ownership"]}
    officers = {(firm, person) for person, firm in ties["role"]}
    contacts = set(ties["contact_use"])
    kin = {
        pair for one, other in ties["family"] for pair in ((one, other), (other, one))
    }

    def above(some, links):
        return {head for tail, head in links if tail in some}

    found = {}
    for firm in FIRMS:
        near = above({firm}, owners | officers | contacts)
        mine = above({firm}, owners)
        found[firm] = {
            "one": {firm} | near,
            "two": {firm} | near | above(near, owners | kin | contacts),
            "owner": {firm} | mine | above(mine, owners | kin),
            "officer": above({firm}, officers),
            "contact": above({firm}, contacts),
        }
    return found


def brute(guaranteed, paid, ties):
    """Some columns of D for each firm."""
    answering = answers(ties)

    def share(kind, one, other):
        return one != other and bool(answering[one][kind] & answering[other][kind])

    rows = {firm: {} for firm in FIRMS}
    for name, arcs in (("guarantee", guaranteed), ("payment", paid)):
        graph = nx.DiGraph(arcs)
        graph.add_nodes_from(FIRMS)
        near = graph.to_undirected()
        circle = {
            firm: part
            for part in nx.strongly_connected_components(graph)
            for firm in part
        }
        for firm, row in rows.items():
            partners = set(near[firm])
            hops = (
                {other for partner in partners for other in near[partner]}
                - partners
                - {firm}
            )
            for kind in ("one", "two", "owner", "officer", "contact"):
                row[f"{name}_partner_{kind}"] = sum(
                    share(kind, firm, other) for other in partners
                )
                row[f"{name}_circle_{kind}"] = sum(
                    share(kind, firm, other) for other in circle[firm]
                )
            row[f"{name}_hop_two"] = sum(share("two", firm, other) for other in hops)
            row[f"{name}_triangles_related"] = sum(
                share("two", firm, one) or share("two", firm, other)
                for one, other in combinations(sorted(partners), 2)
                if near.has_edge(one, other)
            )
            for radius in (2,):
                ball = set(nx.ego_graph(near, firm, radius))
                linked = [pair for pair in combinations(ball, 2) if share("two", *pair)]
                ends = {end for pair in linked for end in pair}
                alone = len(ball) == 1
                row[f"{name}_ball{radius}"] = len(ball) - 1
                row[f"{name}_ball{radius}_density_two"] = (
                    np.nan if alone else len(linked) / math.comb(len(ball), 2)
                )
                row[f"{name}_ball{radius}_tied_two"] = (
                    np.nan if alone else len(ends) / len(ball)
                )
            size = len(circle[firm])
            pairs = list(combinations(sorted(circle[firm]), 2))
            tied = [pair for pair in pairs if share("two", *pair)]
            row[f"{name}_circle_density_two"] = (
                len(tied) / len(pairs) if pairs else np.nan
            )
            row[f"{name}_circle_tied_two"] = (
                len({end for pair in tied for end in pair}) / size if pairs else np.nan
            )
            clusters = nx.Graph(tied)
            clusters.add_nodes_from(circle[firm])
            groups = list(nx.connected_components(clusters))
            row[f"{name}_circle_largest"] = (
                max(map(len, groups)) / size if pairs else np.nan
            )
    payments, guarantees = nx.DiGraph(paid), nx.Graph(guaranteed)
    for graph in (payments, guarantees):
        graph.add_nodes_from(FIRMS)
    for firm, row in rows.items():
        over = {last for middle in payments[firm] for last in payments[middle]} - {firm}
        row["related_onward"] = sum(share("two", firm, other) for other in over)
        both = set(guarantees[firm]) & set(payments.to_undirected()[firm])
        row["both_partners"] = len(both)
        row["both_related"] = sum(share("two", firm, other) for other in both)
    return rows


def arcs(tails, heads):
    pairs = st.tuples(st.sampled_from(tails), st.sampled_from(heads))
    return st.lists(
        pairs.filter(lambda pair: pair[0] != pair[1]), max_size=9, unique=True
    )


TIES = st.fixed_dictionaries(
    {
        "ownership": arcs(FIRMS + PERSONS, FIRMS),
        "role": arcs(PERSONS, FIRMS),
        "family": arcs(PERSONS, PERSONS),
        "contact_use": arcs(FIRMS + PERSONS, CONTACTS),
    }
)


@settings(max_examples=15, deadline=None)
@given(guaranteed=arcs(FIRMS, FIRMS), paid=arcs(FIRMS, FIRMS), ties=TIES)
def test_what_firms_share_is_found_as_by_walking_up(guaranteed, paid, ties):
    snapshot = snapshot_of(village(guaranteed, paid, ties), NOW)
    if not any(ties.values()):
        return  # nothing collected: all columns are unknown
    found = features_by_firm(snapshot, Group.CONTROL_OVERLAP)
    for firm, row in brute(guaranteed, paid, ties).items():
        for name, value in row.items():
            assert found[firm][name] == pytest.approx(value, nan_ok=True), (firm, name)


RING = (("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"))
HIDDEN = {
    "ownership": [("p", "a"), ("q", "b"), ("e", "c"), ("p", "e")],
    "role": [],
    "family": [("p", "q")],
    "contact_use": [],
}


def test_of_four_in_a_circle_three_answer_to_one_family():
    found = features_of(village(RING, RING, HIDDEN), Group.CONTROL_OVERLAP)
    assert found["a"]["guarantee_circle_two"] == 2
    assert found["a"]["guarantee_circle_one"] == 0
    assert found["a"]["guarantee_circle_share"] == pytest.approx(2 / 3)
    assert found["b"]["guarantee_circle_two"] == 2  # p is q's relative and owns e
    assert found["d"]["guarantee_circle_two"] == 0
    assert found["d"]["guarantee_circle_density_two"] == pytest.approx(3 / 6)
    assert found["d"]["guarantee_circle_tied_two"] == pytest.approx(3 / 4)
    assert found["a"]["guarantee_related_out_share"] == 1
    assert found["a"]["payment_related_in"] == 0
    assert found["a"]["circular_balance"] == 1
    assert found["a"]["both_related"] == 1
    assert (
        found["e"]["guarantee_partner_share"] != found["e"]["guarantee_partner_share"]
    )


def test_an_agent_of_many_firms_ties_none_of_them():
    def all_tied(kind, other, firm, count):
        names = [f"f{place}" for place in range(count)]
        rows = {
            "party": [*companies(*names), {"party_id": "p", "party_type": "person"}],
            "contact": [{"contact_id": "p"}],
            kind: [{other: "p", firm: name} for name in names],
        }
        near = Firms(snapshot_of(rows, NOW)).control.one
        return near.nnz == count * (count - 1)

    for most, *kind in (
        (MOST_PER_PERSON, "role", "person_id", "company_id"),
        (MOST_PER_CONTACT, "contact_use", "contact_id", "party_id"),
    ):
        assert all_tied(*kind, most)
        assert not all_tied(*kind, most + 1)


def test_other_names_of_parties_change_nothing():
    names = {name: f"z{9 - place}" for place, name in enumerate(FIRMS)}
    rows = village(RING, RING, HIDDEN)
    for group in (Group.CONTROL_OVERLAP, Group.RECENCY):
        again = features_of(renamed(rows, names), group)
        for firm, row in features_of(rows, group).items():
            np.testing.assert_array_equal(
                list(again[names[firm]].values()), list(row.values()), err_msg=firm
            )
