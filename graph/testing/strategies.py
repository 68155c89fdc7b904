"""Hypothesis strategies for guarantee graphs; needs the test dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

THOROUGH = 500
"""Examples of a property in a thorough run, unless it says its own number."""


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


def trials(thorough: int) -> settings:
    """Settings for a number of examples in a thorough run.

    Under another profile there are as many fewer as its own `max_examples` has it
    below `THOROUGH`, but ten at least where it allows them. Deadlines are off because
    the first example compiles.
    """
    allowed = settings().max_examples
    share = min(allowed / THOROUGH, 1.0)
    return settings(
        max_examples=max(round(thorough * share), min(10, allowed)),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def at_most(examples: int) -> settings:
    """Settings for a property whose examples are dear: so many, or fewer if allowed."""
    return settings(max_examples=min(examples, settings().max_examples), deadline=None)
