"""A hub shows its largest counterparties, and what it hides is counted truly."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.analysis.expansion import expansions
from graph.analysis.links import links_of
from graph.analysis.neighbourhood import Extent, neighbourhood
from graph.instant import At
from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import memory_store, write
from graph.vocabulary import KINDS
from ingest.loading.load import load
from visual.payload import picture

AT = At(10**10, 2**52)
DAY = 86_400_000


def hub_rows(facts=4_578, others=1_111):
    """An account that pays so often to so many, the last ones the most."""
    return {
        "account": [
            {"account_id": "hub"},
            *({"account_id": f"x{k:04}"} for k in range(others)),
        ],
        "transfer": [
            {
                "payer_id": "hub",
                "payee_id": f"x{k % others:04}",
                "amount": 100 * (k % others) + 1,
                "currency": "CNY",
                "valid_from": k % 28 * DAY,
            }
            for k in range(facts)
        ],
    }


def around(view, node="hub", **extent):
    return neighbourhood(view, ("account", node), Extent(**extent))


def test_a_hub_shows_its_largest_counterparties_and_counts_the_rest(filled):
    store = filled(hub_rows())
    store_view = store.view(AT)
    snapshot_view = Snapshot.build(store, AT).view
    expected = Counter(k % 1_111 for k in range(4_578))
    sums = {k: n * (100 * k + 1) for k, n in expected.items()}
    largest = sorted(sums, key=lambda k: -sums[k])[:20]
    for view in (store_view, snapshot_view):
        found = around(view, hub_cap=20)
        shown = {node.key[1] for node in found.nodes} - {"hub"}
        assert shown == {f"x{k:04}" for k in largest}
        assert len(found.links) == 20
        assert {link.stands_for for link in found.links} <= {4, 5}
        (focus,) = (node for node in found.nodes if node.hops == 0)
        drawn = sum(link.stands_for for link in found.links)
        assert focus.hidden == {"transfer": 1_091}
        assert focus.hidden_facts == {"transfer": 4_578 - drawn}
        assert (focus.folded, focus.folded_facts) == (1_091, 4_578 - drawn)
        assert found.completeness.truncated_by == ("hub_cap",)
        more = picture(found, AT).nodes[-1]
        assert (more.name, more.subtitle.en) == (
            "+1091",
            f"1091 more, {4_578 - drawn} records",
        )
        (line,) = (row for row in expansions(view, ("account", "hub")) if row.total)
        assert (line.total, line.nodes) == (4_578, 1_111)


def test_all_of_a_hub_can_be_seen():
    found = around(memory_store(hub_rows()).view(AT), hub_cap=1_500, limit=1_500)
    assert len(found.links) == 1_111
    assert sum(link.stands_for for link in found.links) == 4_578
    assert found.completeness.complete


def test_what_a_cap_of_reads_left_out_is_counted(monkeypatch):
    def stingy(*args, **options):
        return links_of(*args, **options, cap=100)

    monkeypatch.setattr("graph.analysis.neighbourhood.links_of", stingy)
    found = around(memory_store(hub_rows(500, 50)).view(AT), limit=10)
    (focus,) = (node for node in found.nodes if node.hops == 0)
    drawn = sum(link.stands_for for link in found.links)
    assert focus.hidden_facts == {"transfer": 500 - drawn}
    assert "reads:transfer" in found.completeness.truncated_by


@pytest.mark.integration
def test_neo4j_folds_as_the_others_do(neo4j_url):
    rows = hub_rows(200, 30)
    with open_store(neo4j_url) as store:
        write(store, rows)
        memory = memory_store(rows)
        for found, expected in zip(
            around(store.view(AT), hub_cap=7).links,
            around(memory.view(AT), hub_cap=7).links,
            strict=True,
        ):
            assert found.link_id == expected.link_id
            assert found.parallel == expected.parallel
        mine, theirs = (
            expansions(each.view(AT), ("account", "hub")) for each in (store, memory)
        )
        assert mine == theirs


@pytest.mark.shared_data
def test_the_largest_account_of_finbench_shows_its_largest_counterparties(shared_data):
    with open_store("memory://") as store:
        load(shared_data / "finbench_sf0.01", store, currency="CNY")
        at = store.at()
        kind = KINDS["transfer"]
        table = store.view(at).select(kind)
        ends = zip(
            table["payer_id"].to_pylist(), table["payee_id"].to_pylist(), strict=True
        )
        sums = Counter()
        facts = Counter()
        for (payer, payee), amount in zip(
            ends, table["amount"].to_pylist(), strict=True
        ):
            facts[payer, payee] += 1
            sums[payer, payee] += amount
        degrees = Counter(end for pair in facts.elements() for end in set(pair))
        ((hub, degree),) = degrees.most_common(1)
        own = {pair: total for pair, total in sums.items() if hub in pair}
        found = around(store.view(at), hub, relations=("transfer",), hub_cap=20)
        (focus,) = (node for node in found.nodes if node.hops == 0)
        drawn = {
            (link.tail[1], link.head[1]): link
            for link in found.links
            if hub in (link.tail[1], link.head[1])
        }
        largest = sorted(own, key=lambda pair: -own[pair])[:6]
        assert set(largest) <= drawn.keys()
        assert {pair: link.stands_for for pair, link in drawn.items()} == {
            pair: facts[pair] for pair in drawn
        }
        shown = sum(link.stands_for for link in drawn.values())
        assert focus.hidden_facts.get("transfer", 0) == degree - shown
