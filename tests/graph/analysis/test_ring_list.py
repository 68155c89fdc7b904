"""Money rings as they are listed, and planted ones against those found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.ring_filter import RingFilter
from graph.analysis.ring_findings import ring_tables
from graph.analysis.ring_list import ring_case, ring_list, ring_record
from graph.analysis.ring_outcomes import RingCases
from graph.analysis.ring_parameters import DAY, RingParameters
from graph.analysis.ring_statements import state_outcome
from graph.analysis.ring_truth import ForeignTruthError, Sources, compare_rings
from graph.analysis.rings import find_rings
from graph.errors import NotFoundError, NotPublishedError
from graph.testing.facts import memory_store

AS_OF = 1_000 * DAY
# two rings, the second slower, and a near miss that brings too little back
PAYMENTS = {
    "quick": [("a", "b", 1, 100), ("b", "c", 2, 95), ("c", "a", 3, 94)],
    "slow": [("a", "d", 10, 100), ("d", "b", 14, 99), ("b", "a", 18, 98)],
    "little": [("b", "c", 50, 100), ("c", "d", 51, 89), ("d", "b", 52, 88)],
}
HELD = {"a": "A", "b": "B", "c": "A"}  # nobody is known to hold d


@pytest.fixture(scope="module")
def rows():
    return {
        "party": [{"party_id": name, "name": f"Firm {name}"} for name in "ABC"],
        "account": [{"account_id": name} for name in "abcd"],
        "account_holder": [
            {"holder_id": party, "account_id": account}
            for account, party in HELD.items()
        ],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "valid_from": day * DAY,
                "amount": amount * 100,
                "record_id": f"{name}-{number}",
            }
            for name, rows in PAYMENTS.items()
            for number, (payer, payee, day, amount) in enumerate(rows)
        ],
    }


@pytest.fixture(scope="module")
def published(rows, tmp_path_factory):
    store = memory_store(rows)
    folder = tmp_path_factory.mktemp("published")
    publish(store, folder, at=store.at(AS_OF))
    return open_published(store, folder)


@pytest.fixture(scope="module")
def found(published):
    return find_rings(published.snapshot)


def begun(listed):
    return [item.begins[:10] for item in listed.items]


def test_rings_are_listed_with_accounts_and_their_known_holders(published, found):
    listed = ring_list(published, found)
    quick, slow = listed.items
    assert quick.account_ids == ("a", "b", "c")
    assert slow.account_ids == ("a", "d", "b")
    assert [party.party_id for party in slow.parties] == ["A", "B"]
    assert slow.holders == (("A",), (), ("B",))
    assert quick.related  # one party holds a and c
    assert (listed.total.value, listed.total.relation) == (2, "eq")
    assert listed.completeness.complete
    assert quick.score > slow.score


@pytest.mark.parametrize(
    ("order", "slow_first"),
    [
        ("score", False),
        ("first_amount", False),  # equal: the higher score comes first
        ("retention", True),
        ("length", False),
        ("days", False),
        ("begins", True),
    ],
)
def test_rings_are_put_in_another_order(published, found, order, slow_first):
    listed = ring_list(published, found, order=order)
    days = ["1970-01-02", "1970-01-11"]
    assert begun(listed) == (days[::-1] if slow_first else days)


def test_rings_with_an_everyday_reading_stand_apart(rows, tmp_path):
    orders = {"quick-0": "88-1", "quick-2": "88-1"}  # the quick one is a refund
    told = [
        row | {"order_no": orders.get(row["record_id"])} for row in rows["transfer"]
    ]
    store = memory_store(rows | {"transfer": told})
    publish(store, tmp_path, at=store.at(AS_OF))
    published = open_published(store, tmp_path)
    found = published.rings(store)
    listed = ring_list(published, found)
    assert begun(listed) == ["1970-01-11", "1970-01-02"]
    assert (listed.total.value, listed.unexplained, listed.everyday) == (2, 1, 1)
    for everyday, day in ((False, "1970-01-11"), (True, "1970-01-02")):
        part = ring_list(published, found, RingFilter(everyday=everyday))
        assert begun(part) == [day]
        assert (part.total.value, part.unexplained, part.everyday) == (1, 1, 1)


def test_lists_and_pages_say_how_a_ring_stands(rows, tmp_path):
    store = memory_store(rows)
    publish(store, tmp_path, at=store.at(AS_OF))
    published = open_published(store, tmp_path)
    found, cases = published.rings(store), RingCases(store, sees_personal=True)
    ring = ring_record(published, found, found.rings[0].ring_id)
    assert (ring.state, ring.case) == (None, None)  # not asked
    state_outcome(store, ring, "dismissed", "a refund", by="alice")
    states = [item.state for item in ring_list(published, found, cases=cases).items]
    assert states == ["dismissed", "open"]
    ring = ring_record(published, found, ring.ring_id, cases=cases)
    assert ring.state == ring.case.state == "dismissed"
    none = RingCases(store, sees_personal=True, only=frozenset())
    states = [item.state for item in ring_list(published, found, cases=none).items]
    assert states == [None, None]  # a ring that is not published has no case


def test_a_case_is_told_while_rings_of_another_release_are_published(rows, tmp_path):
    store = memory_store(rows)
    publish(store, tmp_path, at=store.at(AS_OF))
    published = open_published(store, tmp_path)
    ring = ring_record(
        published, found := published.rings(store), found.rings[0].ring_id
    )
    state_outcome(store, ring, "dismissed", "a refund", by="alice")
    (run,) = (run for run in store.runs() if run.analysis == "rings")
    older = replace(run, receipt={**run.receipt, "version": "0"})
    store.write_findings(older, ring_tables(found), {})
    with pytest.raises(NotPublishedError):
        published.rings(store)
    case = ring_case(
        published, store, ring.ring_id, RingCases(store, sees_personal=True)
    )
    assert case.state == "dismissed"


def test_pages_follow_each_other_and_say_that_they_are_cut(published, found):
    first = ring_list(published, found, limit=1)
    second = ring_list(published, found, offset=1, limit=1)
    assert begun(first) + begun(second) == ["1970-01-02", "1970-01-11"]
    assert first.completeness.truncated_by == ("limit",)
    assert second.completeness.complete


def test_a_cut_search_is_told_with_the_list(published):
    found = find_rings(published.snapshot, RingParameters(max_work=1))
    listed = ring_list(published, found)
    assert listed.completeness.truncated_by == ("work",)
    assert listed.total.relation == "gte"
    assert listed.complete_before in listed.completeness.advice


def test_unknown_accounts_parties_and_rings_are_not_found(published, found):
    for asked in ({"account": "z"}, {"party": "z"}):
        with pytest.raises(NotFoundError):
            ring_list(published, found, RingFilter(**asked))
    with pytest.raises(NotFoundError):
        ring_record(published, found, "R-0")


def test_a_ring_is_read_with_the_records_of_its_transfers(published, found):
    ring = ring_record(published, found, found.rings[0].ring_id)
    assert [hop.record_id for hop in ring.transfers] == [
        "quick-0",
        "quick-1",
        "quick-2",
    ]
    assert ring.receipt.result_hash == found.receipt.result_hash


def truth_of(**lists):
    told = {"cycle": ["quick", "slow"], **lists}
    names = {
        kind: [f"{name}-{place}" for place in range(3)]
        for kinds in told.values()
        for kind in kinds
        for name in [kind]
    }
    return {
        "transfer_rings": [
            {"pattern": "cycle", "members": ["A", "B"], "transfers": names[name]}
            for name in told["cycle"]
        ],
        "lookalikes": [],
        "near_misses": [
            {"pattern": "cycle", "transfers": names[name]}
            for name in told.get("near", [])
        ],
    }


def compared(published, truth, **bounds):
    asked = RingParameters(**bounds)
    return compare_rings(
        published.snapshot, find_rings(published.snapshot, asked), asked, truth
    )


def test_planted_rings_are_found_and_near_misses_are_not(published):
    answer = compared(published, truth_of(near=["little"]))
    (cycle,) = answer.patterns
    assert (cycle.planted, cycle.beyond, cycle.found, cycle.missed) == (2, 0, 2, ())
    assert answer.equal
    assert (answer.others, answer.near_misses, answer.invalid) == (0, (), ())


def test_a_planted_ring_beyond_the_bounds_is_counted_apart(published):
    (cycle,) = compared(published, truth_of(), gap=3).patterns
    assert (cycle.planted, cycle.beyond, cycle.found) == (2, 1, 1)


def test_what_was_not_collected_whole_is_beyond_the_bounds(published):
    truth = truth_of()
    del truth["transfer_rings"][0]["transfers"][1]
    truth["transfer_rings"][0]["missing"] = 1
    (cycle,) = compared(published, truth).patterns
    assert (cycle.planted, cycle.beyond, cycle.found) == (2, 1, 1)


def test_records_of_a_planted_ring_are_of_one_source():
    sources = Sources([("bank", "1"), ("bank", "2"), ("other", "1"), ("case", "4")])
    assert sources.keys_of(["1", "2"]) == [("bank", "1"), ("bank", "2")]
    assert sources.keys_of(["4"]) == [("case", "4")]
    for records, named in ((["1", "3"], "'3'"), (["1"], "bank, other")):
        with pytest.raises(ForeignTruthError, match=named):
            sources.keys_of(records)
    with pytest.raises(ForeignTruthError, match="no fact"):
        sources.keys_of(["2", "4"])


def test_a_near_miss_that_is_found_is_a_fault(published):
    answer = compared(published, truth_of(near=["little"]), keep=0.8)
    assert answer.near_misses == (("little-0", "little-1", "little-2"),)
    assert not answer.equal


def test_honest_rings_and_those_of_chance_are_counted_apart(published):
    truth = truth_of(cycle=["quick"])
    assert compared(published, truth).others == 1
    slow = truth_of(cycle=["slow"])["transfer_rings"]
    answer = compared(published, truth | {"lookalikes": slow})
    assert (answer.honest, answer.others) == ({"cycle": 1}, 0)


def test_a_missed_ring_is_a_fault(published, found):
    none = find_rings(published.snapshot, RingParameters(max_rings=1))
    answer = compare_rings(published.snapshot, none, RingParameters(), truth_of())
    assert answer.patterns[0].missed == (("slow-0", "slow-1", "slow-2"),)
    assert not answer.equal


def test_the_truth_of_another_economy_is_refused(published):
    for change in ({"transfers": ["quick-0", "quick-9"]}, {"members": ["C"]}):
        truth = truth_of()
        truth["transfer_rings"][0] |= change
        with pytest.raises(ForeignTruthError, match="another economy"):
            compared(published, truth)
