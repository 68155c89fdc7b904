"""A check of a transfer beside a full search of everything that was written."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.ring_parameters import DAY, RingParameters
from graph.analysis.ring_readings import NOT_TRIED
from graph.analysis.rings import find_rings
from graph.analysis.transfer_check import TransferChecker, check_parameters
from graph.testing.facts import memory_store, write
from graph.testing.strategies import at_most
from graph.vocabulary import KINDS
from moved_money import LAST, asked_of, built, checker_of, paid

TRANSFER = KINDS["transfer"]
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
    untried = {name: tried.verdict for name, tried in NOT_TRIED.items()}
    return replace(ring, **untried, missing="", everyday=False, transfers=hops)


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
