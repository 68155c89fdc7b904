"""Strict circles and mutual pairs of a snapshot, with what stands behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.subgraphs import pairs_inside
from graph.analysis.amounts import cover_of, known_sum
from graph.analysis.answer import Completeness, Money
from graph.analysis.receipt import Issuer, Receipt, canonical_bytes, digest
from graph.engines.local import LOCAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from graph.engines.base import Engine
    from graph.snapshot import Snapshot

VERSION = "2"


class CircleKind(StrEnum):
    """A strict circle has three firms or more, a mutual pair two."""

    STRICT = "strict"
    MUTUAL_PAIR = "mutual_pair"


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleFigures:
    """What a circle amounts to, in the reporting currency.

    `guarantees` counts ordered pairs with both ends inside; `effective_amount` is what
    they cover of each member's debts, as far as amounts are known, and
    `unknown_amounts` counts the pairs without one: unknown is not zero, and where
    nothing is known the sum is None. `loans` counts each member's borrowing once.
    """

    circle_id: str
    kind: CircleKind
    guarantees: int
    effective_amount: Money
    unknown_amounts: int
    loans: Money
    unknown_loans: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle(CircleFigures):
    """A strict circle or a mutual pair; members in ascending order of id."""

    member_ids: tuple[str, ...]
    heaviest_id: str
    """The largest borrower; names the circle."""


@dataclass(frozen=True, slots=True)
class CirclesResult:
    """All strict circles and mutual pairs, each in order of circle id."""

    circles: tuple[Circle, ...]
    mutual_pairs: tuple[Circle, ...]
    receipt: Receipt
    completeness: Completeness


def circle_id(kind: str, member_ids: Iterable[str]) -> str:
    """Id of a circle: a hash of its kind and members, the same on every store.

    Examples
    --------
    >>> circle_id("strict", ["b", "a", "c"]) == circle_id("strict", ["a", "b", "c"])
    True
    """
    return "C-" + digest(canonical_bytes([kind, sorted(member_ids)]))[:12]


def find_circles(snapshot: Snapshot, *, engine: Engine = LOCAL) -> CirclesResult:
    """Every strict circle and every mutual pair among firms.

    Exact and never truncated: no cycle is enumerated.

    Notes
    -----
    O(n + m log n).
    """
    issuer = Issuer("circles", VERSION, snapshot, {}, engine)
    found = engine.circles(snapshot)
    circles = _describe(snapshot, CircleKind.STRICT, found.strict)
    pairs = _describe(snapshot, CircleKind.MUTUAL_PAIR, found.mutual)
    return CirclesResult(
        circles=circles,
        mutual_pairs=pairs,
        receipt=issuer.seal([circles, pairs]),
        completeness=Completeness.whole(snapshot.n_parties),
    )


def _describe(
    snapshot: Snapshot, kind: CircleKind, groups: Iterable[NDArray[np.int32]]
) -> tuple[Circle, ...]:
    """One record per group of party numbers; groups may overlap (mutual pairs do)."""
    described = [_describe_one(snapshot, kind, members) for members in groups]
    return tuple(sorted(described, key=lambda circle: circle.circle_id))


def _describe_one(
    snapshot: Snapshot, kind: CircleKind, members: NDArray[np.int32]
) -> Circle:
    pairs = pairs_inside(snapshot, members)
    loans = snapshot.figures.loans_outstanding[members]
    ids = [snapshot.node_id("party", int(number)) for number in members]
    ranked = sorted(
        zip(np.nan_to_num(loans, nan=-1.0).tolist(), ids, strict=True),
        key=lambda entry: (-entry[0], entry[1]),
    )
    return Circle(
        circle_id=circle_id(kind, ids),
        kind=kind,
        member_ids=tuple(sorted(ids)),
        guarantees=pairs.size,
        effective_amount=known_sum(cover_of(snapshot, pairs).amount),
        unknown_amounts=int(np.isnan(snapshot.pairs.effective[pairs]).sum()),
        loans=known_sum(loans),
        unknown_loans=int(np.isnan(loans).sum()),
        heaviest_id=ranked[0][1],
    )
