"""Money rings: transfers that bring money back to where it started, with evidence.

What is found is an explanation and no verdict: everyday payments make rings, too, and
models that see more than rings rank cases better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.analysis.amounts import stated
from graph.analysis.answer import Completeness
from graph.analysis.limits import BUDGETS
from graph.analysis.receipt import Issuer, Receipt, stage
from graph.analysis.related_parties import any_related, relation_marks
from graph.analysis.ring_ground import ReadingGround
from graph.analysis.ring_parameters import TYPES, RingParameters
from graph.analysis.ring_readings import verdicts_of
from graph.analysis.ring_records import Ring, RingTransfer, highest_first, ring_of
from graph.engines.local import LOCAL
from graph.instant import format_instant
from graph.snapshot.arrays import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.algorithms.rings import Rings
    from graph.engines.base import Engine
    from graph.kernels.csr import Int32s
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "3"


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
        "truncated_by": [BUDGETS[name] for name in found.truncated_by],
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
    ends = (_by_ring(side, found) for side in (flows.tail, flows.head))
    related = related_rings(snapshot, list(zip(*ends, strict=True)))
    ground = ReadingGround(snapshot, found.edges)
    return [
        ring_of(
            transfers[start:end],
            times[start:end],
            related=related[place],
            verdicts=verdicts_of(ground, start, end),
        )
        for place, (start, end) in enumerate(pairwise(found.starts.tolist()))
    ]


def _by_ring(ends: Int32s, found: Rings) -> list[list[int]]:
    """Ends of the hops of each ring."""
    accounts = ends[found.edges].tolist()
    return [accounts[start:end] for start, end in pairwise(found.starts.tolist())]


def related_rings(
    snapshot: Snapshot, rings: Sequence[tuple[Sequence[int], Sequence[int]]]
) -> list[bool]:
    """Of each ring whether one hop is between accounts of related parties.

    Parameters
    ----------
    rings
        Of each the payers and the payees of its hops, by account number; accounts
        that the snapshot does not know have no holder.
    """
    flows = snapshot.flows
    accounts = {account for ends in rings for some in ends for account in some}
    holders = {
        account: flows.holder[
            flows.holder_indptr[account] : flows.holder_indptr[account + 1]
        ].tolist()
        if account < flows.n_accounts
        else []
        for account in accounts
    }
    marks = relation_marks(snapshot, {one for some in holders.values() for one in some})
    return [
        any(
            any_related(marks, holders[payer], holders[payee])
            for payer, payee in zip(*ends, strict=True)
        )
        for ends in rings
    ]
