"""Pushes of all nodes on each other, against the sum written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.kernels.repulsion import repulsion

IDEAL = 120.0


def written_out(positions):
    delta = positions[:, None, :] - positions[None, :, :]
    distance = np.maximum(np.linalg.norm(delta, axis=2), 1.0)
    return (delta * (IDEAL**2 / distance**2)[..., None]).sum(axis=1)


@st.composite
def places(draw):
    place = st.tuples(*[st.floats(-3_000, 3_000, width=32)] * 2)
    return np.array(draw(st.lists(place, max_size=40)), np.float64).reshape(-1, 2)


@given(places())
def test_it_is_the_sum_over_all_pairs(positions):
    found = repulsion(positions, IDEAL)
    assert found.shape == positions.shape
    scale = IDEAL**2 * max(len(positions), 1)
    assert np.allclose(found, written_out(positions), rtol=1e-9, atol=1e-12 * scale)


@given(places())
def test_what_one_pushes_pushes_back(positions):
    total = repulsion(positions, IDEAL).sum(axis=0)
    assert np.allclose(total, 0.0, atol=1e-9 * IDEAL**2 * max(len(positions), 1))


@given(places(), st.randoms(use_true_random=False))
def test_the_numbers_of_the_nodes_change_nothing(positions, random):
    order = list(range(len(positions)))
    random.shuffle(order)
    again = repulsion(positions[order], IDEAL)
    assert np.allclose(again, repulsion(positions, IDEAL)[order], atol=1e-6)


@pytest.mark.parametrize(
    ("distance", "pushed"),
    [(0.0, 0.0), (0.5, 7_200.0), (1.0, 14_400.0), (120.0, 120.0)],
)
def test_two_nodes_push_each_other_by_the_inverse_of_their_distance(distance, pushed):
    found = repulsion(np.array([[0.0, 0.0], [distance, 0.0]]), IDEAL)
    assert found.tolist() == [[-pushed, 0.0], [pushed, 0.0]]
