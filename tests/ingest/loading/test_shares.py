"""The largest sum of shares at any moment, against counting by brute force."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graph.vocabulary import SHARE_UNIT
from ingest.loading.shares import ShareSums

TIMES = st.integers(0, 6)
ROWS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from([0.3, 0.5, 0.7, 1.0]),
        TIMES,
        st.none() | st.integers(1, 5),
    ),
    max_size=12,
)


@given(ROWS, st.integers(0, 12))
def test_a_thing_is_over_full_when_it_is_so_at_some_moment(rows, cut):
    ends = [None if length is None else begin + length for *_, begin, length in rows]
    table = pa.table(
        {
            "asset_id": pa.array([row[0] for row in rows], pa.string()),
            "share": pa.array([round(row[1] * SHARE_UNIT) for row in rows], pa.int64()),
            "valid_from": pa.array([row[2] for row in rows], pa.int64()),
            "valid_to": pa.array(ends, pa.int64()),
            "file": pa.array(["x.csv"] * len(rows), pa.string()),
            "row": pa.array(range(len(rows)), pa.int64()),
        }
    )
    sums = ShareSums("asset_id", "shares of")
    sums.add(table.slice(0, cut))
    sums.add(table.slice(cut))
    found = {text.split()[4]: float(text.split()[-1]) for _, text in sums.over_full()}
    expected = {}
    for asset in "ab":
        peak = max(
            sum(
                share
                for name, share, begin, length in rows
                if name == asset
                and begin <= moment
                and (length is None or moment < begin + length)
            )
            for moment in range(14)
        )
        if peak > 1 + 1e-6:
            expected[asset] = round(peak, 6)
    assert found == expected
