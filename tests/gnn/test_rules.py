from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import DAY, NOW, companies
from gnn.features.firms import Firms
from gnn.rules import CIRCLE, DEGREE, LOOP, rule_hits, rule_scores
from graph.testing.facts import guarantee_rows, snapshot_of

NAMES = "abcdef"


def officers(*pairs):
    """Six firms, and persons who are officers of two of them each."""
    return {
        "role": [
            {"person_id": f"p{place}", "company_id": firm, "role_type": "director"}
            for place, pair in enumerate(pairs)
            for firm in pair
        ],
        "party": [
            *companies(*NAMES),
            *(
                {"party_id": f"p{place}", "party_type": "person"}
                for place in range(len(pairs))
            ),
        ],
    }


def payments(*pairs, days=30):
    return {
        "account": [{"account_id": f"acc-{name}"} for name in NAMES],
        "account_holder": [
            {"account_id": f"acc-{name}", "holder_id": name} for name in NAMES
        ],
        "transfer": [
            {"payer_id": f"acc-{payer}", "payee_id": f"acc-{payee}", "amount": 100}
            | {"currency": "CNY", "valid_from": NOW - days * DAY}
            for payer, payee in pairs
        ],
    }


def found(rows):
    """By rule, of each firm that it fits its strength and the others it names."""
    snapshot = snapshot_of(rows, NOW)
    firms = Firms(snapshot)
    ids = [snapshot.node_id("party", number) for number in firms.parties.tolist()]
    return {
        name: {
            ids[row]: (
                hits.strength[row],
                {ids[other] for other in hits.partners[[row]].indices},
            )
            for row in np.flatnonzero(hits.strength)
        }
        for name, hits in rule_hits(firms).items()
    }


def test_firms_of_a_circle_that_share_an_officer_are_named():
    circle = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"))
    rows = {**circle, **officers(("a", "c"), ("d", "a"), ("b", "e"))}
    assert found(rows)[CIRCLE] == {"a": (1, {"c"}), "c": (1, {"a"})}
    snapshot = snapshot_of(rows, NOW)
    scores = rule_scores(Firms(snapshot))
    assert sorted(scores) == [CIRCLE, DEGREE, LOOP]
    assert sorted(scores[DEGREE]) == [0, 0, 1, 2, 2, 3]


def test_a_payment_loop_needs_one_hand_behind_two_of_its_firms():
    loop = payments(("a", "b"), ("b", "c"), ("c", "a"))
    assert found({**loop, **officers(("a", "d"))})[LOOP] == {}
    tied = found({**loop, **officers(("b", "c"))})[LOOP]
    assert tied == {"a": (1, {*"bc"}), "b": (1, {*"ac"}), "c": (1, {*"ab"})}
    old = payments(("a", "b"), ("b", "c"), ("c", "a"), days=400)
    assert found({**old, **officers(("b", "c"))})[LOOP] == {}


def test_without_facts_nobody_is_flagged():
    assert found({"party": companies(*NAMES)}) == {CIRCLE: {}, LOOP: {}}


PAIRS = st.sets(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(paid=PAIRS, given_for=PAIRS, tied=PAIRS)
def test_rules_are_what_they_say(paid, given_for, tied):
    related = {frozenset(pair) for pair in tied}
    rows = {**payments(*sorted(paid)), **guarantee_rows(*sorted(given_for))}
    told = found({**rows, **officers(*sorted(tied))})

    loops = [
        loop
        for loop in nx.simple_cycles(nx.DiGraph(paid), length_bound=3)
        if len(loop) == 3
        and any(frozenset(pair) in related for pair in pairwise([*loop, loop[0]]))
    ]
    for firm in NAMES:
        mine = [{*loop} - {firm} for loop in loops if firm in loop]
        expected = (len(mine), set().union(*mine)) if mine else None
        assert told[LOOP].get(firm) == expected

    circles = [*nx.strongly_connected_components(nx.DiGraph(given_for))]
    for firm in NAMES:
        [*circle] = next((group for group in circles if firm in group), [firm])
        mates = {other for other in circle if frozenset((firm, other)) in related}
        expected = (len(mates), mates) if mates else None
        assert told[CIRCLE].get(firm) == expected
