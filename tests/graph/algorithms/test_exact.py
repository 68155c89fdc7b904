from __future__ import annotations

from itertools import product

import networkx as nx
import pytest
from hypothesis import given

from graph.algorithms.exact import exact_default_probability
from graph.errors import GraphTooLargeError
from graph.testing.loss_networks import named_network, named_networks
from graph.testing.strategies import at_most

# p_self, guarantees (guarantor, debtor): p, expected to four digits.
# The published table gives results only; the probabilities are those that give both
# its exact figure and its recursion figure (chain p .6; diamond .15 against .19;
# ring .0850 against .0952; pairs .0928 and .0975 as stated there).
GOLDEN = {
    "chain": (
        {"a": 0.1, "b": 0.1, "c": 0.1},
        {("b", "a"): 0.6, ("c", "b"): 0.6},
        {"a": 0.1, "b": 0.154, "c": 0.18316},
    ),
    "diamond": (
        {"origin": 0.2, "left": 0.0, "right": 0.0, "top": 0.0},
        {
            ("left", "origin"): 1.0,
            ("right", "origin"): 1.0,
            ("top", "left"): 0.5,
            ("top", "right"): 0.5,
        },
        {"top": 0.15},
    ),
    "ring of three": (
        {"a": 0.05, "b": 0.05, "c": 0.05},
        {("b", "a"): 0.5, ("c", "b"): 0.5, ("a", "c"): 0.5},
        {"a": 0.0850, "b": 0.0850, "c": 0.0850},
    ),
    "mutual pair": (
        {"a": 0.05, "b": 0.05},
        {("a", "b"): 0.9, ("b", "a"): 0.9},
        {"a": 0.0928, "b": 0.0928},
    ),
    "certain mutual pair": (
        {"a": 0.05, "b": 0.05},
        {("a", "b"): 1.0, ("b", "a"): 1.0},
        {"a": 0.0975, "b": 0.0975},
    ),
}


@pytest.mark.parametrize("case", GOLDEN)
def test_the_published_cases_come_out_to_four_digits(case):
    p_self, guarantees, expected = GOLDEN[case]
    named = named_network(p_self, guarantees)
    for party, pd in expected.items():
        found = exact_default_probability(named.network, named.number[party])
        assert found == pytest.approx(pd, abs=5.001e-5)


def all_worlds(named, party):
    """The default probability by adding up every world: nodes and edges."""
    firms = sorted(named.p_self)
    pairs = sorted(named.guarantees)
    total = 0.0
    for failing in product((False, True), repeat=len(firms)):
        for live in product((False, True), repeat=len(pairs)):
            weight = 1.0
            for firm, fails in zip(firms, failing, strict=True):
                weight *= named.p_self[firm] if fails else 1 - named.p_self[firm]
            for pair, is_live in zip(pairs, live, strict=True):
                p = named.guarantees[pair]
                weight *= p if is_live else 1 - p
            if weight == 0.0:
                continue
            losses = nx.DiGraph()
            losses.add_nodes_from(firms)
            losses.add_edges_from(
                (d, g) for (g, d), on in zip(pairs, live, strict=True) if on
            )
            reaching = nx.ancestors(losses, party) | {party}
            if any(f in reaching for f, on in zip(firms, failing, strict=True) if on):
                total += weight
    return total


@at_most(25)
@given(named_networks(max_parties=4, max_guarantees=5))
def test_enumerating_edges_equals_enumerating_worlds(named):
    party = min(named.p_self)
    found = exact_default_probability(named.network, named.number[party])
    assert found == pytest.approx(all_worlds(named, party), abs=1e-12)


def star(n_debtors, p):
    p_self = {"guarantor": 0.0} | {f"d{i:02}": 0.1 for i in range(n_debtors)}
    return named_network(p_self, {("guarantor", d): p for d in list(p_self)[1:]})


def test_twenty_uncertain_edges_are_enumerated():
    named = star(20, 0.5)
    found = exact_default_probability(named.network, named.number["guarantor"])
    assert found == pytest.approx(1 - 0.95**20)


def test_more_uncertain_edges_are_refused_with_their_number():
    named = star(21, 0.5)
    with pytest.raises(GraphTooLargeError) as refused:
        exact_default_probability(named.network, named.number["guarantor"])
    assert (refused.value.size, refused.value.limit) == (21, 20)


def test_certain_edges_do_not_count_towards_the_limit():
    named = star(300, 1.0)
    found = exact_default_probability(named.network, named.number["guarantor"])
    assert found == pytest.approx(1 - 0.9**300)


def test_edges_that_do_not_lead_to_the_firm_do_not_count():
    named = star(21, 0.5)
    found = exact_default_probability(named.network, named.number["d00"])
    assert found == pytest.approx(0.1)


def test_a_lower_limit_may_be_set_but_not_a_higher_one():
    named = star(21, 0.5)
    node = named.number["guarantor"]
    for asked, limit in ((3, 3), (30, 20)):
        with pytest.raises(GraphTooLargeError) as refused:
            exact_default_probability(named.network, node, max_uncertain=asked)
        assert refused.value.limit == limit


def test_a_lone_firm_keeps_its_own_probability():
    named = named_network({"a": 0.25}, {})
    assert exact_default_probability(named.network, 0) == 0.25
