"""Small guarantee graphs whose structure was worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ToyGraph:
    """A graph and its known structure; edges are (guarantor, debtor).

    Attributes
    ----------
    cycles
        Every elementary cycle of two or more firms, each read from its smallest firm.
    circle_edges
        Ordered pairs that are circle edges.
    amounts
        One amount an edge, or empty.
    """

    name: str
    n: int
    edges: tuple[tuple[int, int], ...] = ()
    weak: frozenset[frozenset[int]] = frozenset()
    strong: frozenset[frozenset[int]] = frozenset()
    mutual_pairs: frozenset[tuple[int, int]] = frozenset()
    circle_edges: frozenset[tuple[int, int]] = frozenset()
    strict_circles: frozenset[frozenset[int]] = frozenset()
    cycles: frozenset[tuple[int, ...]] = frozenset()
    amounts: tuple[float, ...] = field(default=())

    @property
    def tail(self) -> list[int]:
        """Guarantor of each edge."""
        return [guarantor for guarantor, _ in self.edges]

    @property
    def head(self) -> list[int]:
        """Debtor of each edge."""
        return [debtor for _, debtor in self.edges]


def _parts(*groups: str) -> frozenset[frozenset[int]]:
    """Groups written as digits, such as "012"."""
    return frozenset(frozenset(map(int, group)) for group in groups)


FIRMS = "ABCDEFGHIJ"
CONTROLLERS = {"H": "P", "I": "P", "J": "Q", "G": "Q"}


def _arcs(text: str) -> tuple[tuple[int, int], ...]:
    """Arcs written as letters, in order."""
    return tuple((FIRMS.index(arc[0]), FIRMS.index(arc[1])) for arc in text.split())


STRUCTURE_EXAMPLE = ToyGraph(
    name="ten firms with one mutual pair and one strict circle",
    n=10,
    edges=_arcs("AB BA BC CD DB EC ED EF GH IJ"),
    amounts=(100.0, 80.0, 50.0, 60.0, 40.0, 30.0, 30.0, 30.0, 20.0, 20.0),
    weak=_parts("012345", "67", "89"),
    strong=_parts("0123", "4", "5", "6", "7", "8", "9"),
    mutual_pairs=frozenset({(0, 1)}),
    circle_edges=frozenset(_arcs("BC CD DB")),
    strict_circles=_parts("123"),
    cycles=frozenset({(0, 1), (1, 2, 3)}),
)

TOY_GRAPHS = (
    ToyGraph("null graph", 0),
    ToyGraph("one firm", 1, weak=_parts("0"), strong=_parts("0")),
    ToyGraph("self-loop", 1, ((0, 0),), weak=_parts("0"), strong=_parts("0")),
    ToyGraph(
        "parallel edges and a self-loop on a chain",
        3,
        ((0, 1), (1, 2), (0, 1), (1, 1)),
        weak=_parts("012"),
        strong=_parts("0", "1", "2"),
    ),
    ToyGraph(
        "mutual pair with parallel edges",
        2,
        ((0, 1), (1, 0), (0, 1)),
        weak=_parts("01"),
        strong=_parts("01"),
        mutual_pairs=frozenset({(0, 1)}),
        cycles=frozenset({(0, 1)}),
    ),
    ToyGraph(
        "triangle",
        3,
        ((0, 1), (1, 2), (2, 0)),
        weak=_parts("012"),
        strong=_parts("012"),
        circle_edges=frozenset({(0, 1), (1, 2), (2, 0)}),
        strict_circles=_parts("012"),
        cycles=frozenset({(0, 1, 2)}),
    ),
    ToyGraph(
        "two mutual pairs that share a firm: a component without a circle",
        3,
        ((0, 1), (1, 0), (1, 2), (2, 1)),
        weak=_parts("012"),
        strong=_parts("012"),
        mutual_pairs=frozenset({(0, 1), (1, 2)}),
        cycles=frozenset({(0, 1), (1, 2)}),
    ),
    ToyGraph(
        "triangle with one edge answered: the answer is no circle edge",
        3,
        ((0, 1), (1, 2), (2, 0), (1, 0)),
        weak=_parts("012"),
        strong=_parts("012"),
        mutual_pairs=frozenset({(0, 1)}),
        circle_edges=frozenset({(0, 1), (1, 2), (2, 0)}),
        strict_circles=_parts("012"),
        cycles=frozenset({(0, 1), (0, 1, 2)}),
    ),
    ToyGraph(
        "two triangles joined by a mutual pair, and one firm alone",
        7,
        ((0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3), (3, 2)),
        weak=_parts("012345", "6"),
        strong=_parts("012345", "6"),
        mutual_pairs=frozenset({(2, 3)}),
        circle_edges=frozenset({(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)}),
        strict_circles=_parts("012", "345"),
        cycles=frozenset({(2, 3), (0, 1, 2), (3, 4, 5)}),
    ),
    ToyGraph(
        "complete graph of three",
        3,
        ((0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)),
        weak=_parts("012"),
        strong=_parts("012"),
        mutual_pairs=frozenset({(0, 1), (0, 2), (1, 2)}),
        circle_edges=frozenset({(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)}),
        strict_circles=_parts("012"),
        cycles=frozenset({(0, 1), (0, 2), (1, 2), (0, 1, 2), (0, 2, 1)}),
    ),
    STRUCTURE_EXAMPLE,
)
