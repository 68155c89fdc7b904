from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gnn.evaluate import by_type, compare, kept_in_top, missed_schemes
from gnn.labels import Labels


@pytest.fixture
def moment() -> Any:
    """Six firms: two of one scheme, one of another, a money ring, two clean."""
    labels = Labels(
        positive=np.array([1, 1, 1, 0, 0, 0], bool),
        left_out=np.zeros(6, bool),
        masked=np.array([0, 0, 0, 1, 0, 0], bool),
        scheme=np.array([0, 0, 1, 2, -1, -1], np.int32),
        schemes=("s1", "s2", "s3"),
        types=("circle", "payments", "payments"),
    )
    cluster = np.array([0, 0, 1, 2, 7, 8], np.int32)
    return SimpleNamespace(labels=labels, cluster=cluster, ids=tuple("abcdef"))


def test_a_perfect_score_has_no_interval_and_no_gain_over_itself(moment: Any) -> None:
    score = np.array([5.0, 4.0, 3.0, 9.0, 1.0, 0.0])
    told = compare(moment, {"a": score, "b": score}, [("a", "b")], seed=1)
    assert told["figures"]["a"]["auc"] == {"point": 1.0, "low": 1.0, "high": 1.0}
    assert told["differences"]["a less b"]["ap"] == {"point": 0, "low": 0, "high": 0}


def test_money_rings_are_told_apart(moment: Any) -> None:
    told = by_type(moment, np.array([5.0, 4.0, 0.5, 9.0, 1.0, 0.0]))
    assert told["circle"]["ap"] == told["payments, money rings"]["ap"] == 1.0
    assert told["payments"] == {"firms": 1, "schemes": 1, "ap": 0.5, "in_top_500": 1}


def test_a_scheme_below_the_list_is_missed(
    moment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gnn.evaluate.TOP", 2)
    missed = missed_schemes(moment, np.array([5.0, 4.0, 0.5, 9.0, 1.0, 0.0]))
    assert missed == [{"scheme": "s2", "type": "payments", "firms": 1, "best_rank": 4}]


def test_the_share_of_a_list_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gnn.evaluate.TOP", 2)
    score = np.array([3.0, 2.0, 1.0])
    assert kept_in_top(("abc", score), ("bca", score)) == 0.5
