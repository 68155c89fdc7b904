"""Positions: the same every time, finite, and no two nodes in one place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visual.gathering import ROOM, gathered
from visual.layers import layers
from visual.layout import HOP_STRETCH, STRETCH, force, hops, label_side, ring


@st.composite
def graphs(draw, smallest=0):
    """Number of nodes and edges, loops and repetitions included."""
    n = draw(st.integers(smallest, 14))
    node = st.integers(0, max(n - 1, 0))
    edges = draw(st.lists(st.tuples(node, node), max_size=24)) if n else []
    return n, edges


def every_layout(n, edges):
    middle = n // 2
    start = hops(0, n, edges)
    return {
        "hops": start,
        "force": force(start, edges, rounds=20),
        "gathered": gathered(start, edges, [range(middle), range(middle, n)]),
        "layers": layers(n, edges),
        "ring": ring(range(middle), n, edges),
        "ring with nodes inside": ring(
            range(middle), n, edges, inside=range(middle, min(n, middle + 3))
        ),
    }


def nearest(positions):
    gaps = np.linalg.norm(positions[:, None] - positions[None], axis=2)
    return gaps[~np.eye(len(positions), dtype=bool)].min(initial=np.inf)


@given(graphs())
def test_positions_are_finite_apart_and_always_the_same(graph):
    for name, positions in every_layout(*graph).items():
        assert positions.shape == (graph[0], 2), name
        assert np.all(np.isfinite(positions)), name
        assert nearest(positions) > 0.5, name
        assert np.array_equal(positions, every_layout(*graph)[name]), name


@given(graphs())
def test_the_order_of_edges_changes_nothing(graph):
    n, edges = graph
    for name, positions in every_layout(n, edges).items():
        again = every_layout(n, edges[::-1])[name]
        assert np.allclose(positions, again, atol=1e-6), name


@pytest.mark.parametrize("n", [0, 1, 2])
def test_the_smallest_pictures_have_positions(n):
    for positions in every_layout(n, []).values():
        assert positions.shape == (n, 2)
        assert np.all(np.isfinite(positions))


@given(graphs(smallest=1))
def test_members_stand_on_the_ring_clockwise_from_the_top(graph):
    n, edges = graph
    order = list(range(n))[::-1][: n // 2 + 1]
    on = ring(order, n, edges)[order] / (STRETCH, 1.0)
    radius = np.linalg.norm(on[0])
    assert np.allclose(np.linalg.norm(on, axis=1), radius)
    assert np.allclose(on[0], (0.0, -radius))
    turned = np.unwrap(np.arctan2(on[:, 1], on[:, 0]))
    assert np.all(np.diff(turned) > 0)


@given(graphs(smallest=1))
def test_outsiders_stand_beyond_the_ring_and_controllers_within(graph):
    n, edges = graph
    order = list(range(n // 2 + 1))
    rest = range(len(order), n)
    inside = list(rest)[:2]
    distance = np.linalg.norm(
        ring(order, n, edges, inside=inside) / (STRETCH, 1.0), axis=1
    )
    assert all(distance[node] < distance[0] for node in inside)
    assert all(distance[node] > distance[0] for node in rest if node not in inside)


def test_an_outsider_stands_near_its_member():
    positions = ring([0, 1, 2, 3], 5, [(4, 2)])
    assert np.argmin(np.linalg.norm(positions[:4] - positions[4], axis=1)) == 2


def test_outsiders_of_one_member_fan_out_to_both_of_its_sides():
    positions = ring([0, 1, 2, 3], 7, [(4, 1), (5, 1), (6, 1)])
    y = np.sort(positions[4:, 1])
    assert y[1] == pytest.approx(positions[1, 1])
    assert y[0] == pytest.approx(-y[2])


def test_a_node_inside_stands_towards_its_firms():
    positions = ring([0, 1, 2, 3], 5, [(4, 1)], inside=[4])
    assert np.allclose(positions[4], 0.45 * positions[1])


def test_the_focus_stands_in_the_middle_and_hops_around_it():
    positions = hops(1, 5, [(0, 1), (1, 2), (2, 3)])
    distance = np.linalg.norm(positions / (HOP_STRETCH, 1.0), axis=1)
    assert distance[1] == 0
    assert distance[0] == pytest.approx(distance[2])
    assert distance[3] > distance[2]
    assert distance[4] == pytest.approx(distance[2])  # not connected


def test_many_neighbours_have_room():
    positions = hops(0, 61, [(0, node) for node in range(1, 61)])
    assert nearest(positions) > 45


@given(graphs())
def test_owners_stand_above_what_they_own_where_no_loop_forbids_it(graph):
    n, edges = graph
    downward = [(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]]
    positions = layers(n, downward)
    assert all(positions[tail, 1] < positions[head, 1] for tail, head in downward)


def test_a_loop_of_ownership_leaves_its_owner_above_and_its_holdings_below():
    edges = [(0, 1), (1, 2), (2, 1), (2, 3), (3, 3)]
    y = layers(4, edges)[:, 1]
    assert y[0] < y[1] < y[2] < y[3]


def test_links_beside_put_nobody_above():
    y = layers(5, [(0, 1)], beside=[(1, 2), (2, 1), (3, 4)])[:, 1]
    assert y[0] < y[1] == y[2]
    assert y[3] == y[4] == y[0]


def test_layers_cross_little():
    x = layers(4, [(0, 3), (1, 2)])[:, 0]
    assert (x[0] < x[1]) == (x[3] < x[2])


def test_linked_nodes_are_drawn_together():
    start = np.array([[0.0, 0.0], [900.0, 0.0], [0.0, 900.0]])
    positions = force(start, [(0, 1)])
    linked = np.linalg.norm(positions[0] - positions[1])
    assert linked < np.linalg.norm(positions[0] - positions[2])
    assert np.allclose(positions.mean(axis=0), 0.0)


@pytest.mark.parametrize(
    ("place", "side"),
    [
        ((0, 0), "below"),
        ((10, -100), "above"),
        ((10, 100), "below"),
        ((-100, 0), "left"),
        ((100, -100), "right"),
    ],
)
def test_names_stand_away_from_the_middle(place, side):
    assert label_side(*place) == side


def force_written_out(start, edges, rounds, ideal=120.0):
    """The layout of Fruchterman and Reingold, pair by pair."""
    n = len(start)
    if n < 2:
        return start
    positions = start + 1e-3 * np.arange(n)[:, None]
    for step in range(rounds):
        push = np.zeros((n, 2))
        for node in range(n):
            for other in range(n):
                along = positions[node] - positions[other]
                push[node] += along * ideal**2 / max(np.hypot(*along), 1.0) ** 2
        for tail, head in edges:
            along = positions[tail] - positions[head]
            pull = along * max(np.hypot(*along), 1.0) / ideal
            push[tail] -= pull
            push[head] += pull
        size = np.maximum(np.hypot(*push.T), 1e-9)[:, None]
        heat = ideal * (1 - step / rounds)
        positions += push / size * np.minimum(size, heat)
    return positions - positions.mean(axis=0)


@given(graphs())
def test_the_force_layout_is_that_of_its_definition(graph):
    n, edges = graph
    start = hops(0, n, edges)
    expected = force_written_out(start, edges, 4)
    assert np.allclose(force(start, edges, rounds=4), expected, atol=1e-4)


def test_a_large_force_layout_is_finite_apart_and_the_same_again():
    rng = np.random.default_rng(1)
    edges = [(int(tail), int(head)) for tail, head in rng.integers(0, 800, (1_600, 2))]
    start = hops(0, 800, edges)
    positions = force(start, edges)
    assert np.all(np.isfinite(positions))
    assert nearest(positions) > 0.5
    assert np.array_equal(positions, force(start, edges))


def test_gathered_groups_hold_no_stranger_and_names_have_room():
    circle = [(n, (n + 1) % 6) for n in range(6)]
    edges = [*circle, (6, 0), (6, 2), (3, 7), (7, 8)]
    members, others = [0, 2, 6], [1, 3, 4, 5, 7, 8]
    positions = gathered(hops(0, 9, edges), edges, [members]) / ROOM
    centre = positions[members].mean(axis=0)
    reach = np.linalg.norm(positions[members] - centre, axis=1).max()
    assert np.linalg.norm(positions[others] - centre, axis=1).min() > reach
    assert nearest(positions) > 0.6
    across, down = np.ptp(positions, axis=0)
    assert across > down
    assert positions[0, 0] < 0
