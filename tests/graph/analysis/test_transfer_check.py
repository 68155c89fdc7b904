"""Rings that a transfer closes: those of a full search of which it is the latest."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.ring_parameters import DAY
from graph.analysis.ring_records import ring_id
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.analysis.transfer_check import TransferChecker, check_parameters
from graph.errors import InvalidRecordError, MissingRateError
from graph.testing.facts import batch, memory_store, write
from graph.vocabulary import KINDS
from moved_money import LAST, asked_of, built, checker_of, paid, rows_of

TRANSFER = KINDS["transfer"]


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
        ({"amount": "1e-999999999"}, "amount"),
        ({"amount": "1." + 40 * "0" + "1"}, "amount"),
        ({"amount": "92233720368547758.08"}, "amount"),
        ({"currency": "cny"}, "currency"),
        ({"moved_at": "soon"}, "moved_at"),
    ],
)
def test_what_cannot_be_a_transfer_is_refused_by_field(change, field):
    with pytest.raises(InvalidRecordError) as caught:
        replace(asked_of(CLOSING), **change)
    assert set(caught.value.errors) == {field}


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("1", 100), ("1.10", 110), ("1.100000", 110), ("1e3", 100_000),
     ("92233720368547758.07", 2**63 - 1)],
)  # fmt: skip
def test_an_amount_is_read_to_the_last_digit(amount, minor):
    assert replace(asked_of(CLOSING), amount=amount).move.amount == minor


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
