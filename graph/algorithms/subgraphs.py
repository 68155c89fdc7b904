"""The guarantor-debtor pairs among some parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.kernels.csr import Csr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.snapshot import Snapshot


def pairs_inside(snapshot: Snapshot, members: NDArray[np.int32]) -> NDArray[np.int64]:
    """Numbers of the guarantor-debtor pairs with both ends among `members`.

    Shape (pairs,), ascending. O(pairs given by the members).
    """
    forward = snapshot.pairs.forward
    rows = [
        np.arange(forward.indptr[member], forward.indptr[member + 1])
        for member in np.sort(members)
    ]
    positions = np.concatenate(rows) if rows else np.empty(0, np.int64)
    inside = np.isin(forward.indices[positions], members)
    return np.sort(forward.edge[positions[inside]].astype(np.int64))


def rows_inside(
    snapshot: Snapshot, members: NDArray[np.int32]
) -> tuple[Csr, NDArray[np.int64]]:
    """The pairs among `members` as rows over their positions, and the pairs' numbers.

    Parameters
    ----------
    members
        Shape (members,). Party numbers, each once.

    Returns
    -------
    tuple
        Guarantor -> debtor as positions in `members`; pair numbers, ascending, which
        the rows' `edge` counts.
    """
    pairs = pairs_inside(snapshot, members)
    position = {int(number): i for i, number in enumerate(members)}
    tails = [position[int(number)] for number in snapshot.pairs.guarantor[pairs]]
    heads = [position[int(number)] for number in snapshot.pairs.debtor[pairs]]
    return Csr.build(tails, heads, len(members)), pairs
