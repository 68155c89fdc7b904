"""Money rings: transfers that bring money back to where it started, with evidence.

What is found is an explanation and no verdict: everyday payments make rings, too, and
models that see more than rings rank cases better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import numpy as np

from graph.analysis.amounts import falling, stated
from graph.analysis.answer import Completeness, Meaning, Money
from graph.analysis.receipt import Issuer, Receipt, canonical_bytes, digest, stage
from graph.analysis.related_parties import any_related, relation_marks
from graph.analysis.ring_parameters import DAY, TYPES, RingParameters
from graph.analysis.ring_readings import TESTS, Ground, Verdict
from graph.engines.local import LOCAL
from graph.instant import format_instant
from graph.snapshot.arrays import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.algorithms.rings import Rings
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Flows, Snapshot

VERSION = "2"
_LIMITS = {"max_rings": "records", "max_work": "work"}
SLOW_DAYS = 30
"""Days that halve a ring's score: the window of rules on loans that come back."""


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
    order_no: str | None
    goods_type: str | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring(RingFigures):
    """A ring with its transfers, from the earliest on."""

    transfers: tuple[RingTransfer, ...]


@dataclass(frozen=True, slots=True)
class RingsResult:
    """Rings by falling score.

    `complete_before` is null where every ring is listed, else all rings that begin
    before that instant are.
    """

    rings: tuple[Ring, ...]
    complete_before: str | None
    receipt: Receipt
    completeness: Completeness


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


def find_rings(
    snapshot: Snapshot,
    parameters: RingParameters | None = None,
    *,
    engine: Engine = LOCAL,
    progress: Progress | None = None,
) -> RingsResult:
    """Every money ring within the bounds, or all up to a day that the answer names.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate.

    Notes
    -----
    Some seconds for millions of transfers; without conservation of amounts it grows
    with each hop, and the budget decides.
    """
    chosen = parameters or RingParameters()
    issuer = Issuer("rings", VERSION, snapshot, chosen, engine)
    with stage(progress, "rings"):
        found = engine.rings(
            snapshot,
            chosen.bounds(),
            [TYPES[name] for name in chosen.types],
            span=chosen.span(),
            max_rings=chosen.max_rings,
            max_work=chosen.max_work,
        )
        rings = _described(snapshot, found)
    if chosen.related_hop:
        rings = [ring for ring in rings if ring.related]
    rings.sort(key=highest_first)
    before = format_instant(found.complete_before)
    receipt = issuer.seal([rings, before])
    cover = {
        "explored": found.explored,
        "truncated_by": [_LIMITS[name] for name in found.truncated_by],
        "complete_before": before,
    }
    return result_of(rings, replace(receipt, run={**receipt.run, **cover}))


def result_of(rings: Iterable[Ring], receipt: Receipt) -> RingsResult:
    """Rings that are in order, with what the run of their receipt says it covered."""
    before = receipt.run["complete_before"]
    return RingsResult(
        rings=tuple(rings),
        complete_before=before,
        receipt=receipt,
        completeness=Completeness.cut(
            receipt.run["explored"],
            *receipt.run["truncated_by"],
            advice=f"All rings that begin before {before} are found; of later ones "
            "some are missing. Narrow the bounds or the span of days, or raise the "
            "budget.",
        ),
    )


def _described(snapshot: Snapshot, found: Rings) -> list[Ring]:
    """Records of rings, whose edges are flows."""
    flows = snapshot.flows
    named = ["source", "record_id", "order_no", "goods_type"]
    table = snapshot.facts("transfer").select(named).take(flows.row[found.edges])
    names = [decoded(table[name]).to_pylist() for name in table.column_names]
    ids = snapshot.ids("account")
    payers = ids.take(flows.tail[found.edges]).to_pylist()
    payees = ids.take(flows.head[found.edges]).to_pylist()
    times = flows.time[found.edges].tolist()
    amounts = flows.amount[found.edges].tolist()
    transfers = [
        RingTransfer(
            source=source,
            record_id=record,
            payer_id=payer,
            payee_id=payee,
            moved_at=format_instant(time) or "",
            amount=stated(amount),
            order_no=order_no or None,
            goods_type=goods_type or None,
        )
        for source, record, order_no, goods_type, payer, payee, time, amount in zip(
            *names, payers, payees, times, amounts, strict=True
        )
    ]
    related = _related(flows, snapshot, found)
    ground = Ground(snapshot, found.edges)
    rings = []
    for place, (start, end) in enumerate(pairwise(found.starts.tolist())):
        hops = tuple(transfers[start:end])
        days = (max(times[start:end]) - times[start]) / DAY
        first, last = hops[0].amount, hops[-1].amount
        retention = last / first if first and last is not None else None
        facts = ground.ring(start, end)
        verdicts = {name: test(ground, facts) for name, test in TESTS.items()}
        rings.append(
            Ring(
                ring_id=ring_id((hop.source, hop.record_id) for hop in hops),
                length=len(hops),
                begins=hops[0].moved_at,
                days=days,
                first_amount=first,
                last_amount=last,
                retention=retention,
                score=None if retention is None else ring_score(retention, days),
                related=related[place],
                everyday=Verdict.FITS in verdicts.values(),
                **verdicts,
                transfers=hops,
            )
        )
    return rings


def ring_score(retention: float, days: float) -> float:
    """How directly money came back: a judgement, made to rank.

    Examples
    --------
    >>> ring_score(0.9, 0), ring_score(1.2, 30)
    (0.9, 0.5)
    """
    return min(retention, 1.0) / (1 + days / SLOW_DAYS)


def _related(flows: Flows, snapshot: Snapshot, found: Rings) -> list[bool]:
    """Of each ring whether one hop is between accounts of related parties."""
    accounts = np.unique(
        np.concatenate((flows.tail[found.edges], flows.head[found.edges]))
    )
    holders = {
        account: flows.holder[
            flows.holder_indptr[account] : flows.holder_indptr[account + 1]
        ].tolist()
        for account in accounts.tolist()
    }
    marks = relation_marks(snapshot, {one for some in holders.values() for one in some})
    tails, heads = (ends[found.edges].tolist() for ends in (flows.tail, flows.head))
    return [
        any(
            any_related(marks, holders[tails[hop]], holders[heads[hop]])
            for hop in range(start, end)
        )
        for start, end in pairwise(found.starts.tolist())
    ]
