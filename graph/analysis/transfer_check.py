"""Would this transfer bring money back to where it started? Asked as it is made.

The search runs over a snapshot and every transfer written since, backwards from the
transfer: it finds exactly the rings that a search of all of them would find of which
it is the latest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.analysis.asked_transfer import AskedTransfer
from graph.analysis.closing_hops import ASKED, hops_of
from graph.analysis.closing_rings import ClosingRings
from graph.analysis.entry import Analysis
from graph.analysis.receipt import Issuer, Receipt
from graph.analysis.ring_parameters import TYPES, RingParameters
from graph.analysis.ring_readings import NOT_TRIED
from graph.analysis.ring_records import Ring, highest_first, ring_of
from graph.analysis.rings import related_rings
from graph.engines.local import LOCAL
from graph.overlay.transfers import NAME, TransferOverlay
from graph.snapshot.arrays import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.analysis.closing_rings import ClosedRings
    from graph.engines.base import Engine
    from graph.overlay import ChangeSource
    from graph.progress import Progress
    from graph.snapshot import Snapshot

VERSION = "2"
MAX_RINGS, MAX_WORK = 1_000, 1_000_000
"""Of one check: a judgement, about ten milliseconds."""
UNLIMITED = 10**12
BOUNDS = (
    *("min_length", "max_length", "gap", "window", "keep", "gain"),
    *("conserving", "related_hop"),
)


def check_parameters(**others: Any) -> RingParameters:
    """Bounds of a check: those of rings, with its own budget.

    Raises
    ------
    ValueError
        A bound that no ring can meet, or that says nothing here; it names the bound.
    """
    budget = {"max_rings": MAX_RINGS, "max_work": MAX_WORK}
    chosen = RingParameters(**{**budget, **others})
    if chosen.order != "increasing" or chosen.since or chosen.until:
        raise ValueError("order, since and until do not apply to one transfer")
    return chosen


@dataclass(frozen=True, slots=True)
class TransferCheck:
    """Rings that a transfer closes, by falling score; it is the last of each."""

    rings: tuple[Ring, ...]
    receipt: Receipt
    explored: int
    truncated_by: tuple[str, ...] = ()
    unknown_accounts: tuple[str, ...] = ()
    unknown_currencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class TransferChecker:
    """Answers the check on a snapshot and the transfers written since; any thread."""

    overlay: TransferOverlay

    @classmethod
    def of(cls, snapshot: Snapshot) -> TransferChecker:
        """The checker of a snapshot at its own instant."""
        return cls(TransferOverlay.empty(snapshot))

    def advanced(self, source: ChangeSource) -> TransferChecker:
        """The checker after every commit of the store; itself if there is none."""
        if self.overlay.sequence == source.sequence():
            return self
        later = TransferChecker(self.overlay.advanced(source))
        later.laid  # noqa: B018 - no check waits for its changes to be laid
        return later

    @cached_property
    def laid(self) -> ClosingRings:
        """What the search reads."""
        return ClosingRings.of(self.overlay)

    def warm_up(self) -> None:
        """Make what a first check would wait for, also after a first commit."""
        self.overlay.base.warm_up()
        self.laid.warm_up(check_parameters().bounds())

    def search(self, asked: AskedTransfer, chosen: RingParameters) -> ClosedRings:
        """Rings by numbers: the hot path."""
        return self.laid.find(
            asked.move,
            chosen.bounds(),
            [TYPES[name] for name in chosen.types],
            max_rings=chosen.max_rings,
            max_work=chosen.max_work,
        )

    def check(
        self, asked: AskedTransfer, chosen: RingParameters | None = None
    ) -> TransferCheck:
        """Every ring that this transfer closes, with a receipt.

        Raises
        ------
        MissingRateError
            Amounts are compared, and its currency has no rate.
        """
        chosen = chosen or check_parameters()
        found = self.search(asked, chosen)
        rings = self._described(found, asked)
        if chosen.related_hop:
            rings = [ring for ring in rings if ring.related]
        rings.sort(key=highest_first)
        laid = self.laid
        return TransferCheck(
            rings=tuple(rings),
            receipt=self._issuer(asked, chosen, found).seal(rings),
            explored=found.explored,
            truncated_by=found.truncated_by,
            unknown_accounts=tuple(
                name
                for name in (asked.payer_id, asked.payee_id)
                if laid.number(name) < 0
            ),
            unknown_currencies=laid.unknown if chosen.conserving else (),
        )

    def _described(self, found: ClosedRings, asked: AskedTransfer) -> list[Ring]:
        """Records of rings, the transfer asked about last."""
        hops = hops_of(self.laid, found, asked)
        rings = [[hops[edge] for edge in (*edges, ASKED)] for edges in found]
        ends = [
            ([hop.ends[0] for hop in ring], [hop.ends[1] for hop in ring])
            for ring in rings
        ]
        related = related_rings(self.overlay.snapshot, ends)
        return [
            ring_of(
                [hop.record for hop in ring],
                [hop.time for hop in ring],
                related=related[place],
                verdicts=NOT_TRIED,
            )
            for place, ring in enumerate(rings)
        ]

    def _issuer(
        self, asked: AskedTransfer, chosen: RingParameters, found: ClosedRings
    ) -> Issuer:
        """Names what decided beyond the snapshot, so that it can be found again."""
        overlay = self.overlay
        m = len(overlay.snapshot.flows)
        written = np.unique(found.edges[found.edges >= m]) - m
        limits = {"max_rings": chosen.max_rings, "max_work": chosen.max_work}
        if found.truncated_by:  # the first so many, with time enough to find them
            limits = {"max_rings": len(found), "max_work": UNLIMITED}
        bounds = {name: getattr(chosen, name) for name in BOUNDS}
        return Issuer(
            "transfer_check",
            VERSION,
            overlay.snapshot,
            {
                "transfer": asked.plain(),
                "bounds": {**bounds, "types": list(chosen.types), **limits},
                "written": overlay.visible.take(written).to_pylist(),
                "withdrawn": self._withdrawn(asked, chosen, found),
            },
            LOCAL,
        )

    def _withdrawn(
        self, asked: AskedTransfer, chosen: RingParameters, found: ClosedRings
    ) -> list[list[str]]:
        """Records of the snapshot without which there would be other rings."""
        overlay = self.overlay
        rows = overlay.gone
        if rows.size and not found.truncated_by:
            before = replace(self.laid, gone=overlay.gone[:0])
            others = TransferChecker(overlay)
            vars(others)["laid"] = before
            edges = np.unique(others.search(asked, chosen).edges)
            rows = rows[np.isin(overlay.base.flows_of(rows), edges)]
        names = overlay.base.table.select(list(NAME)).take(rows)
        columns = [decoded(names[name]).to_pylist() for name in NAME]
        return [list(name) for name in zip(*columns, strict=True)]


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,  # noqa: ARG001 - there is one way to search backwards
    progress: Progress | None = None,  # noqa: ARG001 - it is over at once
) -> TransferCheck:
    given = dict(parameters)
    asked = AskedTransfer(**given.pop("transfer"))
    chosen = check_parameters(**given.pop("bounds"))
    overlay = TransferOverlay.of_records(snapshot, **given)
    return TransferChecker(overlay).check(asked, chosen)


TRANSFER_CHECK = Analysis("transfer_check", VERSION, _run)
