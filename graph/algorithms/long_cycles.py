"""Cycles where a length limit hides them: a shortest one, and whether any is longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.algorithms.cycle_closing import ClosingIndex, ClosingScratch
from graph.algorithms.cycles import LONGEST, elementary_cycles

if TYPE_CHECKING:
    from graph.algorithms.components import InnerGraph
    from graph.kernels.csr import Csr

MAX_WORK = 2_000_000
"""Adjacency entries read to rule a longer cycle out: a judgement, some 20 ms."""


def shortest_cycle(rows: Csr, node: int, *, min_length: int = 3) -> tuple[int, ...]:
    """A shortest cycle through a firm, read from its smallest firm; empty if none.

    Parameters
    ----------
    rows
        Edges guarantor -> debtor.
    node
        The firm.
    min_length
        2, or 3 to leave mutual pairs out.

    Raises
    ------
    ValueError
        `min_length` is neither.

    Notes
    -----
    A breadth-first search from both ends for each debtor of the firm: O(degree * m) at
    worst. Of several the first in order of its firms, among one for each debtor.

    Examples
    --------
    >>> from graph.kernels.csr import Csr
    >>> rows = Csr.build([0, 1, 1, 2, 3], [1, 0, 2, 3, 0], 4)
    >>> shortest_cycle(rows, 1), shortest_cycle(rows, 1, min_length=2)
    ((0, 1, 2, 3), (0, 1))
    """
    if min_length not in (2, 3):
        raise ValueError(f"min_length must be 2 or 3, not {min_length}")
    index, scratch = ClosingIndex.build(rows), ClosingScratch()
    debtors = sorted(set(rows.row(node).tolist()) - {node})
    paths = [
        index.find(node, debtor, scratch, skip_direct=min_length > 2).path
        for debtor in debtors
    ]
    cycles = [_from_smallest(path) for path in paths if path]
    return min(cycles, key=lambda cycle: (len(cycle), cycle), default=())


def _from_smallest(nodes: tuple[int, ...]) -> tuple[int, ...]:
    first = nodes.index(min(nodes))
    return nodes[first:] + nodes[:first]


def has_longer_cycles(
    inner: InnerGraph, length: int, *, known: int = 0, max_work: int = MAX_WORK
) -> bool:
    """Whether more than `known` cycles are longer, or the search cannot rule it out.

    Parameters
    ----------
    inner
        Inner graph of the edges guarantor -> debtor.
    length
        Firms on a cycle, at least 1.
    known
        So many longer cycles may there be.
    max_work
        Most adjacency entries read. False is certain; past this budget it is True.

    Notes
    -----
    Whether a graph has a cycle of so many firms is NP-hard in general (a Hamiltonian
    cycle is the longest case), hence the budget.

    Examples
    --------
    >>> from graph.algorithms.components import InnerGraph
    >>> from graph.kernels.csr import Csr
    >>> ring = InnerGraph.build(Csr.build([0, 1, 2], [1, 2, 0], 3))
    >>> has_longer_cycles(ring, 2), has_longer_cycles(ring, 2, known=1)
    (True, False)
    """
    firms = inner.roots.size
    if firms <= length:
        return False
    if firms > LONGEST:  # more than a search can count
        return True
    found = elementary_cycles(
        inner,
        min_length=length + 1,
        max_length=firms,
        max_cycles=known,
        max_work=max_work,
    )
    return bool(found.truncated_by)
