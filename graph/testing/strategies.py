"""Hypothesis strategies for guarantee graphs; needs the test dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from numba.core import config

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


@dataclass(frozen=True, slots=True)
class Multigraph:
    """A directed multigraph; self-loops and parallel edges are allowed."""

    n: int
    tail: tuple[int, ...]
    head: tuple[int, ...]

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """Pairs (guarantor, debtor), one an edge."""
        return tuple(zip(self.tail, self.head, strict=True))

    @property
    def arcs(self) -> frozenset[tuple[int, int]]:
        """Distinct ordered pairs of two different firms."""
        return frozenset((a, b) for a, b in self.edges if a != b)


@st.composite
def multigraphs(draw: DrawFn, *, max_nodes: int = 8, max_edges: int = 24) -> Multigraph:
    """Random directed multigraphs with self-loops and parallel edges."""
    n = draw(st.integers(0, max_nodes))
    if n == 0:
        return Multigraph(0, (), ())
    node = st.integers(0, n - 1)
    edges = draw(st.lists(st.tuples(node, node), max_size=max_edges))
    return Multigraph(n, tuple(a for a, _ in edges), tuple(b for _, b in edges))


def trials(compiled: int) -> settings:
    """Settings for a number of examples, a twentieth of it without the compiler.

    Deadlines are off because the first example compiles.
    """
    interpreted = config.DISABLE_JIT  # type: ignore[attr-defined] # set at run time
    examples = max(compiled // 20, 10) if interpreted else compiled
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
