import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from feature_rows import DAY, NOW, companies
from gnn.evidence import (
    CIRCLE,
    FLAGGED,
    HOLDER,
    MOST_FIRMS,
    MOST_PER_CONTACT,
    PARTNER,
    PAYMENT,
    STEP,
    Evidence,
    EvidenceGround,
)
from gnn.evidence_facts import GROUPS, FactGround
from gnn.features.firms import Firms
from gnn.serving.rule_evidence import Accounts
from graph.testing.facts import guarantee_rows, snapshot_of

AGO = NOW - 30 * DAY


def ground(rows, top=()):
    """Evidence ground of these facts; those of `top` score high, in this order."""
    firms = Firms(snapshot_of(rows, NOW))
    ids = [firms.snapshot.node_id("party", number) for number in firms.parties.tolist()]
    made = EvidenceGround(firms, np.zeros(len(firms), np.int64))
    for place, name in enumerate(top, 1):
        made.rank[ids.index(name)] = place
    made.top[:] = made.rank > 0
    return made, ids


def listed(rows, firm, top=()):
    """Firms of the evidence of one, and why each is there."""
    made, ids = ground(rows, top)
    found = made.of(ids.index(firm))
    return {ids[row]: why for row, why in found.firms.items()}, found


def roles(*pairs):
    return [
        {"person_id": person, "company_id": firm, "role_type": "director"}
        for person, firm in pairs
    ]


def uses(*pairs):
    return [{"party_id": firm, "contact_id": contact} for firm, contact in pairs]


def persons(*names):
    return [{"party_id": name, "party_type": "person"} for name in names]


def paid(*pairs, days=30, amount=100):
    firms = sorted({firm for pair in pairs for firm in pair})
    return {
        "account": [{"account_id": f"acc-{firm}"} for firm in firms],
        "account_holder": [
            {"account_id": f"acc-{firm}", "holder_id": firm} for firm in firms
        ],
        "transfer": [
            {"payer_id": f"acc-{one}", "payee_id": f"acc-{other}", "amount": amount}
            | {"currency": "CNY", "valid_from": NOW - days * DAY}
            for one, other in pairs
        ],
    }


def test_each_rule_lists_its_firms():
    rows = {
        **guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"), ("x", "y")),
        **paid(("a", "e"), ("f", "a"), ("g", "h")),
        "party": [*companies(*"abcdefghijxyz"), *persons("p", "q", "alone")],
        "role": roles(("p", "a"), ("p", "i"), ("q", "j"), ("q", "i"), ("alone", "a")),
        "ownership": [
            {"owner_id": "z", "asset_id": "b"},
            {"owner_id": "z", "asset_id": "i"},
        ],
    }
    firms, found = listed(rows, "a", top=["i", "j", "e", "h"])
    assert firms == {
        "a": FLAGGED,
        **dict.fromkeys("bc", CIRCLE),
        **dict.fromkeys("ij", STEP),
        "d": PARTNER,
        "e": PAYMENT,
        "z": HOLDER,
    }
    assert found.circle == 3
    assert found.left_out == 0
    assert len(found.persons) == 2  # not who stands behind one of them only
    assert listed(rows, "y")[0] == {"y": FLAGGED, "x": PARTNER}
    assert listed(rows, "g")[0] == {"g": FLAGGED}


def test_a_low_firm_is_not_listed_for_control_and_money_alone():
    rows = {
        **guarantee_rows(("a", "b"), ("b", "a"), ("c", "b")),
        **paid(("a", "d"), ("a", "e")),
        "party": [*companies(*"abcde"), *persons("p")],
        "role": roles(("p", "b"), ("p", "d")),
    }
    assert listed(rows, "a")[0] == {
        "a": FLAGGED,
        "b": CIRCLE,
        "c": "network",
    }


def test_busy_contacts_tie_nobody():
    names = [f"f{number:02}" for number in range(MOST_PER_CONTACT + 1)]
    rows = {
        "party": companies(*names),
        "contact": [{"contact_id": "k", "contact_type": "phone"}],
        "contact_use": uses(*((name, "k") for name in names)),
    }
    assert list(listed(rows, "f00", top=names)[0]) == ["f00"]
    rows["contact_use"] = rows["contact_use"][1:]
    firms, found = listed(rows, "f01", top=names[1:])
    assert len(firms) == MOST_FIRMS
    assert list(firms) == names[1 : MOST_FIRMS + 1]  # the highest scores are kept
    assert found.left_out == MOST_PER_CONTACT - MOST_FIRMS
    assert len(found.contacts) == 1


def test_facts_have_amounts_dates_and_records():
    rows = {
        **guarantee_rows(("a", "b"), ("b", "a"), cap=500, currency="CNY"),
        **paid(("a", "b"), ("a", "b"), ("b", "a"), amount=250),
        "party": [*companies(*"ab"), *persons("p", "q")],
        "role": roles(("p", "a"), ("p", "b")),
        "family": [{"person_id": "p", "relative_id": "q", "relation": "spouse"}],
        "ownership": [
            {"owner_id": "q", "asset_id": "a", "share": 51_000_000, "valid_from": AGO},
            {"owner_id": "q", "asset_id": "b"},
        ],
        "contact": [{"contact_id": "k", "contact_type": "phone"}],
        "contact_use": uses(("a", "k"), ("b", "k")),
    }
    rows["transfer"].append({**rows["transfer"][0], "valid_from": NOW - 400 * DAY})
    made, ids = ground(rows)
    links = FactGround(made.firms).links(made.of(ids.index("a")))
    told = {(link.kind, link.tail[1], link.head[1]): link for link in links}
    assert [link.group for link in links] == sorted(
        (link.group for link in links),
        key=GROUPS.index,
    )
    assert sorted(told) == [
        ("contact_use", "a", "k"),
        ("contact_use", "b", "k"),
        ("family", "p", "q"),
        ("guarantee", "a", "b"),
        ("guarantee", "b", "a"),
        ("ownership", "q", "a"),
        ("ownership", "q", "b"),
        ("role", "p", "a"),
        ("role", "p", "b"),
        ("transfer", "a", "b"),
        ("transfer", "b", "a"),
    ]
    held = told["ownership", "q", "a"]
    assert held.share == 0.51
    assert held.first == held.last == "1975-05-25T00:00:00.000Z"
    assert held.records == (("test", "ownership-q-a"),)
    assert told["ownership", "q", "b"].first is None
    assert told["role", "p", "a"].role == "director"
    assert told["family", "p", "q"].role == "spouse"
    moved = told["transfer", "a", "b"]
    assert (moved.amount, moved.count, len(moved.records)) == (5.0, 2, 2)
    promised = told["guarantee", "a", "b"]
    assert (promised.amount, promised.contracts) == (5.0, ("a>b",))
    assert told["contact_use", "a", "k"].head == ("contact", "k")


def test_a_joint_account_pays_for_each_of_its_holders():
    rows = {**paid(("a", "b"), ("b", "c")), "party": companies(*"abc")}
    rows["account_holder"].append({"account_id": "acc-b", "holder_id": "c"})
    made, ids = ground(rows)
    found = Evidence(dict.fromkeys(range(len(ids)), FLAGGED), (), (), 0, 1)
    links = FactGround(made.firms).links(found)
    told = [(link.tail[1], link.head[1], link.count) for link in links]
    # acc-b to acc-c is what b paid c, and what c paid itself
    assert told == [("a", "b", 1), ("a", "c", 1), ("b", "c", 1)]
    accounts = Accounts(made.firms)
    one, other = (np.array([ids.index(name) for name in pair]) for pair in ("ac", "bc"))
    assert accounts.between(one) == ["acc-a", "acc-b"]
    assert accounts.between(other) == ["acc-b", "acc-c"]


NAMES = "abcdefgh"
PAIRS = st.sets(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(
    given_for=PAIRS,
    moved=PAIRS,
    shared=PAIRS,
    held=PAIRS,
    top=st.sets(st.sampled_from(NAMES)),
)
def test_evidence_is_what_the_rule_says(given_for, moved, shared, held, top):
    rows = {
        **guarantee_rows(*sorted(given_for)),
        **paid(*sorted(moved)),
        "party": [
            *companies(*NAMES),
            *persons(*(f"p{place}" for place in range(len(shared)))),
        ],
        "role": roles(
            *(
                (f"p{place}", firm)
                for place, pair in enumerate(sorted(shared))
                for firm in pair
            )
        ),
        "ownership": [{"owner_id": one, "asset_id": other} for one, other in held],
    }
    made, ids = ground(rows, sorted(top))
    graph = nx.DiGraph(given_for)
    graph.add_nodes_from(NAMES)
    money, promise = nx.Graph(moved), nx.Graph(given_for)
    money.add_nodes_from(NAMES)
    promise.add_nodes_from(NAMES)
    strong = nx.Graph([*given_for, *shared, *held])
    strong.add_nodes_from(NAMES)
    for row, firm in enumerate(ids):
        expected = {firm, *nx.node_connected_component(promise, firm)}
        near = {other for other in strong[firm] if other in top}
        expected |= near | {other for other in money[firm] if other in top}
        expected |= {far for one in near for far in strong[one] if far in top}
        owners = [one for one, other in held if other in expected]
        expected |= {one for one in owners if owners.count(one) > 1}
        found = made.of(row)
        assert {ids[place] for place in found.firms} == expected
