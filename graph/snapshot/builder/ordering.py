"""The one order of facts: by ends, then by who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import stable_order
from graph.snapshot.builder.columns import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.kernels.csr import Int32s

TIES = ("source", "record_id", "valid_from")


def order_by(*keys: tuple[Int32s, int]) -> Int32s:
    """Rows in ascending order of several keys, the first one first; stable.

    Each key comes with the number of its values. O(rows + values) for each key.
    """
    (last, size), *others = reversed(keys)
    order: Int32s = stable_order(last, size)[1]
    for key, bound in others:
        order = order[stable_order(key[order], bound)[1]]
    return order


def canonical_order(ends: Sequence[tuple[Int32s, int]], facts: pa.Table) -> Int32s:
    """Rows by their ends, ties by source, record and start.

    Parameters
    ----------
    ends
        Shape (rows,) each, in [-1, bound): node numbers with the number of nodes.
    facts
        Has the columns of `TIES`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    n = facts.num_rows
    keys = [(end + np.int32(1), bound + 1) for end, bound in ends]
    order = order_by(*keys) if keys else np.arange(n, dtype=np.int32)
    starts = np.zeros(n, np.bool_)
    starts[:1] = True
    for key, _ in keys:
        starts[1:] |= key[order[1:]] != key[order[:-1]]
    tied = ~starts
    tied[:-1] |= ~starts[1:]
    places = np.flatnonzero(tied)
    if places.size:
        rows = pa.array(order[places])
        rivals = pa.table({name: decoded(facts[name].take(rows)) for name in TIES})
        rivals = rivals.append_column("group", pa.array(np.cumsum(starts)[places]))
        by = [(name, "ascending") for name in ("group", *TIES)]
        order[places] = order[places[pc.sort_indices(rivals, sort_keys=by).to_numpy()]]
    return order
