from __future__ import annotations

import numpy as np

from graph.kernels.csr import Csr
from graph.kernels.neighbourhood import (
    PASSED_HUB,
    REACHED_CAP,
    arcs_among,
    next_level,
)


def test_a_level_stops_at_the_cap_and_says_so():
    rows = Csr.build([0, 0, 0], [1, 2, 3], 4)
    found = np.zeros(3, np.int32)
    place_of = np.array([1, 0, 0, 0], np.int32)
    end, left_out = next_level(rows.indptr, rows.indices, place_of, found, 0, 1, 1, 9)
    assert (end, left_out) == (3, REACHED_CAP)
    assert found.tolist() == [0, 1, 2]
    assert place_of.tolist() == [1, 2, 3, 0]


def test_a_hub_is_passed_by():
    rows = Csr.build([0, 0, 0], [1, 2, 3], 4)
    found = np.zeros(4, np.int32)
    place_of = np.array([1, 0, 0, 0], np.int32)
    assert next_level(rows.indptr, rows.indices, place_of, found, 0, 1, 1, 2) == (
        1,
        PASSED_HUB,
    )


def test_arcs_among_nodes_leave_out_the_others():
    rows = Csr.build([0, 0, 2, 3], [2, 1, 0, 0], 4)
    found = np.array([2, 0], np.int32)
    place_of = np.array([2, 0, 1, 0], np.int32)
    tail, head = arcs_among(rows.indptr, rows.indices, place_of, found)
    assert list(zip(tail.tolist(), head.tolist(), strict=True)) == [(0, 1), (1, 0)]
