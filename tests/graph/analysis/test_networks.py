from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.networks import GuaranteeNetwork, guarantee_networks
from graph.snapshot import Snapshot
from graph.testing.facts import guarantee_rows, memory_store, snapshot_of
from graph.vocabulary import KINDS

ENDS = st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij"))


def network_of(snapshot, party_id: str) -> GuaranteeNetwork:
    return guarantee_networks(snapshot).of(snapshot.number("party", party_id))


def test_two_guarantors_of_one_debtor_are_in_one_network() -> None:
    rows = guarantee_rows(("a", "b"), ("p", "b"), ("d", "e"))
    rows["party"][3]["party_type"] = "person"
    rows["party"].append({"party_id": "z", "name": "z"})
    rows["loan"] = [
        {"loan_id": f"{debtor}{balance}", "borrower_id": debtor, "currency": "CNY"}
        | {"outstanding": balance}
        for debtor, balance in (("a", 100), ("b", 2_000), ("b", 30_000), ("d", 7))
    ]
    assert rows["party"][3]["party_id"] == "e"
    snapshot = snapshot_of(rows, as_of=0)
    whole = GuaranteeNetwork(
        parties=3, firms=3, guarantees=2, loans=321.0, unknown_loans=1
    )
    assert [network_of(snapshot, name) for name in "abp"] == [whole] * 3
    assert network_of(snapshot, "e") == GuaranteeNetwork(
        parties=2, firms=1, guarantees=1, loans=0.07, unknown_loans=1
    )
    assert network_of(snapshot, "z") == GuaranteeNetwork(
        parties=1, firms=1, guarantees=0, loans=None, unknown_loans=1
    )


def test_a_guarantee_without_force_ties_nobody() -> None:
    snapshot = snapshot_of(guarantee_rows(("a", "b"), status="released"), as_of=0)
    assert network_of(snapshot, "a").parties == 1


def test_a_party_that_nothing_describes_any_more_counts_as_a_firm() -> None:
    store = memory_store(guarantee_rows(("a", "b")))
    parties = store.view().select(KINDS["party"]).to_pylist()
    (record,) = (row for row in parties if row["party_id"] == "b")
    store.retract(KINDS["party"], record["source"], [record["record_id"]])
    found = network_of(Snapshot.build(store, store.at()), "a")
    assert (found.parties, found.firms) == (2, 2)


def test_a_snapshot_without_parties_has_no_network() -> None:
    assert guarantee_networks(snapshot_of({}, as_of=0)).parties.size == 0


@given(arcs=st.sets(ENDS, min_size=1, max_size=12))
def test_networks_are_the_weak_components(arcs: set[tuple[str, str]]) -> None:
    snapshot = snapshot_of(guarantee_rows(*sorted(arcs)), as_of=0)
    reference = nx.DiGraph(arcs)
    reference.remove_edges_from(list(nx.selfloop_edges(reference)))
    found = guarantee_networks(snapshot)
    for component in nx.weakly_connected_components(reference):
        inside = reference.subgraph(component)
        for party in component:
            network = found.of(snapshot.number("party", party))
            assert network.parties == len(component)
            assert network.guarantees == inside.number_of_edges()
    assert found.parties.sum() == len(reference)
    assert found.guarantees.sum() == reference.number_of_edges()
    assert np.unique(found.label).size == found.parties.size
