"""Sorted hash index from ids to node numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.hashing import modular
from graph.kernels.sorted_search import sorted_positions
from graph.kernels.text_keys import BASIS, PRIME, text_keys

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_LOWEST_BITS = 2**64 - 1


@modular()
def keys_of(ids: pa.Array) -> NDArray[np.uint64]:
    """Key of each id of an Arrow text array, shape (ids,)."""
    _, offsets, data = ids.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(ids) + 1, ids.offset * 4)
    letters = np.frombuffer(data or b"", np.uint8)
    keys: NDArray[np.uint64] = text_keys(bounds, letters)
    return keys


def key_of(node_id: str) -> int:
    """The same key of one id, without a table for it and without the compiler."""
    key = BASIS
    for byte in node_id.encode():
        key = (key ^ byte) * PRIME & _LOWEST_BITS
    return key


@dataclass(frozen=True, slots=True, eq=False)
class IdLookup:
    """Sorted keys with the number that each belongs to.

    Attributes
    ----------
    ids
        Ids in number order.
    key, number
        Shape (n,). Keys ascending, and the number of each key's id.
    """

    ids: pa.Array
    key: NDArray[np.uint64]
    number: NDArray[np.int32]

    @classmethod
    def build(cls, ids: pa.Array) -> IdLookup:
        """Sort the keys of these ids. O(n log n)."""
        keys = keys_of(ids)
        order = np.argsort(keys, kind="stable")
        return cls(ids, keys[order], order.astype(np.int32))

    def find(self, node_id: str) -> int:
        """Number of an id, -1 if there is none. O(log n)."""
        key = np.uint64(key_of(node_id))
        place = int(self.key.searchsorted(key))
        while place < self.key.size and self.key[place] == key:
            number = int(self.number[place])
            if self.ids[number].as_py() == node_id:
                return number
            place += 1
        return -1

    def find_all(self, ids: pa.Array) -> NDArray[np.int32]:
        """Number of each id, -1 where there is none, shape (ids,). O(k log n)."""
        import pyarrow as pa
        import pyarrow.compute as pc

        places = sorted_positions(self.key, keys_of(ids))
        rows = np.flatnonzero(places >= 0)
        found = np.full(len(ids), -1, np.int32)
        found[rows] = self.number[places[rows]]
        same = pc.equal(self.ids.take(pa.array(found[rows])), ids.take(pa.array(rows)))
        differs = ~pc.fill_null(same, fill_value=False).to_numpy(zero_copy_only=False)
        for row in rows[differs]:  # another text of the same key
            found[row] = self.find(ids[row].as_py() or "")
        return found
