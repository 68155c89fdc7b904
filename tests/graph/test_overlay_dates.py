from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graph.overlay.dates import Calendar, ContractDates
from graph.testing.strategies import trials

DAY = 86_400_000


def table(**columns):
    return pa.table({name: pa.array(c, pa.int64()) for name, c in columns.items()})


@given(
    instants=st.lists(st.none() | st.integers(0, 20), max_size=12),
    after=st.integers(-1, 21),
    length=st.integers(0, 8),
)
@trials(200)
def test_a_calendar_finds_what_a_scan_finds(instants, after, length):
    upto = after + length
    found = Calendar.of(table(at=instants), "at").between(after, upto)
    assert sorted(found.tolist()) == [
        row for row, at in enumerate(instants) if at is not None and after < at <= upto
    ]


def test_a_contract_is_looked_at_only_on_the_days_on_which_it_may_end():
    dates = ContractDates.of(
        table(valid_to=[None, 5], maturity=[0, None], period_end=[None, 10 * DAY])
    )
    assert dates.between(0, DAY - 1).tolist() == [1]
    assert dates.between(DAY - 1, DAY).tolist() == [0]
    assert dates.between(11 * DAY - 1, 11 * DAY).tolist() == [1]
    # between two midnights of the week in which six months end nothing can change
    assert dates.between(182 * DAY, 183 * DAY - 1).size == 0
    assert np.unique(dates.between(182 * DAY, 183 * DAY)).tolist() == [0]
