from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels.sorted_search import sorted_positions

KEYS = st.lists(st.integers(-5, 5))


@given(KEYS, KEYS)
def test_each_value_is_found_at_its_first_position_or_nowhere(values, wanted):
    values.sort()
    found = sorted_positions(np.array(values, np.int64), np.array(wanted, np.int64))
    expected = [values.index(key) if key in values else -1 for key in wanted]
    assert found.tolist() == expected


def test_keys_as_large_as_a_word_are_told_apart():
    keys = np.array([0, 2**63, 2**64 - 1], np.uint64)
    wanted = np.array([2**64 - 1, 2**63 + 1], np.uint64)
    assert sorted_positions(keys, wanted).tolist() == [2, -1]
