from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnn.neighbourhood import links_of, neighbour_columns, sums_and_means


@st.composite
def graphs(draw):
    """Columns with gaps, and links that may repeat and lead to themselves."""
    n = draw(st.integers(1, 6))
    cell = st.sampled_from([np.nan, -1.0, 0.0, 0.5, 2.0])
    x = draw(st.lists(st.tuples(cell, cell), min_size=n, max_size=n))
    node = st.integers(0, n - 1)
    edges = draw(st.lists(st.tuples(node, node), max_size=12))
    return np.array(x, np.float32), np.array(edges, np.int64).reshape(-1, 2).T


def by_hand(x: np.ndarray, links: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sums and means, neighbour by neighbour."""
    sums, means = np.zeros_like(x), np.full_like(x, np.nan)
    for node, column in np.ndindex(x.shape):
        known = [
            x[other, column]
            for other, times in enumerate(links[node])
            for _ in range(int(times))
            if not np.isnan(x[other, column])
        ]
        if known:
            sums[node, column], means[node, column] = np.sum(known), np.mean(known)
    return sums, means


def dense(edges: np.ndarray, n: int) -> np.ndarray:
    links = np.zeros((n, n))
    for tail, head in edges.T:
        links[tail, head] += tail != head
    return links


def named(x: np.ndarray, edges: np.ndarray) -> dict[str, np.ndarray]:
    table, names = neighbour_columns(x, {"r": edges})
    assert table.dtype == np.float32
    assert len(set(names)) == table.shape[1]
    return dict(zip(names, table.T, strict=True))


def test_a_path_worked_by_hand() -> None:
    # 0 -> 1 -> 2, and 3 alone
    x = np.array([[1.0], [3.0], [5.0], [9.0]], np.float32)
    found = named(x, np.array([[0, 1], [1, 2]]))
    nan = np.nan
    expected = {
        "x0": [1, 3, 5, 9],
        "r_degree": [1, 2, 1, 0],
        "r_sum_x0": [3, 6, 3, 0],
        "r_mean_x0": [3, 3, 3, nan],
        "r_mean_of_means_x0": [3, 3, 3, nan],
        "r_out_degree": [1, 1, 0, 0],
        "r_out_mean_x0": [3, 5, nan, nan],
        "r_in_degree": [0, 1, 1, 0],
        "r_in_mean_x0": [nan, 1, 3, nan],
    }
    assert found.keys() == expected.keys()
    for name, column in expected.items():
        np.testing.assert_array_equal(found[name], column, name)


@given(graphs())
def test_columns_are_those_of_each_neighbour(case) -> None:
    x, edges = case
    out = dense(edges, len(x))
    directed = (out != out.T).any()
    both = out + out.T if directed else out
    found = named(x, edges)
    sums, means = by_hand(x, both)
    _, twice = by_hand(means, both)
    _, into = by_hand(x, out.T)
    expected = {"sum": sums, "mean": means, "mean_of_means": twice}
    if directed:
        expected["in_mean"] = into
    for kind, columns in expected.items():
        for at in range(2):
            np.testing.assert_allclose(
                found[f"r_{kind}_x{at}"], columns[:, at], rtol=1e-6
            )
    np.testing.assert_array_equal(found["r_degree"], both.sum(axis=1))
    assert ("r_in_degree" in found) == directed


@given(graphs(), st.randoms(use_true_random=False))
def test_names_of_nodes_do_not_matter(case, random) -> None:
    x, edges = case
    place = list(range(len(x)))
    random.shuffle(place)
    moved = np.empty_like(x)
    moved[place] = x
    table, _ = neighbour_columns(x, {"r": edges})
    other, _ = neighbour_columns(moved, {"r": np.array(place)[edges]})
    np.testing.assert_allclose(other[place], table, rtol=1e-6)


def test_each_relation_has_columns_of_its_own() -> None:
    x = np.ones((3, 20), np.float32)  # more than one block
    links = np.array([[0, 1], [1, 0]])
    table, names = neighbour_columns(x, {"a": links, "b": links[:, :0]})
    assert table.shape == (3, 20 + 2 * (1 + 3 * 20))
    assert names[20] == "a_degree"
    assert names[-1] == "b_mean_of_means_x19"
    sums, means = sums_and_means(x, links_of(links, 3))
    assert sums[:, 19].tolist() == [1, 1, 0]
    assert means[:2, 19].tolist() == pytest.approx([1, 1])


def test_sums_beyond_all_numbers_are_cut_off() -> None:
    x = np.array([[0.0], [3e38], [3e38]], np.float32)
    found = named(x, np.array([[0, 0], [1, 2]]))
    assert found["r_sum_x0"][0] == np.finfo(np.float32).max
    assert found["r_mean_x0"][0] == np.float32(3e38)
