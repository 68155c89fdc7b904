"""A money ring as records: its transfers, its figures, its id and its score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.amounts import falling
from graph.analysis.answer import Meaning, Money
from graph.analysis.receipt import canonical_bytes, digest
from graph.analysis.ring_parameters import DAY
from graph.analysis.ring_readings import Tried, Verdict
from graph.instant import parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SLOW_DAYS = 30
"""Days that halve a ring's score: the window of rules on loans that come back."""


StatedText = Annotated[
    str | None, Meaning("Null where none is stated, and where a check lists rings.")
]
VerdictOf = Annotated[
    Verdict, Meaning("Whether this reading fits; not_checked is not no.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTransfer:
    """A transfer of a ring, by its record."""

    source: str
    record_id: str
    payer_id: str
    payee_id: str
    moved_at: str
    amount: Money
    order_no: StatedText = None
    goods_type: StatedText = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RingFigures:
    """What a ring amounts to, in the reporting currency, and what else it may be."""

    ring_id: str
    length: Annotated[int, Meaning("Transfers, as many as accounts.")]
    begins: str
    days: Annotated[float, Meaning("From the first transfer to the last.")]
    first_amount: Money
    last_amount: Money
    retention: Annotated[
        float | None, Meaning("What came back of what left: the last by the first.")
    ]
    score: Annotated[
        float | None,
        Meaning(
            "Retention, 1 at most, halved by each 30 days and more: r / (1 + days / "
            "30). It ranks rings and is no probability; null where r is unknown."
        ),
    ]
    related: Annotated[
        bool, Meaning("A hop is between accounts of one party or of related ones.")
    ]
    everyday: Annotated[
        bool, Meaning("An everyday reading fits: such rings stand apart.")
    ]
    cash_sweep: VerdictOf
    refund: VerdictOf
    payroll_tax: VerdictOf
    agency: VerdictOf
    missing: Annotated[
        str,
        Meaning(
            "What was not collected and readings would need: reading, colon, kind of "
            "facts or its column; a blank between. Empty: nothing."
        ),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring(RingFigures):
    """A ring with its transfers, from the earliest on."""

    transfers: tuple[RingTransfer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingStep:
    """A transfer of a ring as a point of its line."""

    days: Annotated[float, Meaning("After the first transfer.")]
    amount: Money


def steps_of(ring: Ring) -> tuple[RingStep, ...]:
    """The transfers of a ring as points of a line."""
    times = [parse_instant(hop.moved_at) for hop in ring.transfers]
    return tuple(
        RingStep(days=(time - times[0]) / DAY, amount=hop.amount)
        for time, hop in zip(times, ring.transfers, strict=True)
    )


def ring_id(records: Iterable[tuple[str, str]]) -> str:
    """Id of a ring: a hash of source and record of its transfers, in order.

    Examples
    --------
    >>> ring_id([("bank", "1"), ("bank", "2")])
    'R-fe5583ea4e10b3f2'
    """
    return "R-" + digest(canonical_bytes(["ring", list(map(list, records))]))[:16]


def highest_first(ring: RingFigures) -> tuple[float, str]:
    """Sort key: the highest score first, ties by id."""
    return falling(ring.score), ring.ring_id


def ring_of(
    hops: Sequence[RingTransfer],
    times: Sequence[int],
    *,
    related: bool,
    verdicts: Mapping[str, Tried],
) -> Ring:
    """A ring of these transfers with its figures.

    Parameters
    ----------
    times
        UTC milliseconds of each; the first is the earliest.
    verdicts
        Of each everyday reading, and what it lacks.
    """
    days = (max(times) - times[0]) / DAY
    first, last = hops[0].amount, hops[-1].amount
    retention = last / first if first and last is not None else None
    return Ring(
        ring_id=ring_id((hop.source, hop.record_id) for hop in hops),
        length=len(hops),
        begins=hops[0].moved_at,
        days=days,
        first_amount=first,
        last_amount=last,
        retention=retention,
        score=None if retention is None else ring_score(retention, days),
        related=related,
        everyday=any(one.verdict is Verdict.FITS for one in verdicts.values()),
        **{name: one.verdict for name, one in verdicts.items()},
        missing=" ".join(
            f"{name}:{what}" for name, one in verdicts.items() for what in one.missing
        ),
        transfers=tuple(hops),
    )


def ring_score(retention: float, days: float) -> float:
    """How directly money came back: a judgement, made to rank.

    Examples
    --------
    >>> ring_score(0.9, 0), ring_score(1.2, 30)
    (0.9, 0.5)
    """
    return min(retention, 1.0) / (1 + days / SLOW_DAYS)
