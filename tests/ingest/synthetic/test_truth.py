"""The truth file against networkx on what the files say."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import networkx as nx
import pytest

from ingest.errors import FileFormatError
from ingest.synthetic import EconomyOptions, generate, read_truth

DAY = date(2026, 9, 30)


def planted(truth):
    return {frozenset(circle["members"]) for circle in truth.circles}


def reciprocal(graph):
    return {frozenset(pair) for pair in graph.edges if graph.has_edge(*pair[::-1])}


def test_the_planted_circles_are_all_and_none_is_invented(
    bundle, guarantees, strict_circles
):
    folder, truth = bundle
    graph = guarantees(folder, DAY)
    assert len(planted(truth)) == len(truth.circles) > 8
    assert strict_circles(graph) == planted(truth)
    assert reciprocal(graph) == {frozenset(pair) for pair in truth.mutual_pairs}


@pytest.mark.integration
@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_circles_are_complete_for_any_seed_and_shape(
    tmp_path, seed, guarantees, strict_circles
):
    options = EconomyOptions(
        reciprocity=0.05 * seed, edges_per_firm=1.0 + 0.4 * seed, giant_share=0.2 * seed
    )
    truth = generate(tmp_path / "made", companies=1_000, seed=seed, options=options)
    graph = guarantees(tmp_path / "made", DAY)
    assert strict_circles(graph) == planted(truth)
    assert reciprocal(graph) == {frozenset(pair) for pair in truth.mutual_pairs}


def test_each_decoy_would_close_a_circle_if_it_had_force(
    bundle, rows, guarantees, strict_circles
):
    folder, truth = bundle
    graph = guarantees(folder, DAY)
    contracts = {row["guarantee_id"]: row for row in rows("guarantee")}
    guarantor = {
        row["guarantee_id"]: row["guarantor_id"] for row in rows("guarantee_guarantor")
    }
    reasons = set()
    for decoy in truth.decoys:
        ends = guarantor[decoy["guarantee_id"]], contracts[decoy["guarantee_id"]]
        assert ends[0] == decoy["path"][-1]
        assert ends[1]["debtor_id"] == decoy["path"][0]
        assert not graph.has_edge(ends[0], decoy["path"][0])
        assert all(graph.has_edge(*pair) for pair in pairwise(decoy["path"]))
        reasons.add(decoy["reason"])
    assert len(reasons) == 4
    graph.add_edge(truth.decoys[0]["path"][-1], truth.decoys[0]["path"][0])
    assert len(strict_circles(graph) - planted(truth)) == 1


def test_counter_guarantees_would_be_mutual_pairs_if_they_counted(
    rows, guarantees, bundle
):
    graph = guarantees(bundle[0], DAY)
    counter = {
        row["guarantee_id"]: row["debtor_id"]
        for row in rows("guarantee")
        if row["guarantee_kind"] == "counter_guarantee"
    }
    arcs = [
        (row["guarantor_id"], counter[row["guarantee_id"]])
        for row in rows("guarantee_guarantor")
        if row["guarantee_id"] in counter
    ]
    assert len(arcs) > 10
    assert all(graph.has_edge(debtor, guarantor) for guarantor, debtor in arcs)
    assert not any(graph.has_edge(*arc) for arc in arcs)


def test_chains_of_mutual_pairs_hold_no_circle(bundle, guarantees):
    # a guarantee that was not collected breaks a pair, and adds none
    folder, truth = bundle
    graph = guarantees(folder, DAY)
    chains = [
        set(item["members"])
        for item in truth.lookalikes
        if item["pattern"] == "chain_of_mutual_pairs"
    ]
    assert chains
    for chain in chains:
        part = graph.subgraph(chain)
        assert any(part.has_edge(debtor, guarantor) for guarantor, debtor in part.edges)
        assert nx.is_forest(part.to_undirected())
    assert not any(chain & circle for chain in chains for circle in planted(truth))


def test_a_controller_behind_a_circle_owns_or_marries_into_its_firms(bundle, rows):
    _, truth = bundle
    shares = {}
    votes = {}
    for row in rows("ownership"):
        pair = row["owner_id"], row["asset_id"]
        shares[pair] = max(float(row["share"] or 0), shares.get(pair, 0.0))
        votes[pair] = max(float(row["voting_share"] or 0), votes.get(pair, 0.0))
    spouses = {
        (row["person_id"], row["relative_id"])
        for row in rows("family")
        if row["relation"] == "spouse"
    }
    ways, known, ties, married = set(), 0, 0, 0
    for scheme in truth.schemes:
        controller = scheme["controller"]
        for item in scheme["controlled"]:
            way = item["how"]
            ways.add(way)
            if way == "contacts":
                continue
            owner = controller if way in {"stake", "votes"} else item["via"][0]
            share = shares.get((owner, item["party"]), 0.0)
            ties += 1
            known += share > (0.0 if way in {"stake", "votes"} else 0.5)
            if way == "votes" and share:
                assert share < 0.5 < votes[owner, item["party"]]
            if way == "spouse" and share:
                married += (controller, owner) in spouses
    assert 0.7 < known / ties < 1  # the others were not collected
    assert married
    assert ways == {"holding", "spouse", "votes", "contacts", "nominee", "stake"}


def test_hidden_circles_are_open_chains_between_two_firms_of_one_controller(
    bundle, guarantees
):
    folder, truth = bundle
    graph = guarantees(folder, DAY)
    assert truth.hidden_circles
    for record in truth.hidden_circles:
        first, *_, last = record["members"]
        linked = graph.has_node(last) and graph.has_node(first)
        assert not linked or not nx.has_path(graph, last, first)
        ends = {item["party"] for item in record["controlled"]}
        assert ends <= set(record["members"])


def test_every_look_alike_of_a_fraud_pattern_is_there(bundle):
    _, truth = bundle
    assert {item["pattern"] for item in truth.lookalikes} == {
        "group",
        "circle_of_strangers",
        "chain_of_mutual_pairs",
        "virtual_office",
        "shared_premises",
        "shared_bookkeeper",
        "nominee",
        "professional_guarantor",
        "barter_loop",
        "cash_pool",
        "trade_burst",
        "cash_sweep",
        "refund",
        "agency_trade",
        "supplier_hub",
        "instalments",
        "subcontracting",
        "joint_purchase",
        "pass_through_trade",
        "shared_suppliers",
        "supply_chain",
        "entrusted_payment",
        "group_lending",
        "payroll",
        "tax_day",
        "group_treasury",
        "bookkeeper_device",
    }
    assert {circle["label"] for circle in truth.circles} == {
        "scheme",
        "group",
        "strangers",
        "tangle",
    }


def test_a_truth_of_the_first_format_is_refused_with_what_it_lacks(tmp_path):
    (tmp_path / "truth.json").write_text('{"seed": 7, "circles": [], "schemes": []}')
    with pytest.raises(FileFormatError) as caught:
        read_truth(tmp_path)
    assert "format 1 and lacks version, as_of" in str(caught.value)
    assert "accusations" in str(caught.value)
    assert "expected format 3: generate the economy again" in str(caught.value)


def test_the_written_truth_is_the_returned_one(bundle):
    folder, truth = bundle
    assert read_truth(folder) == truth
