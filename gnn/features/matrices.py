"""Relations as sparse matrices of ones: firms by firms, or firms by what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def pattern(row: Any, column: Any, shape: tuple[int, int]) -> csr_array:
    """Matrix of a shape that is 1 at each of these places, however often named."""
    return ones(csr_array((np.ones(len(row), np.float32), (row, column)), shape=shape))


def ones(matrix: Any) -> csr_array:
    """1 wherever a matrix has an entry, which is none with the value 0."""
    found = csr_array(matrix)
    found.sum_duplicates()
    found.eliminate_zeros()
    return csr_array(
        (np.ones(found.nnz, np.float32), found.indices, found.indptr), shape=found.shape
    )


def rows_of(matrix: csr_array) -> NDArray[Any]:
    """Row of each entry, beside its column in ``matrix.indices``; shape (nnz,)."""
    count = np.diff(matrix.indptr)
    return np.repeat(np.arange(count.size, dtype=matrix.indices.dtype), count)


def row_of(matrix: csr_array, row: int) -> NDArray[Any]:
    """Columns of the entries of a row."""
    return matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]


def kept(matrix: csr_array, chosen: NDArray[np.bool_]) -> csr_array:
    """The entries where a mask of shape (nnz,) holds, as ones."""
    return pattern(rows_of(matrix)[chosen], matrix.indices[chosen], matrix.shape)


def off_diagonal(matrix: csr_array) -> csr_array:
    """The entries off the diagonal, as ones."""
    return kept(matrix, rows_of(matrix) != matrix.indices)


def few(matrix: csr_array, most: int) -> csr_array:
    """The entries in columns with no more than so many of them, as ones."""
    load = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return kept(matrix, load[matrix.indices] <= most)


def common(some: csr_array, others: csr_array) -> csr_array:
    """The entries of one where the other has one, too, as ones."""
    return ones(some.multiply(others))


def holds(matrix: csr_array, row: Any, column: Any) -> NDArray[np.bool_]:
    """Whether a matrix has an entry at each of these places, shape (places,)."""
    if not len(row):  # for which scipy answers with a matrix
        return np.zeros(0, np.bool_)
    found: NDArray[np.bool_] = np.asarray(matrix[row, column]) > 0
    return found


def row_sums(matrix: Any) -> Floats:
    """Sum of each row, shape (rows,)."""
    sums: Floats = np.asarray(csr_array(matrix).sum(axis=1), np.float64)
    return sums


def share(part: Floats, whole: Floats) -> Floats:
    """Part of a whole, NaN of nothing."""
    found = np.full(part.shape, np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def counts(place: Any, n: int) -> Floats:
    """How often each place is named, shape (n,)."""
    return np.bincount(place, minlength=n).astype(np.float64)


def amounts(place: Any, amount: Floats, n: int) -> Floats:
    """Sum of the known amounts at each place, shape (n,)."""
    known: Floats = np.nan_to_num(amount)
    sums: Floats = np.bincount(place, known, minlength=n).astype(np.float64)
    return sums


def largest_share(matrix: csr_array, total: Floats) -> Floats:
    """Largest entry of each row as a part of its total, NaN of nothing."""
    most = np.zeros(matrix.shape[0])
    np.maximum.at(most, rows_of(matrix), matrix.data)
    return share(most, total)
