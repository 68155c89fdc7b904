"""An overlay answers as a snapshot that was built again would."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.algorithms.cycle_closing import ClosingIndex, ClosingScratch
from graph.errors import NotFoundError
from graph.overlay import REBUILD_LIMIT, Overlay
from graph.snapshot import Snapshot
from graph.testing.facts import batch, guarantee_rows, memory_store, write
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS

DAY = 86_400_000
START = 0


def built(store, as_of=START):
    return Snapshot.build(store, store.at(as_of))


def pairs_of(snapshot):
    ids = snapshot.ids("party").to_pylist()
    pairs = snapshot.pairs
    return {
        (ids[g], ids[d]) for g, d in zip(pairs.guarantor, pairs.debtor, strict=True)
    }


def named(overlay, columns):
    return [
        (overlay.party_id(int(g)), overlay.party_id(int(d)))
        for g, d in zip(*columns, strict=True)
    ]


def known_ids(overlay):
    return {*overlay.snapshot.ids("party").to_pylist(), *overlay.new_ids}


def pairs_under(overlay):
    added, closed = named(overlay, overlay.added), named(overlay, overlay.closed)
    assert not set(added) & pairs_of(overlay.snapshot)
    assert set(closed) <= pairs_of(overlay.snapshot)
    return pairs_of(overlay.snapshot) - set(closed) | set(added)


def contract(guarantor, debtor, name=None, **properties):
    name = name or f"{guarantor}>{debtor}"
    rows = guarantee_rows((guarantor, debtor))
    rows["guarantee"] = [{"guarantee_id": name, "debtor_id": debtor, **properties}]
    rows["guarantor"] = [{"guarantor_id": guarantor, "guarantee_id": name}]
    return rows


@pytest.fixture
def store():
    return memory_store(guarantee_rows(("a", "b"), ("b", "c")))


def test_nothing_written_is_no_difference(store):
    overlay = Overlay.since(built(store), store, START)
    assert not overlay.has_edges
    assert not overlay.needs_rebuild
    assert overlay.n_parties == 3
    assert overlay.advanced(store, START) is overlay


def test_a_new_contract_adds_its_pair_and_new_parties(store):
    snapshot = built(store)
    write(store, contract("d", "a"))
    overlay = Overlay.since(snapshot, store, START)
    assert named(overlay, overlay.added) == [("d", "a")]
    assert overlay.new_ids == ("d",)
    assert overlay.number("d") == snapshot.n_parties
    assert overlay.number("a") == snapshot.number("party", "a")
    with pytest.raises(NotFoundError):
        overlay.number("x")
    assert overlay.sequence == store.sequence()
    with pytest.raises(IndexError):
        overlay.party_id(overlay.n_parties)


def test_a_new_party_is_known_before_it_signs_anything(store):
    snapshot = built(store)
    write(store, {"party": [{"party_id": "e", "name": "e"}]})
    overlay = Overlay.since(snapshot, store, START)
    assert overlay.number("e") == snapshot.n_parties
    assert not overlay.has_edges


def test_a_second_contract_of_a_pair_adds_nothing(store):
    snapshot = built(store)
    write(store, contract("a", "b", "second"))
    overlay = Overlay.since(snapshot, store, START)
    assert not overlay.has_edges
    store.retract(KINDS["guarantee"], "test", ["a>b"])
    overlay = overlay.advanced(store, START)
    assert not overlay.has_edges
    store.retract(KINDS["guarantee"], "test", ["second"])
    overlay = overlay.advanced(store, START)
    assert named(overlay, overlay.closed) == [("a", "b")]


@pytest.mark.parametrize("change", [{"status": "released"}, {"debtor_id": "c"}])
def test_a_corrected_contract_closes_its_old_pair(store, change):
    snapshot = built(store)
    row = {"guarantee_id": "a>b", "debtor_id": "b", **change}
    store.append(batch(KINDS["guarantee"], [row]))
    overlay = Overlay.since(snapshot, store, START)
    assert named(overlay, overlay.closed) == [("a", "b")]
    assert pairs_under(overlay) == pairs_of(built(store))


@pytest.mark.parametrize(
    ("properties", "days"),
    [
        ({"valid_to": 3 * DAY}, 3),
        ({"period_end": 2 * DAY}, 3),
        ({"maturity": 0}, 182),
    ],
)
def test_contracts_end_by_time_alone(properties, days):
    store = memory_store(contract("a", "b", **properties))
    snapshot = built(store)
    for overlay in (Overlay.empty(snapshot), Overlay.empty(built(store, START))):
        before = overlay.advanced(store, days * DAY - 1)
        assert not before.has_edges
        after = before.advanced(store, days * DAY)
        assert named(after, after.closed) == [("a", "b")]


def lent(valid_to=None, outstanding=5, **loan):
    firms = [{"party_id": name, "name": name} for name in ("b", "bank")]
    own = {"loan_id": "l", "borrower_id": "b", "lender_id": "bank"}
    own |= {"outstanding": outstanding, "valid_to": valid_to, **loan}
    return {"party": firms, "loan": [own]}


COVERS = [
    {"covered_loan_ids": "l"},
    {"cap_kind": "maximum", "creditor_id": "bank", "maturity": 0},
]


@pytest.mark.parametrize("cover", COVERS)
def test_a_contract_ends_with_the_loans_that_it_covers(cover):
    rows = contract("a", "b", **cover)
    rows["party"].append({"party_id": "bank", "name": "bank"})
    store = memory_store(rows)
    write(store, lent(valid_to=3 * DAY))
    snapshot = built(store, 2 * DAY)
    assert pairs_of(snapshot) == {("a", "b")}
    by_time = Overlay.since(snapshot, store, 3 * DAY)
    assert named(by_time, by_time.closed) == [("a", "b")]
    write(store, lent(valid_to=3 * DAY, outstanding=7))
    same = Overlay.since(snapshot, store, 2 * DAY)
    assert not same.has_edges
    assert not same.states  # a balance that moves ends nothing
    write(store, lent(valid_to=3 * DAY, outstanding=0))
    repaid = same.advanced(store, 2 * DAY)
    assert named(repaid, repaid.closed) == [("a", "b")]
    write(store, lent(outstanding=5))
    again = repaid.advanced(store, 4 * DAY)
    assert not again.has_edges
    store.retract(KINDS["loan"], "test", ["l"])
    never = again.advanced(store, 5 * DAY)
    assert pairs_under(never) == pairs_of(built(store, 5 * DAY)) == {("a", "b")}


def test_a_window_ends_by_time_alone():
    rows = contract("a", "b", cap_kind="maximum", creditor_id="bank", maturity=5 * DAY)
    rows["party"].append({"party_id": "bank", "name": "bank"})
    store = memory_store(rows)
    write(store, lent(valid_to=DAY))
    snapshot = built(store, 2 * DAY)
    assert pairs_of(snapshot) == {("a", "b")}
    overlay = Overlay.since(snapshot, store, 6 * DAY - 1)
    assert not overlay.has_edges
    overlay = overlay.advanced(store, 6 * DAY)
    assert named(overlay, overlay.closed) == [("a", "b")]


def test_contracts_written_later_begin_and_end_by_time(store):
    snapshot = built(store)
    write(store, contract("c", "a", valid_from=2 * DAY, valid_to=4 * DAY))
    overlay = Overlay.since(snapshot, store, START)
    seen = []
    for day in range(6):
        overlay = overlay.advanced(store, day * DAY)
        seen.append(("c", "a") in pairs_under(overlay))
    assert seen == [False, False, True, True, False, False]


def test_a_promise_ends_without_its_contract():
    rows = guarantee_rows(("a", "b"), ("c", "b"))
    rows["guarantor"][0]["valid_to"] = DAY
    rows["guarantor"][0]["guarantee_id"] = "c>b"
    store = memory_store(rows)
    overlay = Overlay.since(built(store), store, DAY)
    assert named(overlay, overlay.closed) == [("a", "b")]


def test_time_never_goes_back(store):
    overlay = Overlay.since(built(store), store, 5 * DAY)
    assert overlay.advanced(store, DAY).at.as_of == 5 * DAY


def test_many_changes_ask_for_a_new_snapshot(store):
    overlay = Overlay.empty(built(store))
    assert not overlay.needs_rebuild
    full = type(overlay)(
        overlay.base, overlay.at, overlay.sequence, changes=REBUILD_LIMIT + 1
    )
    assert full.needs_rebuild


FIRMS = "abcde"
ENDS = st.tuples(st.sampled_from(FIRMS), st.sampled_from(FIRMS))
DATES = st.sampled_from((None, DAY, 2 * DAY, 3 * DAY))


@st.composite
def contracts(draw):
    guarantor, debtor = draw(ENDS)
    properties = {
        "valid_to": draw(DATES),
        "period_end": draw(DATES),
        "status": draw(st.sampled_from((None, "active", "released"))),
    }
    name = draw(st.sampled_from(("k0", "k1", "k2", "k3")))
    properties |= draw(
        st.fixed_dictionaries(
            {
                "cap_kind": st.sampled_from((None, "maximum")),
                "creditor_id": st.sampled_from((None, "bank")),
                "covered_loan_ids": st.sampled_from((None, None, "l0", "l0;l1")),
                "maturity": DATES,
            }
        )
    )
    stated = {key: value for key, value in properties.items() if value is not None}
    return contract(guarantor, debtor, name, **stated)


@st.composite
def loans(draw):
    loan = {
        "loan_id": draw(st.sampled_from(("l0", "l1"))),
        "borrower_id": draw(st.sampled_from(FIRMS)),
        "lender_id": draw(st.sampled_from((None, "bank"))),
        "outstanding": draw(st.sampled_from((None, 0, 5, 7))),
        "valid_to": draw(DATES),
    }
    firms = [{"party_id": loan["borrower_id"], "name": loan["borrower_id"]}]
    return {"party": firms, "loan": [loan]}


@at_most(60)
@given(
    first=st.lists(contracts() | loans(), max_size=5),
    steps=st.lists(st.tuples(contracts() | loans(), st.integers(0, 3)), max_size=4),
    probe=ENDS,
)
def test_paths_are_those_of_a_snapshot_built_again(first, steps, probe):
    store = memory_store({"party": [{"party_id": "bank", "name": "bank"}]})
    for rows in first:
        write(store, rows)
    snapshot = built(store)
    overlay = Overlay.since(snapshot, store, START)
    as_of = START
    for rows, days in steps:
        write(store, rows)
        as_of += days * DAY
        overlay = overlay.advanced(store, as_of)
    again = built(store, as_of)
    assert pairs_under(overlay) == pairs_of(again)
    at_once = Overlay.since(snapshot, store, as_of)
    assert pairs_under(at_once) == pairs_of(again)
    if probe[0] == probe[1] or not set(probe) <= known_ids(overlay):
        return
    guarantor, debtor = (overlay.number(party) for party in probe)
    index = ClosingIndex.build(
        snapshot.pairs.forward,
        backward=snapshot.pairs.reverse,
        labels=snapshot.component,
    )
    laid = index.overlay(
        added=overlay.added, closed=overlay.closed, n=overlay.n_parties
    )
    found = index.find(guarantor, debtor, ClosingScratch(), overlay=laid)
    network = nx.DiGraph(pairs_of(again))
    network.add_nodes_from(probe)
    assert found.closes == nx.has_path(network, probe[1], probe[0])
