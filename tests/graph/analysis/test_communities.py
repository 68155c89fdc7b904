from __future__ import annotations

import pytest

from graph.analysis.communities import CommunityParameters, find_communities
from graph.testing.facts import guarantee_rows, snapshot_of

TRIANGLES = (
    ("a", "b"), ("b", "c"), ("c", "a"),
    ("d", "e"), ("e", "f"), ("f", "d"),
    ("c", "d"),
)  # fmt: skip


@pytest.fixture
def snapshot():
    return snapshot_of(guarantee_rows(*TRIANGLES, cap=100_00), as_of=0)


def test_two_triangles_joined_by_one_guarantee_are_two_communities(snapshot):
    found = find_communities(snapshot)
    members = {item.member_ids for item in found.communities}
    assert members == {("a", "b", "c"), ("d", "e", "f")}
    assert [item.guarantees for item in found.communities] == [3, 3]
    assert [item.effective_amount for item in found.communities] == [300.0, 300.0]
    assert found.total == 2
    assert found.completeness.complete


def test_a_low_resolution_joins_them(snapshot):
    found = find_communities(snapshot, CommunityParameters(resolution=0.05))
    assert [item.firms for item in found.communities] == [6]
    assert found.communities[0].guarantees == len(TRIANGLES)


def test_communities_below_the_size_asked_are_counted_only(snapshot):
    found = find_communities(snapshot, CommunityParameters(min_firms=4))
    assert found.communities == ()
    assert found.total == 2


def test_an_unknown_amount_is_counted_and_not_zero():
    ring = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"))
    found = find_communities(snapshot_of(ring, as_of=0))
    assert found.communities[0].unknown_amounts == 3


def test_the_same_parameters_give_the_same_receipt(snapshot):
    first, again = find_communities(snapshot), find_communities(snapshot)
    assert first.receipt.key() == again.receipt.key()
    assert first.receipt.result_hash == again.receipt.result_hash


def test_a_resolution_of_zero_is_refused(snapshot):
    with pytest.raises(ValueError, match="resolution"):
        find_communities(snapshot, CommunityParameters(resolution=0.0))
