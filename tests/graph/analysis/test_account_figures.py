"""The figures of an account are sums over its transfers."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.account_money import account_figures, account_money, account_totals
from graph.analysis.ring_parameters import DAY
from graph.testing.strategies import at_most
from moved_money import bundle_of

AMOUNTS = st.integers(1, 9)
ACCOUNTS = st.sampled_from("abcd")


@at_most(50)
@given(st.lists(st.tuples(ACCOUNTS, ACCOUNTS, st.integers(0, 5), AMOUNTS), max_size=12))
def test_figures_are_sums_over_the_transfers(built, payments):
    snapshot = built(bundle_of(payments, "e"), 1_000 * DAY)
    totals = account_totals(snapshot)
    others = defaultdict(set)
    for payer, payee, *_ in payments:
        if payer != payee:
            others[payer].add(payee)
            others[payee].add(payer)
    for number, account in enumerate(snapshot.ids("account").to_pylist()):
        figures = account_figures(snapshot, totals, number)
        assert figures == account_money(snapshot, account).figures
        sent = [row for row in payments if row[0] == account]
        received = [row for row in payments if row[1] == account]
        assert (figures.sent_transfers, figures.sent) == (
            len(sent),
            sum(row[3] for row in sent),
        )
        assert (figures.received_transfers, figures.received) == (
            len(received),
            sum(row[3] for row in received),
        )
        assert figures.counterparties == len(others[account])
        between = account_money(snapshot, account).counterparties
        assert {row.account_id for row in between} == others[account]
        for row in between:
            pairs = [each for each in sent if each[1] == row.account_id]
            assert (row.sent_transfers, row.sent) == (
                len(pairs),
                sum(each[3] for each in pairs),
            )
