from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from gnn.baselines import neighbour_means

NAN = float("nan")


def matrix(n: int, pairs: list[tuple[int, int]]) -> csr_array:
    dense = np.zeros((n, n))
    for one, other in pairs:
        if one != other:
            dense[one, other] = dense[other, one] = 1
    return csr_array(dense)


def test_means_of_a_chain() -> None:
    values = np.array([[1.0], [2.0], [6.0]], np.float32)
    found = neighbour_means(values, matrix(3, [(0, 1), (1, 2)]))
    np.testing.assert_allclose(found, [[2, 3.5], [3.5, 2], [2, 3.5]])


def test_whoever_has_no_partner_has_no_mean_and_gaps_count_as_the_mean() -> None:
    values = np.array([[1.0], [NAN], [3.0]], np.float32)
    found = neighbour_means(values, matrix(3, [(0, 1)]), steps=1)
    np.testing.assert_allclose(found, [[2.0], [1.0], [NAN]])


@given(
    n=st.integers(1, 6),
    pairs=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12),
    seed=st.integers(0, 99),
)
def test_means_are_those_of_dense_walks(
    n: int, pairs: list[tuple[int, int]], seed: int
) -> None:
    partners = matrix(n, [(a % n, b % n) for a, b in pairs])
    values = np.random.default_rng(seed).normal(size=(n, 2)).astype(np.float32)
    dense = partners.toarray()
    degree = dense.sum(axis=1, keepdims=True)
    walk = np.divide(dense, degree, out=np.zeros_like(dense), where=degree > 0)
    expected = np.hstack([walk @ values, walk @ walk @ values])
    expected[degree.ravel() == 0] = NAN
    np.testing.assert_allclose(
        neighbour_means(values, partners), expected, rtol=1e-5, atol=1e-6
    )
