"""The strongest cycles of a circle, and the order in which its ring is drawn."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.cycles import circle_cycles
from graph.analysis.ring_order import ring_order
from graph.errors import NotFoundError
from graph.testing.facts import guarantee_rows
from graph.testing.strategies import at_most


def rows_of(text, *amounts):
    """Guarantees such as "ab bc" with their caps, the rest unknown."""
    arcs = [(arc[0], arc[1]) for arc in text.split()]
    rows = guarantee_rows(*arcs, currency="CNY")
    for row, amount in zip(rows["guarantee"], amounts, strict=False):
        row["cap"] = amount * 100
    return rows


def words(found):
    return ["".join(cycle.party_ids) for cycle in found.cycles]


def test_the_strongest_cycle_comes_first(built):
    snapshot = built(rows_of("ab bc ca cb cd da", 9, 4, 8, 7, 5, 6))
    found = circle_cycles(snapshot, "abcd")
    assert words(found) == ["abcd", "abc"] or words(found) == ["abc", "abcd"]
    assert [cycle.bottleneck for cycle in found.cycles] == [4.0, 4.0]
    assert found.completeness.complete
    pairs = circle_cycles(snapshot, "abcd", min_length=2, max_length=2)
    assert words(pairs) == ["bc"]
    assert pairs.cycles[0].bottleneck == 4.0


def test_an_unknown_amount_makes_the_strength_unknown_and_comes_last(built):
    found = circle_cycles(
        built(rows_of("ab bc ca ad da", 1, 1, 1)), "abcd", min_length=2
    )
    assert words(found) == ["abc", "ad"]
    assert [cycle.bottleneck for cycle in found.cycles] == [1.0, None]


def test_only_members_count(built):
    snapshot = built(rows_of("ab bc ca cd da"))
    assert words(circle_cycles(snapshot, "abc")) == ["abc"]


def test_a_list_that_was_cut_says_so(built):
    snapshot = built(rows_of("ab bc ca cd da", 3, 3, 3, 2, 2))
    cut = circle_cycles(snapshot, "abcd", wanted=1)
    assert words(cut) == ["abc"]
    assert not cut.completeness.complete
    assert cut.completeness.truncated_by == ("limit",)
    assert cut.completeness.advice
    whole = circle_cycles(snapshot, "abcd", wanted=2)
    assert whole.completeness.complete


def ring(n, *chords):
    """Guarantees round a ring of so many firms, amounts ascending, then chords."""
    names = "abcdefghijklmnopqrstuvwxyz"[:n]
    arcs = [*(names[k] + names[(k + 1) % n] for k in range(n)), *chords]
    return names, rows_of(" ".join(arcs), *range(1, len(arcs) + 1))


@pytest.mark.parametrize("n", [8, 9, 13, 26])
def test_a_ring_shows_itself_whatever_its_length(built, n):
    names, rows = ring(n)
    snapshot = built(rows)
    found = circle_cycles(snapshot, names, through=names[n // 2])
    assert words(found) == [names]
    assert [cycle.bottleneck for cycle in found.cycles] == [1.0]
    assert found.completeness.complete
    assert "".join(ring_order(snapshot, names)) == names


def test_a_ring_of_unknown_amounts_has_an_unknown_bottleneck(built):
    names, _ = ring(9)
    snapshot = built(rows_of("ab bc cd de ef fg gh hi ia", 1))
    found = circle_cycles(snapshot, names, through="c")
    assert [cycle.bottleneck for cycle in found.cycles] == [None]


def test_a_circle_of_long_cycles_shows_a_shortest_one_through_the_worst_firm(built):
    names, rows = ring(12, "dg")  # past e and f there is a way round, of ten firms
    snapshot = built(rows)
    short = "abcdghijkl"
    assert words(circle_cycles(snapshot, names, through="a")) == [short]
    found = circle_cycles(snapshot, names, through="e")
    assert words(found) == [names]
    assert found.completeness.truncated_by == ("length",)
    assert "Raise the length" in found.completeness.advice
    whole = circle_cycles(snapshot, names, through="e", max_length=12)
    assert sorted(map(len, words(whole))) == [10, 12]
    assert whole.completeness.complete


def test_mutual_pairs_do_not_stand_for_a_long_ring(built):
    names, rows = ring(13, "ba")
    found = circle_cycles(built(rows), names, through="b")
    assert words(found) == [names]
    assert found.completeness.complete
    assert "".join(ring_order(built(rows), names)) == names


def test_a_longer_cycle_beside_short_ones_is_told(built):
    names, rows = ring(9, "ca")
    found = circle_cycles(built(rows), names, through="a")
    assert words(found) == ["abc"]
    assert found.completeness.truncated_by == ("length",)
    assert circle_cycles(built(rows), names, max_length=9).completeness.complete


def test_every_limit_that_cut_is_named(built):
    names, rows = ring(9, "ca", "eb")
    found = circle_cycles(built(rows), names, wanted=1)
    assert found.completeness.truncated_by == ("length", "limit")


def test_the_firm_to_go_through_is_a_member(built):
    with pytest.raises(NotFoundError):
        circle_cycles(built(rows_of("ab bc ca cd")), "abc", through="d")


def test_members_given_twice_or_in_another_order_are_the_same_question(built):
    snapshot = built(rows_of("ab bc ca"))
    first = circle_cycles(snapshot, ["a", "b", "c"])
    again = circle_cycles(snapshot, ["c", "b", "a", "a"])
    assert first.cycles == again.cycles
    assert first.receipt.key() == again.receipt.key()
    longer = circle_cycles(snapshot, ["a", "b", "c"], max_length=9)
    assert longer.receipt.key() != first.receipt.key()


@pytest.mark.parametrize("question", [circle_cycles, ring_order])
def test_unknown_members_are_refused(built, question):
    with pytest.raises(NotFoundError) as caught:
        question(built(rows_of("ab ba")), ["a", "nobody"])
    assert caught.value.name == "nobody"


@pytest.mark.parametrize("bad", [{"min_length": 1}, {"wanted": -2}, {"max_length": 2}])
def test_bad_limits_are_refused(built, bad):
    with pytest.raises(ValueError):
        circle_cycles(built(rows_of("ab ba")), ["a", "b"], **bad)


@pytest.mark.parametrize(
    ("arcs", "order"),
    [
        ("ab bc cd da", "abcd"),
        ("ac cb bd da", "acbd"),
        ("ab ba", "ab"),
        ("ab bc ca ad da", "adbc"),  # d beside its only partner
        ("ab bc ca ad de ed da", "adebc"),
    ],
)
def test_a_ring_follows_its_longest_cycle(built, arcs, order):
    members = sorted(set(arcs) - {" "})
    assert "".join(ring_order(built(rows_of(arcs)), members)) == order


def test_parties_without_a_cycle_are_put_in_order_of_id(built):
    snapshot = built(rows_of("ab bc"))
    assert ring_order(snapshot, ["c", "a", "b"]) == ("a", "b", "c")
    assert ring_order(snapshot, []) == ()


ARCS = st.sets(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(
        lambda arc: arc[0] != arc[1]
    ),
    min_size=1,
    max_size=14,
)


@at_most(25)  # each builds snapshots
@given(ARCS)
def test_cycles_are_those_of_networkx(built, arcs):
    snapshot = built(guarantee_rows(*sorted(arcs)))
    members = sorted({name for arc in arcs for name in arc})
    found = circle_cycles(snapshot, members, min_length=2, wanted=1_000)
    expected = nx.simple_cycles(nx.DiGraph(sorted(arcs)))
    assert {frozenset(_steps(c.party_ids)) for c in found.cycles} == {
        frozenset(_steps(cycle)) for cycle in expected
    }
    assert found.completeness.complete


@at_most(25)  # each builds snapshots
@given(ARCS, st.integers(2, 6), st.integers(1, 4))
def test_complete_leaves_nothing_out_and_a_limit_that_is_named_does(
    built, arcs, max_length, wanted
):
    snapshot = built(guarantee_rows(*sorted(arcs)))
    members = sorted({name for arc in arcs for name in arc})
    every = [
        cycle
        for cycle in nx.simple_cycles(nx.DiGraph(sorted(arcs)))
        if len(cycle) >= min(3, max_length)
    ]
    found = circle_cycles(
        snapshot,
        members,
        min_length=min(3, max_length),
        max_length=max_length,
        wanted=wanted,
        through=members[0],
    )
    within = [cycle for cycle in every if len(cycle) <= max_length]
    assert found.completeness.complete == (len(found.cycles) == len(every))
    assert ("limit" in found.completeness.truncated_by) == (len(within) > wanted)
    shown = sum(len(cycle.party_ids) > max_length for cycle in found.cycles)
    assert ("length" in found.completeness.truncated_by) == (
        len(every) - len(within) > shown
    )


@at_most(25)  # each builds snapshots
@given(ARCS)
def test_a_ring_holds_each_member_once(built, arcs):
    members = sorted({name for arc in arcs for name in arc})
    order = ring_order(built(guarantee_rows(*sorted(arcs))), members)
    assert sorted(order) == members


def _steps(nodes):
    return list(zip(nodes, [*nodes[1:], nodes[0]], strict=True))
