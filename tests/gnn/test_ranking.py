from __future__ import annotations

import numpy as np

from gnn.ranking import ranked, ranks_of


def test_ranks_pass_over_firms_without_score() -> None:
    raw, scored = np.array([1.0, 5.0, 1.0, 7.0]), np.array([True, True, True, False])
    assert ranked(raw, scored).tolist() == [1, 0, 2]
    assert ranks_of(raw, scored).tolist() == [2, 1, 3, 0]


def test_a_score_below_all_numbers_stands_before_those_that_do_not_count() -> None:
    raw, scored = np.array([9.0, -np.inf, 0.0]), np.array([False, True, True])
    assert ranks_of(raw, scored).tolist() == [0, 2, 1]
    assert ranked(raw, ~scored).tolist() == [0]
