"""What is published of money rings: a row per ring, and its transfers in order."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from graph.algorithms.money_graph import MoneyGraph
from graph.algorithms.rings import money_rings
from graph.analysis.answer import values_of
from graph.analysis.entry import Analysis
from graph.analysis.ring_parameters import RingParameters
from graph.analysis.ring_records import Ring, RingFigures, RingTransfer
from graph.analysis.rings import VERSION, RingsResult, find_rings, result_of
from graph.analysis.tables import findings_table, records_by
from graph.errors import MissingRateError
from graph.stores.graph_views import EdgeView, End, NodeView

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from graph.analysis.published import Published
    from graph.analysis.published_run import PublishedRun
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTransferFinding(RingTransfer):
    """A row of the table ``ring_transfer``; the first of a ring has place 0."""

    ring_id: str
    place: int


def ring_tables(found: RingsResult) -> dict[str, pa.Table]:
    """Tables ``ring`` and ``ring_transfer``, highest score first."""
    figures = [RingFigures(**values_of(RingFigures, ring)) for ring in found.rings]
    transfers = [
        RingTransferFinding(ring_id=ring.ring_id, place=place, **asdict(hop))
        for ring in found.rings
        for place, hop in enumerate(ring.transfers)
    ]
    return {
        "ring": findings_table(RingFigures, figures),
        "ring_transfer": findings_table(RingTransferFinding, transfers),
    }


def read_rings(run: PublishedRun) -> RingsResult:
    """The rings that a run wrote down.

    Raises
    ------
    NotPublishedError
        They were replaced meanwhile.
    """
    hops = records_by(run.table("ring_transfer"), "ring_id", RingTransfer)
    rings = [
        Ring(**row, transfers=tuple(hops[row["ring_id"]]))
        for row in run.table("ring").to_pylist()
    ]
    return result_of(rings, run.receipt)


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> RingsResult:
    chosen = RingParameters(**parameters)
    return find_rings(snapshot, chosen, engine=engine, progress=progress)


def _warm_up(published: Published) -> None:
    both = MoneyGraph.build(2, ([0, 1], [1, 0]), [0, 1], [1.0, 1.0])
    money_rings(both, RingParameters().bounds())
    with suppress(MissingRateError):  # of which a search tells when it is asked
        find_rings(published.snapshot, RingParameters(max_rings=1, max_work=1))


RINGS = Analysis(
    "rings",
    VERSION,
    _run,
    tables={
        "ring": NodeView("Ring", "ring_id"),
        "ring_transfer": EdgeView(
            "PASSES",
            End("Ring", "ring_id", "ring_id"),
            End("Account", "account_id", "payer_id"),
        ),
    },
    findings=lambda _, results: ring_tables(results["rings"]),
    warm_up=_warm_up,
)
