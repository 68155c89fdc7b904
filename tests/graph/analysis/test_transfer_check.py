"""Rings that a transfer closes: those of a full search of which it is the latest."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.asked_transfer import AskedTransfer
from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.ring_parameters import DAY, RingParameters
from graph.analysis.ring_readings import NOT_TRIED
from graph.analysis.ring_records import ring_id
from graph.analysis.rings import find_rings
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.analysis.transfer_check import TransferChecker, check_parameters
from graph.errors import InvalidRecordError, MissingRateError
from graph.instant import format_instant
from graph.snapshot import Snapshot
from graph.testing.facts import batch, memory_store, write
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS

LAST = 1_000 * DAY
TRANSFER = KINDS["transfer"]


def paid(payer, payee, day, amount, record, **others):
    return {
        "payer_id": payer,
        "payee_id": payee,
        "valid_from": round(day * DAY),
        "amount": round(amount * 100),
        "currency": "CNY",
        "source": "bank",
        "record_id": record,
        **others,
    }


def rows_of(*transfers, **others):
    named = sorted({row[end] for row in transfers for end in ("payer_id", "payee_id")})
    return {
        "account": [{"account_id": name} for name in named],
        "transfer": list(transfers),
        **others,
    }


def asked_of(row):
    return AskedTransfer(
        payer_id=row["payer_id"],
        payee_id=row["payee_id"],
        amount=f"{row['amount'] / 100:.2f}",
        currency=row["currency"],
        moved_at=format_instant(row["valid_from"]),
        source=row["source"],
        record_id=row["record_id"],
        order_no=row.get("order_no") or "",
    )


def built(store, as_of=LAST, **options):
    return Snapshot.build(store, store.at(as_of), **options)


def checker_of(store, snapshot, as_of=LAST):
    checker = TransferChecker.of(snapshot)
    return TransferChecker(checker.overlay.advanced(store, as_of))


def records(rings):
    return sorted([hop.record_id for hop in ring.transfers] for ring in rings)


FIRST = (paid("a", "b", 0, 100, "0"), paid("b", "c", 2, 95, "1"))
CLOSING = paid("c", "a", 3, 90, "2")


@pytest.fixture
def store():
    return memory_store(rows_of(*FIRST, paid("x", "c", 1, 7, "other")))


def test_a_transfer_closes_the_ring_of_which_it_is_the_latest(store):
    found = checker_of(store, built(store)).check(asked_of(CLOSING))
    (ring,) = found.rings
    assert records(found.rings) == [["0", "1", "2"]]
    assert ring.ring_id == ring_id([("bank", "0"), ("bank", "1"), ("bank", "2")])
    assert (ring.length, ring.days, ring.retention) == (3, 3, 0.9)
    assert found.unknown_accounts == ()
    assert found.truncated_by == ()


@pytest.mark.parametrize(
    "change",
    [
        {"valid_from": 8 * DAY},
        {"valid_from": 2 * DAY},
        {"amount": 8_000},
        {"amount": 9_600},
        {"payer_id": "b"},
        {"payee_id": "x"},
    ],
)
def test_what_is_beyond_the_bounds_closes_nothing(store, change):
    found = checker_of(store, built(store)).check(asked_of(CLOSING | change))
    assert found.rings == ()


def test_written_transfers_count_and_withdrawn_ones_do_not(store):
    snapshot = built(store)
    write(store, rows_of(paid("c", "d", 3, 90, "3")))
    checker = checker_of(store, snapshot)
    last = asked_of(paid("d", "a", 4, 90, "4"))
    assert records(checker.check(last).rings) == [["0", "1", "3", "4"]]
    store.retract(TRANSFER, "bank", ["1"])
    later = TransferChecker(checker.overlay.advanced(store, LAST))
    assert later.check(last).rings == ()
    assert records(checker.check(last).rings) == [["0", "1", "3", "4"]]
    store.retract(TRANSFER, "bank", ["3"])
    store.append(batch(TRANSFER, [FIRST[1]]))
    again = TransferChecker(later.overlay.advanced(store, LAST))
    assert records(again.check(asked_of(CLOSING)).rings) == [["0", "1", "2"]]


def test_a_corrected_transfer_counts_as_it_is_now(store):
    snapshot = built(store)
    write(store, {"transfer": [FIRST[1] | {"amount": 5_000}]})
    checker = checker_of(store, snapshot)
    assert checker.check(asked_of(CLOSING)).rings == ()
    half = asked_of(CLOSING | {"amount": 5_000})
    assert checker.check(half).rings == ()
    loose = check_parameters(keep=0.5)
    assert records(checker.check(half, loose).rings) == [["0", "1", "2"]]
    moved = FIRST[1] | {"payer_id": "a", "valid_from": 1 * DAY}
    write(store, {"transfer": [moved]})
    later = TransferChecker(checker.overlay.advanced(store, LAST))
    # the record's later day still stands: a record is what it says of its latest
    assert records(later.check(half, loose).rings) == [["0", "1", "2"]]


def test_a_transfer_of_tomorrow_counts_when_it_has_happened(store):
    snapshot = built(store, as_of=2 * DAY)
    write(store, rows_of(paid("c", "e", 4, 90, "5")))
    asked = asked_of(paid("e", "a", 5, 90, "6"))
    checker = checker_of(store, snapshot, 3 * DAY)
    assert checker.check(asked).rings == ()
    later = TransferChecker(checker.overlay.advanced(store, 4 * DAY))
    assert records(later.check(asked).rings) == [["0", "1", "5", "6"]]


def test_an_unknown_account_closes_nothing_and_is_named(store):
    found = checker_of(store, built(store)).check(asked_of(CLOSING | {"payer_id": "z"}))
    assert (found.rings, found.unknown_accounts) == ((), ("z",))


def test_a_currency_without_a_rate_is_refused_where_amounts_are_compared(store):
    checker = checker_of(store, built(store))
    asked = asked_of(CLOSING | {"currency": "USD"})
    with pytest.raises(MissingRateError):
        checker.check(asked)
    assert checker.check(asked, check_parameters(conserving=False)).rings


def test_a_written_amount_without_a_rate_is_unknown_and_said(store):
    snapshot = built(store)
    write(store, {"transfer": [FIRST[1] | {"currency": "USD"}]})
    found = checker_of(store, snapshot).check(asked_of(CLOSING))
    assert (found.rings, found.unknown_currencies) == ((), ("USD",))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payee_id": "c"}, "payee_id"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": "much"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e400"}, "amount"),
        ({"currency": "cny"}, "currency"),
        ({"moved_at": "soon"}, "moved_at"),
    ],
)
def test_what_cannot_be_a_transfer_is_refused_by_field(change, field):
    with pytest.raises(InvalidRecordError) as caught:
        replace(asked_of(CLOSING), **change)
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize("wrong", [{"order": "any"}, {"since": "1970-01-01"}])
def test_bounds_that_say_nothing_of_one_transfer_are_refused(wrong):
    with pytest.raises(ValueError, match="do not apply"):
        check_parameters(**wrong)


def test_a_cut_check_says_so(store):
    checker = checker_of(store, built(store))
    found = checker.check(asked_of(CLOSING), check_parameters(max_work=1))
    assert (found.rings, found.truncated_by) == ((), ("max_work",))


def test_a_receipt_replays_what_was_written_and_withdrawn(store, tmp_path):
    snapshot = built(store)
    snapshot.save(tmp_path / "snapshots" / snapshot.manifest.snapshot_id)
    write(store, {"transfer": [paid("b", "c", 2.5, 95, "1b")]})
    store.retract(TRANSFER, "bank", ["1"])
    found = checker_of(store, snapshot).check(asked_of(CLOSING))
    assert records(found.rings) == [["0", "1b", "2"]]
    receipt = Receipt.from_dict(json.loads(json.dumps(found.receipt.to_dict())))
    assert receipt.parameters["withdrawn"] == [["bank", "1"]]
    assert replay(receipt, SnapshotDirectory(tmp_path)).same


WAYS = ("ab", "ab", "bc", "bc", "cd", "ca", "da", "ba", "ac")


@st.composite
def transfers(draw, record, *, days=(0, 8), ends=WAYS):
    payer, payee = draw(st.sampled_from(ends))
    numbered = draw(st.sampled_from((None, "1", "02", "3")))
    row = paid(
        payer,
        payee,
        draw(st.integers(*days)),
        draw(st.sampled_from((100, 100, 95, 90, 110))),
        record,
        source=draw(st.sampled_from(("bank", "bank", "other"))),
        transfer_type=draw(st.sampled_from(("transfer", "transfer", "withdraw"))),
    )
    return row if numbered is None else row | {"order_no": numbered}


@st.composite
def cases(draw):
    first = [draw(transfers(f"f{n}")) for n in range(draw(st.integers(3, 14)))]
    steps = []
    for step in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(("write", "write", "correct", "retract")))
        if kind == "write" or not first:
            count = draw(st.integers(1, 4))
            rows = [draw(transfers(f"s{step}.{n}", days=(0, 12))) for n in range(count)]
            steps.append(("write", rows))
        else:
            old = draw(st.sampled_from(first))
            new = draw(transfers(old["record_id"], days=(0, 12)))
            steps.append((kind, [new | {"source": old["source"]}]))
    asked = draw(transfers("asked", days=(2, 12), ends=("ca", "da", "ba", "ac")))
    asked["transfer_type"] = "transfer"
    shortest = draw(st.integers(2, 3))
    chosen = check_parameters(
        min_length=shortest,
        max_length=draw(st.integers(shortest, 5)),
        gap=draw(st.integers(1, 9)),
        window=draw(st.integers(3, 14)),
        keep=draw(st.sampled_from([0.0, 0.9])),
        gain=draw(st.sampled_from([1.0, 1.2, 1.2])),
        conserving=draw(st.sampled_from([True, False, False])),
        types=draw(st.sampled_from([("transfer",), ("transfer", "withdraw")])),
    )
    return first, steps, asked, chosen


def as_a_check_tells(ring):
    """A ring without what no check looks up: readings, and what they read."""
    hops = tuple(replace(hop, order_no=None) for hop in ring.transfers)
    return replace(ring, **NOT_TRIED, everyday=False, transfers=hops)


@at_most(300)
@given(cases())
def test_a_check_finds_what_a_full_search_finds_that_ends_with_it(case):
    first, steps, asked, chosen = case
    everybody = {"account": [{"account_id": name} for name in "abcd"]}
    store = memory_store({**everybody, "transfer": first})
    checker = TransferChecker.of(built(store, 8 * DAY))
    for place, (kind, rows) in enumerate(steps):
        if kind == "retract":
            store.retract(TRANSFER, rows[0]["source"], [rows[0]["record_id"]])
        else:
            write(store, {"transfer": rows})
        if place % 2:
            as_of = (8 + place) * DAY
            checker = TransferChecker(checker.overlay.advanced(store, as_of))
    checker = TransferChecker(checker.overlay.advanced(store, LAST))
    found = checker.check(asked_of(asked), chosen)
    at_once = checker_of(store, checker.overlay.snapshot)
    assert at_once.check(asked_of(asked), chosen).rings == found.rings
    write(store, {"transfer": [asked]})
    names = {name: getattr(chosen, name) for name in RingParameters.__slots__}
    full = find_rings(built(store), RingParameters(**names | {"max_work": 10**12}))
    wanted = [
        as_a_check_tells(ring)
        for ring in full.rings
        if (ring.transfers[-1].source, ring.transfers[-1].record_id)
        == (asked["source"], "asked")
    ]
    assert list(found.rings) == wanted
