"""What every search for a pattern answers: hits, each of them the flows it is made of.

A hit is maximal: the same accounts have no larger one that holds all its flows. An
answer that was not cut holds every hit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.kernels.csr import pieces
from graph.kernels.cycles import TOO_MANY, TOO_MUCH_WORK
from graph.kernels.evidence import TOO_LARGE, Caps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.kernels.csr import Int32s, Int64s

NO_CAPS = Caps(hits=1_000_000, evidence=200_000_000, work=10**12)
_CUT_BY = {
    TOO_MANY: "max_hits",
    TOO_LARGE: "max_evidence",
    TOO_MUCH_WORK: "max_work",
}


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Hits end to end.

    Attributes
    ----------
    edges, starts
        Hit ``h`` is ``edges[starts[h]:starts[h + 1]]``, in order of time.
    explored
        Flows looked at.
    truncated_by
        Names of the limits that cut the answer short; empty: complete.
    """

    edges: Int32s
    starts: Int64s
    explored: int
    truncated_by: tuple[str, ...]

    @classmethod
    def of_kernel(cls, found: tuple[Int32s, Int64s, int, int]) -> Hits:
        """From flows, bounds, flows looked at and why the search stopped."""
        flat, starts, read, reason = found
        cut_by = tuple(name for flag, name in _CUT_BY.items() if reason & flag)
        return cls(flat[: starts[-1]], starts, int(read), cut_by)

    def __len__(self) -> int:
        return self.starts.size - 1

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return pieces(self.edges, self.starts)
