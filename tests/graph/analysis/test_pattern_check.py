"""The plain check of hits: what meets a test, and what fails one condition of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graph.analysis.pattern_check import meets
from graph.analysis.pattern_parameters import questions_of
from graph.analysis.plain_moves import Move
from graph.analysis.ring_parameters import DAY

PASSES = [
    step
    for day in (1, 5, 9)
    for step in ((f"p{day}", "h", day, 20_000), ("h", f"q{day}", day + 1, 19_000))
]
SPREAD = [("s", name, 1, 100) for name in "abc"] + [
    (name, "t", 2, 95) for name in "abc"
]
HUB = [(name, "h", 1, 300) for name in "abcd"] + [
    ("h", name, 2, 290) for name in "klmn"
]
STACK = [(payer, payee, 1, 5) for payer in "abc" for payee in "mno"] + [
    (payer, payee, 3, 5) for payer in "mno" for payee in "xyz"
]
LOAN = [
    ("loan", "a", 1, 200_000), ("a", "b", 2, 195_000), ("b", "a", 3, 190_000)
]  # fmt: skip
MEET = {
    "fan_in": [(name, "x", 1, 5) for name in "abcd"],
    "fan_out": [("x", name, 1, 5) for name in "abcdefgh"],
    "scatter_gather": SPREAD,
    "gather_scatter": HUB,
    "bipartite": STACK[:9],
    "stack": STACK,
    "pass_through": PASSES,
    "structuring": [("x", "y", day, 49_000) for day in (1, 2, 3)],
    "fund_collection": LOAN[:2],
    "loan_round_trip": LOAN,
}


class Borrower:
    """Whose account is a; nobody else is close."""

    def holder(self, account):
        return account

    def homes(self, _):
        return {("account", "a")}

    def goals(self, _, back_to):
        return {("account", "a")} if "borrower" in back_to else set()


def check(pattern, rows, **orders):
    (asked,) = questions_of([pattern])
    moves = [
        Move(
            kind="deposit" if tail == "loan" else "transfer",
            source="bank",
            record_id=f"{place:02}",
            tail=("account", tail),
            head=("account", head),
            time=int(day * DAY),
            amount=None if amount is None else Fraction(amount),
            order_no=orders.get(f"o{place}"),
        )
        for place, (tail, head, day, amount) in enumerate(rows)
    ]
    return meets(moves, asked, Borrower())


@pytest.mark.parametrize("pattern", MEET)
def test_what_meets_a_test(pattern):
    rows = MEET[pattern]
    assert check(pattern, rows)
    assert not check(pattern, rows[:-1])
    assert not check(pattern, [])
    assert not check(pattern, [*rows, ("u", "u", 1, 5)])


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        ("fan_in", [*MEET["fan_in"][:3], ("d", "x", 4, 5)]),
        ("fan_in", [*MEET["fan_in"], ("x", "e", 1, 5)]),
        ("structuring", [*MEET["structuring"][:2], ("x", "y", 3, 50_000)]),
        ("structuring", [*MEET["structuring"][:2], ("x", "y", 3, None)]),
        ("scatter_gather", [*SPREAD[:5], ("c", "t", 1, 95)]),
        ("scatter_gather", [*SPREAD[:5], ("c", "t", 2, 79)]),
        ("gather_scatter", [*HUB[:7], ("h", "n", 1, 290)]),
        ("gather_scatter", [*HUB[:7], ("h", "n", 2, 400)]),
        ("stack", [*STACK[:-1], ("o", "z", 1, 5)]),
        ("stack", [*STACK, ("z", "a", 1, 5)]),
        ("pass_through", [*PASSES[:5], ("h", "p9", 10, 19_000)]),
        ("pass_through", [*PASSES[:5], ("h", "q9", 10.1, 19_000)]),
        ("pass_through", [*PASSES, ("h", "q9", 10, 19_000)]),
        ("fund_collection", [LOAN[0], ("a", "b", 7, 195_000)]),
        ("loan_round_trip", [*LOAN[:2], ("b", "c", 3, 190_000)]),
        ("loan_round_trip", [*LOAN[:2], ("b", "a", 3, 170_000)]),
        ("loan_round_trip", [LOAN[0], ("b", "a", 2, 190_000)]),
    ],
)
def test_what_fails_a_condition(pattern, rows):
    assert not check(pattern, rows)


def test_order_numbers_of_one_source_order_a_moment():
    rows = [*SPREAD[:5], ("c", "t", 1, 95)]
    assert not check("scatter_gather", rows)
    assert check("scatter_gather", rows, o2="9", o5="10")
    assert not check("scatter_gather", rows, o2="10", o5="9")


def test_hops_of_one_moment_follow_their_order_numbers_and_not_their_record_ids():
    out, first, second = LOAN
    rows = [out, (*second[:2], 2, 190_000), (*first[:2], 2, 195_000)]
    assert check("loan_round_trip", rows, o1="10", o2="9")
    assert not check("loan_round_trip", rows, o1="9", o2="10")
    assert not check("loan_round_trip", rows)
