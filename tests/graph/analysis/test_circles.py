"""Circles as a list, and planted ones against those found."""

from __future__ import annotations

import pytest

from graph.analysis.answer import Total
from graph.analysis.circles import circle_list, compare_circles
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.structure import CircleKind
from graph.testing.facts import guarantee_rows, memory_store

ARCS = ("ab", "bc", "ca", "de", "ef", "fg", "gd", "xy", "yx")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Two circles, of three firms and of four, and a mutual pair."""
    store = memory_store(guarantee_rows(*map(tuple, ARCS)))
    folder = tmp_path_factory.mktemp("published")
    publish(store, folder, parameters=ContagionParameters(n_worlds=64))
    return open_published(store, folder)


def firms(found):
    return [item.firms for item in found.items]


def test_a_list_holds_one_kind_or_every_kind(published):
    assert sorted(firms(circle_list(published))) == [3, 4]
    assert firms(circle_list(published, CircleKind.MUTUAL_PAIR)) == [2]
    assert sorted(firms(circle_list(published, None))) == [2, 3, 4]


def test_pages_follow_each_other_and_count_all(published):
    whole = circle_list(published, None, "firms")
    assert firms(whole) == [4, 3, 2]
    pages = [circle_list(published, None, "firms", offset=i, limit=1) for i in range(4)]
    assert sum((page.items for page in pages), ()) == whole.items
    assert {page.total for page in pages} == {whole.total} == {Total(3)}


def test_planted_circles_are_compared_by_their_members(published):
    same = compare_circles(published, ["cab", "defg"])
    assert same.equal
    assert (same.planted, same.found, same.missed, same.invented) == (2, 2, (), ())
    other = compare_circles(published, ["abc", "abd", "xy"])
    assert not other.equal
    assert (other.planted, other.found) == (3, 1)
    assert other.missed == (("a", "b", "d"), ("x", "y"))
    assert other.invented == (("d", "e", "f", "g"),)
