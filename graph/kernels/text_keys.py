"""64-bit keys of texts in Arrow's layout, for looking ids up without reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.kernels.csr import Int32s

BASIS = 0xCBF29CE484222325
PRIME = 0x100000001B3
_BASIS, _PRIME = np.uint64(BASIS), np.uint64(PRIME)


@njit(cache=True, nogil=True)
def text_keys(offsets: Int32s, data: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Key of each text ``data[offsets[i]:offsets[i + 1]]``, shape (texts,).

    Equal texts have equal keys on every machine; a reader compares the texts, since
    different ones may share a key.

    References
    ----------
    Fowler, Noll, Vo, "FNV hash", variant 1a, 64 bits; arithmetic modulo 2**64.
    """
    keys = np.empty(offsets.size - 1, np.uint64)
    for place in range(keys.size):
        key = _BASIS
        for position in range(offsets[place], offsets[place + 1]):
            key = (key ^ np.uint64(data[position])) * _PRIME
        keys[place] = key
    return keys
