"""Surroundings of a node: caps are told, and what is left out adds up."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.link_measure import rank_of
from graph.analysis.links import links_of
from graph.analysis.neighbourhood import ADVICE, Extent, describe, neighbourhood
from graph.errors import NotFoundError
from graph.instant import At
from graph.testing.facts import batch, guarantee_rows, memory_store, write
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS, Loss

AT = At(0, 2**52)
GUARANTEES = ("guarantee",)


def around(store, party, at=AT, **extent):
    return neighbourhood(store.view(at), ("party", party), Extent(**extent))


def ids(found):
    return {node.key[1]: node for node in found.nodes}


def ends(found):
    return sorted(f"{link.tail[1]}{link.head[1]}" for link in found.links)


def hub(count, **contract):
    """A firm that guarantees many."""
    return guarantee_rows(*(("hub", f"d{i:02}") for i in range(count)), **contract)


def test_one_hop_shows_neighbours_and_the_links_among_them(filled):
    store = filled(guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")))
    found = around(store, "a")
    assert found.focus == ("party", "a")
    assert {key: node.hops for key, node in ids(found).items()} == {
        "a": 0,
        "b": 1,
        "c": 1,
    }
    assert ends(found) == ["ab", "bc", "ca"]
    assert ids(found)["c"].hidden == {"guarantee": 1}
    assert ids(found)["c"].folded == 0
    assert found.completeness.truncated_by == ("depth",)
    assert found.completeness.advice == ADVICE["depth"]
    assert around(store, "a", depth=2).completeness.complete
    assert ids(found)["a"].fact.properties["name"] == "a"


def test_depth_nought_shows_the_node_alone(filled):
    found = around(filled(guarantee_rows(("a", "b"), ("c", "a"))), "a", depth=0)
    assert list(ids(found)) == ["a"]
    assert ids(found)["a"].hidden == {"guarantee": 2}


def test_directions_are_followed_one_way():
    store = memory_store(guarantee_rows(("a", "b"), ("b", "c"), ("z", "a")))
    assert set(ids(around(store, "a", direction="out", depth=2))) == {"a", "b", "c"}
    found = around(store, "a", direction="in", depth=2)
    assert set(ids(found)) == {"a", "z"}
    assert ids(found)["a"].hidden == {}


def test_a_hub_shows_its_largest_links_and_folds_the_rest():
    rows = hub(7, currency="CNY")
    for place, row in enumerate(rows["guarantee"]):
        row["cap"] = place or None  # unknown comes last
    found = around(memory_store(rows), "hub", hub_cap=3)
    assert set(ids(found)) == {"hub", "d06", "d05", "d04"}
    assert ids(found)["hub"].folded == 4
    assert ids(found)["hub"].hidden == {"guarantee": 4}
    assert found.completeness.truncated_by == ("hub_cap",)
    assert found.completeness.advice == ADVICE["hub_cap"]


def test_the_limit_of_nodes_is_told():
    found = around(memory_store(hub(7)), "hub", limit=4)
    assert len(found.nodes) == 4
    assert ids(found)["hub"].folded == 4
    assert found.completeness.truncated_by == ("limit",)
    assert found.completeness.advice == ADVICE["limit"]


def test_the_cap_of_reads_is_told(monkeypatch):
    def stingy(*args, **options):
        return links_of(*args, **options, cap=3)

    monkeypatch.setattr("graph.analysis.neighbourhood.links_of", stingy)
    found = around(memory_store(hub(7)), "hub")
    assert found.completeness.truncated_by == ("reads:guarantee",)
    assert ids(found)["hub"].hidden == {"guarantee": 4}
    assert ids(found)["hub"].folded == ids(found)["hub"].folded_facts == 4


def test_a_picture_goes_no_further_when_enough_was_read(monkeypatch):
    store = memory_store(guarantee_rows(("a", "b"), ("b", "c"), ("c", "d")))
    whole = around(store, "a", depth=3)
    assert (set(ids(whole)), whole.completeness.complete) == (set("abcd"), True)
    monkeypatch.setattr("graph.analysis.neighbourhood.MOST_LINKS", 1)
    found = around(store, "a", depth=3)
    assert set(ids(found)) == set("abc")
    assert found.completeness.truncated_by == ("reads",)
    assert found.completeness.advice == ADVICE["reads"]
    assert ids(found)["c"].hidden == {"guarantee": 1}


def test_links_apart_are_capped_and_counted_at_both_ends():
    rows = guarantee_rows(("a", "b"))
    for number in range(5):
        name = f"more {number}"
        rows["guarantee"].append({"guarantee_id": name, "debtor_id": "b"})
        rows["guarantor"].append({"guarantor_id": "a", "guarantee_id": name})
    found = around(memory_store(rows), "a", hub_cap=2, fold=False)
    assert len(found.links) == 2
    assert ids(found)["a"].hidden == ids(found)["b"].hidden == {"guarantee": 4}
    assert found.completeness.truncated_by == ("hub_cap",)


def test_contracts_without_force_are_drawn_with_the_reason():
    found = around(memory_store(guarantee_rows(("a", "b"), status="released")), "a")
    assert [link.force.name for link in found.links] == ["RELEASED"]


def test_events_of_two_sources_with_one_number_stay_apart():
    rows = guarantee_rows(("a", "b"))
    event = {"party_id": "a", "event_type": "litigation", "record_id": "1"}
    rows["risk_event"] = [{**event, "source": source} for source in ("one", "two")]
    found = around(memory_store(rows), "a")
    events = [node for node in found.nodes if node.key[0] == "risk_event"]
    assert sorted(node.key[1] for node in events) == ["one|1", "two|1"]
    assert {node.fact.source for node in events} == {"one", "two"}


def test_contacts_and_owners_lead_on():
    rows = guarantee_rows(("a", "b"))
    rows["contact"] = [{"contact_id": "t", "contact_type": "phone"}]
    rows["contact_use"] = [
        {"party_id": party, "contact_id": "t"} for party in ("a", "b")
    ]
    rows["ownership"] = [{"owner_id": "a", "asset_id": "b", "share": 7}]
    found = around(memory_store(rows), "a", depth=2, relations=("contact", "ownership"))
    assert set(ids(found)) == {"a", "b", "t"}
    assert Counter(link.relation for link in found.links) == {
        "contact": 2,
        "ownership": 1,
    }
    assert {rank_of(link) for link in found.links} == {-1.0, 7.0}


@pytest.mark.parametrize("focus", [("party", "nobody"), ("risk_event", "x")])
def test_an_unknown_node_is_refused(focus):
    store = memory_store(guarantee_rows(("a", "b")))
    with pytest.raises(NotFoundError) as caught:
        neighbourhood(store.view(AT), focus)
    assert (caught.value.what, caught.value.name) == focus


def test_both_axes_of_time_are_honoured(filled):
    store = filled(guarantee_rows(("a", "b"), valid_to=100))
    before = store.at(0)
    row = {"guarantee_id": "a>b", "debtor_id": "c", "valid_to": 100}
    write(store, {"party": [{"party_id": "c"}]})
    store.append(batch(KINDS["guarantee"], [row]))
    assert ends(around(store, "a", store.at(0))) == ["ac"]
    assert ends(around(store, "a", before)) == ["ab"]
    assert ends(around(store, "a", store.at(100))) == []
    with pytest.raises(NotFoundError):
        around(store, "c", before)


def test_descriptions_of_what_is_no_node_are_left_out():
    store = memory_store(guarantee_rows(("a", "b")))
    found = describe(
        store.view(AT), [("party", "a"), ("horoscope", "x"), ("rating", "y")]
    )
    assert set(found) == {("party", "a")}


def test_a_promise_whose_contract_is_not_visible_is_no_link():
    rows = guarantee_rows(("a", "b"), ("a", "c"))
    rows["guarantee"][0]["valid_to"] = -1
    page = links_of(memory_store(rows).view(AT), [("party", "a")], GUARANTEES)
    assert [link.head for link in page.links] == [("party", "c")]
    assert page.links[0].other(("party", "a")) == ("party", "c")
    assert page.links[0].loss == Loss.HEAD_TO_TAIL


def test_a_loan_without_a_known_borrower_is_no_link():
    store = memory_store({"loan": [{"loan_id": "l"}]})
    assert links_of(store.view(AT), [("loan", "l")], ("loan",)).links == ()


ARCS = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=16
)


@at_most(60)
@given(
    arcs=ARCS,
    depth=st.integers(0, 3),
    limit=st.integers(1, 8),
    hub_cap=st.integers(1, 4),
    direction=st.sampled_from(["both", "out", "in"]),
)
def test_drawn_and_hidden_links_are_all_links(arcs, depth, limit, hub_cap, direction):
    rows = guarantee_rows(*dict.fromkeys(arcs))
    rows["party"] += [{"party_id": "a"}] if not any("a" in arc for arc in arcs) else []
    store = memory_store(rows)
    found = around(
        store, "a", depth=depth, limit=limit, hub_cap=hub_cap, direction=direction
    )
    drawn = {(link.tail[1], link.head[1]) for link in found.links}
    shown = ids(found)
    assert len(shown) <= limit
    for node in shown.values():
        name = node.key[1]
        own = {
            arc
            for arc in dict.fromkeys(arcs)
            if (arc[0] == name and direction != "in")
            or (arc[1] == name and direction != "out")
        }
        assert node.hidden.get("guarantee", 0) == len(own - drawn)
        assert 0 <= node.folded <= node.hidden.get("guarantee", 0)
        assert node.hops <= depth
        assert node.hidden_facts == node.hidden
    assert all(tail in shown and head in shown for tail, head in drawn)
    assert found.completeness.complete == (
        not any(node.hidden for node in shown.values())
    )
    assert ("depth" in found.completeness.truncated_by) == any(
        sum(node.hidden.values()) > node.folded for node in shown.values()
    )


def test_money_is_followed_from_an_account(filled):
    rows = {
        "party": [{"party_id": "a"}],
        "account": [{"account_id": name} for name in "xyz"],
        "account_holder": [{"holder_id": "a", "account_id": "x"}],
        "transfer": [
            {"payer_id": "x", "payee_id": "y", "amount": 2, "currency": "CNY"},
            {"payer_id": "x", "payee_id": "z", "amount": 9, "currency": "CNY"},
        ],
        "loan": [{"loan_id": "l", "borrower_id": "a"}],
        "deposit": [{"loan_id": "l", "account_id": "x", "amount": 5}],
        "repayment": [{"account_id": "x", "loan_id": "l", "amount": 5}],
        "contact": [{"contact_id": "t", "contact_type": "device"}],
        "sign_in": [{"contact_id": "t", "account_id": "x"}],
    }
    found = neighbourhood(filled(rows).view(AT), ("account", "x"), Extent(hub_cap=1))
    assert {node.key for node in found.nodes} == {
        ("account", "x"),
        ("account", "z"),  # the larger transfer
        ("party", "a"),
        ("loan", "l"),
        ("contact", "t"),
    }
    assert {link.relation: link.loss for link in found.links} == dict.fromkeys(
        ("account", "transfer", "deposit", "repayment", "sign_in"), Loss.NONE
    )


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("both", ["ak", "bk", "kd"]), ("in", ["ak", "bk"]), ("out", ["kd"])],
)
def test_around_a_contract_a_guarantee_leads_over_it(filled, direction, expected):
    rows = guarantee_rows(("a", "d"))
    rows["party"].append({"party_id": "b"})
    rows["guarantee"] = [{"guarantee_id": "k", "debtor_id": "d", "status": "called"}]
    rows["guarantor"] = [
        {"guarantor_id": name, "guarantee_id": "k"} for name in ("a", "b")
    ]
    store = filled(rows)
    focus = ("guarantee", "k")
    for depth in (1, 2):  # not drawn a second time past the contract
        found = neighbourhood(
            store.view(AT), focus, Extent(depth=depth, direction=direction)
        )
        assert ends(found) == expected
        assert {link.loss for link in found.links} == {Loss.HEAD_TO_TAIL}
        assert {link.force.name for link in found.links} == {"CALLED"}


def test_an_unknown_relation_is_refused(filled):
    store = filled(guarantee_rows(("a", "b")))
    with pytest.raises(NotFoundError, match="no relation is known as 'supplies'"):
        around(store, "a", relations=("supplies",))
