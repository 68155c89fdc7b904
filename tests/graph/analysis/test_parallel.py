"""Parallel links are one link, before any cap: counted, added up, and opened again."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.link_sources import sources_of_link
from graph.analysis.links import links_of
from graph.analysis.neighbourhood import Extent, neighbourhood
from graph.instant import At
from graph.testing.facts import guarantee_rows, memory_store
from graph.testing.strategies import at_most
from visual.payload import edge_of

AT = At(10**10, 2**52)
DAY = 86_400_000


def payments(*rows):
    """Payments (payer, payee, minor units, currency, day)."""
    names = sorted({name for row in rows for name in row[:2]})
    return {
        "account": [{"account_id": name} for name in names],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "amount": amount,
                "currency": currency,
                "valid_from": day * DAY,
            }
            for payer, payee, amount, currency, day in rows
        ],
    }


def hub_rows(facts=4_578, others=1_111):
    """An account that pays so often to so many, the last ones the most."""
    return payments(
        *(
            ("hub", f"x{k % others:04}", 100 * (k % others) + 1, "CNY", k % 28)
            for k in range(facts)
        )
    )


def around(view, node="hub", **extent):
    return neighbourhood(view, ("account", node), Extent(**extent))


def test_sums_are_by_currency_and_days_the_first_and_the_last(filled):
    store = filled(
        payments(
            ("a", "b", 100, "CNY", 3),
            ("a", "b", 50, "CNY", 1),
            ("a", "b", 7, "JPY", 2),
            ("b", "a", 9, "CNY", 5),
        )
    )
    page = links_of(store.view(AT), [("account", "a")], ("transfer",))
    there, back = sorted(page.links, key=lambda link: -link.stands_for)
    assert there.parallel.sums == (("CNY", 150), ("JPY", 7))
    edge = edge_of(there)
    assert (edge.count, edge.amount, edge.currency) == (3, None, None)
    assert [(item.currency, item.amount) for item in edge.sums] == [
        ("CNY", "1.50"),
        ("JPY", "7"),
    ]
    assert (edge.valid_from, edge.last) == (
        "1970-01-02T00:00:00.000Z",
        "1970-01-04T00:00:00.000Z",
    )
    assert (back.stands_for, back.parallel) == (1, None)
    assert edge_of(back).amount == "0.09"


def test_an_unknown_amount_is_counted_and_not_added():
    rows = guarantee_rows(("a", "b"), currency="CNY", cap=100)
    for name, cap in (("k", 50), ("l", None)):
        rows["guarantee"].append(
            {"guarantee_id": name, "debtor_id": "b", "currency": "CNY", "cap": cap}
        )
        rows["guarantor"].append({"guarantor_id": "a", "guarantee_id": name})
    (link,) = links_of(
        memory_store(rows).view(AT), [("party", "a")], ("guarantee",)
    ).links
    assert (link.parallel.sums, link.parallel.unknown) == ((("CNY", 150),), 1)
    edge = edge_of(link)
    assert (edge.count, edge.amount, edge.unknown_amounts) == (3, "1.50", 1)
    assert edge.contracts == ()


def test_contracts_of_another_force_are_a_link_of_their_own(filled):
    rows = guarantee_rows(("a", "b"))
    for name, status in (("k", "active"), ("l", "released"), ("m", "released")):
        rows["guarantee"].append(
            {"guarantee_id": name, "debtor_id": "b", "status": status}
        )
        rows["guarantor"].append({"guarantor_id": "a", "guarantee_id": name})
    links = links_of(filled(rows).view(AT), [("party", "a")], ("guarantee",)).links
    assert sorted((link.force.name, link.stands_for) for link in links) == [
        ("IN_FORCE", 2),
        ("RELEASED", 2),
    ]


def test_ties_that_say_different_things_stay_apart():
    rows = guarantee_rows(("a", "b"))
    rows["ownership"] = [
        {"owner_id": "a", "asset_id": "b", "share": share, "source": source}
        for share, source in ((5, "x"), (5, "y"), (7, "z"))
    ]
    rows["role"] = [
        {"person_id": "a", "company_id": "b", "role_type": kind}
        for kind in ("director", "supervisor")
    ]
    links = links_of(
        memory_store(rows).view(AT), [("party", "a")], ("ownership", "role")
    ).links
    counts = sorted((link.relation, link.stands_for) for link in links)
    assert counts == [("ownership", 1), ("ownership", 2), ("role", 1), ("role", 1)]
    (same,) = (link for link in links if link.stands_for == 2)
    assert edge_of(same).share == pytest.approx(5e-8)  # said twice, not added up


def test_two_descriptions_of_a_loan_are_one_link_of_one_amount():
    loan = {"loan_id": "l", "borrower_id": "a", "outstanding": 100, "currency": "CNY"}
    rows = {
        "party": [{"party_id": "a"}],
        "loan": [loan | {"source": "x"}, loan | {"source": "y", "outstanding": 90}],
    }
    (link,) = links_of(memory_store(rows).view(AT), [("party", "a")], ("loan",)).links
    assert (link.stands_for, link.parallel) == (1, None)
    assert link.facts[0].properties["outstanding"] in (90, 100)


def test_a_folded_link_opens_into_its_rows_page_by_page(filled):
    store = filled(hub_rows(500, 3))
    found = around(store.view(AT))
    link = max(found.links, key=lambda link: link.stands_for)
    seen = []
    for offset in count(0, 50):
        page = sources_of_link(store, AT, link.link_id, offset=offset, limit=50)
        assert page.total == link.stands_for == 167
        seen += page.rows
        if page.completeness.complete:
            break
        assert page.completeness.truncated_by == ("limit",)
    assert len({row.id for row in seen}) == len(seen) == 167
    days = [row.valid_from for row in seen]
    assert days == sorted(days, reverse=True)
    for row in seen[:3]:
        single = sources_of_link(store, AT, row.id)
        assert single.rows == (row,)
        assert single.sources == row.sources


def test_a_folded_guarantee_opens_into_its_contracts(filled):
    rows = guarantee_rows(("a|1", "b"))
    rows["guarantee"].append({"guarantee_id": "k", "debtor_id": "b"})
    rows["guarantor"].append({"guarantor_id": "a|1", "guarantee_id": "k"})
    store = filled(rows)
    (link,) = links_of(store.view(AT), [("party", "b")], ("guarantee",)).links
    found = sources_of_link(store, AT, link.link_id)
    assert {row.contracts for row in found.rows} == {("a|1>b",), ("k",)}
    assert len(found.sources) == 4  # each contract and its promise


PAYMENTS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from("abcd"),
        st.integers(0, 2**62),
        st.sampled_from(["CNY", "USD", None]),
        st.integers(0, 9),
    ),
    max_size=20,
)


@at_most(40)
@given(PAYMENTS, st.sampled_from(["both", "in", "out"]))
def test_folded_links_say_what_the_single_ones_do(rows, direction):
    facts = payments(*rows, ("a", "a", 0, None, 0))
    store = memory_store(facts)
    nodes = [("account", name) for name in "ab"]
    asked = {"direction": direction}
    single = links_of(store.view(AT), nodes, ("transfer",), fold=False, **asked).links
    folded = links_of(store.view(AT), nodes, ("transfer",), **asked).links
    ends = Counter((link.tail, link.head) for link in single)
    assert {(link.tail, link.head): link.stands_for for link in folded} == ends
    for link in folded:
        own = [one for one in single if (one.tail, one.head) == (link.tail, link.head)]
        if link.parallel is None:
            assert own == [link]
            continue
        sums = Counter()
        for one in own:
            fact = one.facts[0].properties
            sums[fact.get("currency")] += fact["amount"]
        assert dict(link.parallel.sums) == sums
        starts = [one.facts[0].valid_from for one in own]
        assert (link.parallel.first, link.parallel.last) == (min(starts), max(starts))
        page = sources_of_link(store, AT, link.link_id)
        assert {row.id for row in page.rows} == {one.link_id for one in own}
