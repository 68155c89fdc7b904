"""Money rings of a snapshot: figures, ids, related hops, receipts, publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.ring_findings import ring_tables
from graph.analysis.ring_parameters import DAY, RingParameters
from graph.analysis.ring_records import ring_id
from graph.analysis.ring_truth import compare_rings
from graph.analysis.rings import find_rings
from graph.errors import MissingRateError, NotPublishedError
from graph.testing.facts import memory_store
from graph.vocabulary import SHARE_UNIT

AS_OF = 1_000 * DAY
# payer, payee, day, amount: design case of seven transfers with one ring
SEVEN = (
    ("a", "b", 0, 100),
    ("b", "c", 2, 95),
    ("c", "a", 3, 90),
    ("c", "a", 1, 95),
    ("b", "c", 9, 99),
    ("c", "d", 4, 90),
    ("d", "a", 5, 60),
)


def rows_of(transfers=SEVEN, **others):
    names = sorted({end for row in transfers for end in row[:2]})
    return {
        "account": [{"account_id": name} for name in names],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "valid_from": day * DAY,
                "amount": amount * 100,
                "currency": "CNY",
                "source": "bank",
                "record_id": str(number),
            }
            for number, (payer, payee, day, amount) in enumerate(transfers)
        ],
        **others,
    }


def records(found):
    return [[hop.record_id for hop in ring.transfers] for ring in found.rings]


def test_the_design_case_has_one_ring_with_its_figures(built):
    found = find_rings(built(rows_of(), AS_OF))
    (ring,) = found.rings
    assert records(found) == [["0", "1", "2"]]
    assert ring.ring_id == ring_id([("bank", "0"), ("bank", "1"), ("bank", "2")])
    assert (ring.length, ring.days, ring.begins) == (3, 3, "1970-01-01T00:00:00.000Z")
    assert (ring.first_amount, ring.last_amount, ring.retention) == (100, 90, 0.9)
    assert ring.score == pytest.approx(0.9 / 1.1)
    assert not ring.related
    assert found.completeness.complete
    assert found.complete_before is None


def test_order_numbers_chain_transfers_of_one_moment(built):
    rows = rows_of([("a", "b", 1, 10), ("b", "c", 1, 10), ("c", "a", 1, 10)])
    assert records(find_rings(built(rows, AS_OF))) == []
    for row, number in zip(rows["transfer"], ("9", "10", "11"), strict=True):
        row["order_no"] = number
    assert records(find_rings(built(rows, AS_OF))) == [["0", "1", "2"]]
    rows["transfer"][1]["source"] = "another"
    assert records(find_rings(built(rows, AS_OF))) == []


def test_in_any_order_the_first_record_of_a_moment_begins_the_ring(built):
    snapshot = built(
        rows_of([("c", "a", 1, 10), ("b", "c", 1, 10), ("a", "b", 1, 10)]), AS_OF
    )
    found = find_rings(snapshot, RingParameters(order="any"))
    assert records(found) == [["0", "2", "1"]]


def test_amounts_are_compared_in_the_reporting_currency(built):
    rows = rows_of(
        [("a", "b", 1, 70), ("b", "c", 2, 10), ("c", "a", 3, 63)],
        exchange_rate=[{"base_currency": "USD", "quote_currency": "CNY", "rate": 7.0}],
    )
    rows["transfer"][1]["currency"] = "USD"
    assert records(find_rings(built(rows, AS_OF))) == [["0", "1", "2"]]
    del rows["exchange_rate"]
    with pytest.raises(MissingRateError):
        find_rings(built(rows, AS_OF))


@pytest.mark.parametrize("rate", [7.1234, 6.9, 0.3])
def test_a_hop_on_its_bound_is_met_by_search_and_check_in_any_currency(built, rate):
    rows = rows_of(
        [("a", "b", 1, 733), ("b", "c", 2, 659.7), ("c", "a", 3, 593.73)],
        exchange_rate=[{"base_currency": "USD", "quote_currency": "CNY", "rate": rate}],
    )
    for row in rows["transfer"]:
        row |= {"currency": "USD", "amount": round(row["amount"])}
    snapshot, asked = built(rows, AS_OF), RingParameters()
    found = find_rings(snapshot, asked)
    assert records(found) == [["0", "1", "2"]]
    truth = {"transfer_rings": []}
    assert compare_rings(snapshot, found, asked, truth).invalid == ()


def test_withdrawals_are_left_out_where_only_transfers_are_asked_for(built):
    rows = rows_of()
    rows["transfer"][1]["transfer_type"] = "withdraw"
    snapshot = built(rows, AS_OF)
    assert len(find_rings(snapshot).rings) == 1
    assert not find_rings(snapshot, RingParameters(types=("transfer",))).rings


@pytest.mark.parametrize(
    "ties",
    [
        {"family": [{"person_id": "Y", "relative_id": "X"}]},
        {"role": [{"person_id": "X", "company_id": "Y"}]},
        {"role": [{"person_id": "Z", "company_id": name} for name in "XY"]},
        {
            "ownership": [
                {"owner_id": "Z", "asset_id": name, "share": SHARE_UNIT * 6 // 10}
                for name in "XY"
            ]
        },
        {
            "contact": [{"contact_id": "phone"}],
            "contact_use": [{"party_id": name, "contact_id": "phone"} for name in "XY"],
        },
    ],
    ids=["family", "role", "officer", "control", "contact"],
)
def test_a_hop_between_accounts_of_related_parties_is_told(built, ties):
    held = [
        {"holder_id": party, "account_id": account}
        for party, account in (("X", "a"), ("Y", "b"), ("Z", "d"))
    ]
    parties = [{"party_id": name} for name in "XYZ"]
    only = RingParameters(related_hop=True)
    for others, expected in (({}, False), (ties, True)):
        snapshot = built(rows_of(party=parties, account_holder=held, **others), AS_OF)
        assert [ring.related for ring in find_rings(snapshot).rings] == [expected]
        assert bool(find_rings(snapshot, only).rings) == expected


def test_rings_may_begin_from_one_day_to_another(built):
    snapshot = built(rows_of(), AS_OF)
    for since, until, count in (
        ("1970-01-01", "1970-01-01", 1),
        ("1970-01-02", None, 0),
        (None, "1969-12-31", 0),
    ):
        asked = RingParameters(since=since, until=until)
        assert len(find_rings(snapshot, asked).rings) == count


def test_a_cut_answer_says_up_to_when_it_is_complete(built):
    found = find_rings(built(rows_of(), AS_OF), RingParameters(max_work=1))
    assert found.completeness.truncated_by == ("work",)
    assert found.complete_before == "1970-01-01T00:00:00.000Z"
    assert found.complete_before in found.completeness.advice


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"max_length": 1}, "max_length"),
        ({"window": 0}, "window"),
        ({"window": float("nan")}, "window"),
        ({"keep": 2}, "keep"),
        ({"types": ()}, "types"),
        ({"order": "falling"}, "order"),
        ({"window": -1}, "window must be above 0, not -1"),
        ({"window": 1e-9}, "window must not be shorter"),
        ({"gap": -1e308}, "gap must be 0 or above"),
        ({"gap": float("inf")}, "gap must be a number"),
        ({"keep": float("nan")}, "keep must be a number"),
        ({"gain": float("inf")}, "gain must be a number"),
        ({"since": "yesterday"}, "since: 'yesterday'"),
        ({"until": "9999-13-01"}, "until: '9999-13-01'"),
        ({"max_work": 0}, "max_work"),
        ({"max_work": 2**63}, "max_work"),
        ({"max_rings": 2**63}, "max_rings"),
    ],
)
def test_bounds_that_no_ring_can_meet_are_named(changed, word):
    with pytest.raises(ValueError, match=word):
        RingParameters(**changed)


def test_a_span_longer_than_all_times_holds_all(built):
    chosen = RingParameters(window=1e308, gap=1e308)
    assert records(find_rings(built(rows_of(), AS_OF), chosen)) == records(
        find_rings(built(rows_of(), AS_OF), RingParameters(window=10_000, gap=10_000))
    )


def test_what_is_published_is_read_back_with_its_receipt(filled, tmp_path):
    store = filled(rows_of(party=[{"party_id": "p"}]))
    snapshot = publish(store, tmp_path, at=store.at(AS_OF))
    found = find_rings(snapshot)
    for name, table in ring_tables(found).items():
        assert store.findings(name).equals(table)
    read = open_published(store, tmp_path).rings(store)
    assert read.rings == found.rings
    assert read.completeness == found.completeness
    assert read.receipt.result_hash == found.receipt.result_hash


def test_without_findings_of_rings_one_is_told_to_publish(tmp_path):
    store = memory_store(rows_of())
    publish(store, tmp_path, at=store.at(AS_OF))
    published = open_published(store, tmp_path)
    with pytest.raises(NotPublishedError):
        published.rings(memory_store(rows_of()))
    stale = replace(published, findings=replace(published.findings, snapshot_id="x"))
    with pytest.raises(NotPublishedError):
        stale.rings(store)
