"""Money rings that a new transfer closes: the latest of each, searched backwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.algorithms.money_graph import whole
from graph.algorithms.rings import RINGS_CUT_BY
from graph.analysis.closing_layers import (
    NO_FLOWS,
    SEQUENCED,
    holds,
    known_amounts,
    numbered,
    sequenced,
    ties_of,
)
from graph.errors import MissingRateError
from graph.kernels.csr import pieces, read_only
from graph.kernels.ring_closing import Asked, Layer, flows_at, rings_closed
from graph.money import exponent
from graph.snapshot import TRANSFERS
from graph.snapshot.arrays import integers, single_chunk
from graph.snapshot.flow_order import UNNUMBERED, order_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.algorithms.rings import RingBounds
    from graph.kernels.csr import Int32s, Int64s
    from graph.kernels.ring_closing import Ties
    from graph.overlay.transfers import TransferOverlay
    from graph.snapshot import FlowKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A transfer that is asked about.

    Attributes
    ----------
    time
        UTC milliseconds.
    amount
        Minor units of `currency`.
    source, order_no
        What orders it among transfers of its moment; empty: nothing does.
    """

    payer_id: str
    payee_id: str
    time: int
    amount: int
    currency: str
    source: str = ""
    order_no: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ClosedRings:
    """Rings that a transfer closes, without it, each from its earliest transfer on.

    Attributes
    ----------
    edges, starts
        Ring ``r`` is ``edges[starts[r]:starts[r + 1]]``: flows of the snapshot, then,
        from the number of those on, rows of the overlay's `visible`.
    explored
        Transfers looked at.
    truncated_by
        Names of the limits that cut the search short; empty: every ring is here.
    """

    edges: Int32s
    starts: Int64s
    explored: int
    truncated_by: tuple[str, ...]

    def __len__(self) -> int:
        return self.starts.size - 1

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return pieces(self.edges, self.starts)


@dataclass(frozen=True, slots=True, eq=False)
class ClosingRings:
    """Transfers of a snapshot and of an overlay, laid out for the search.

    Attributes
    ----------
    new_accounts
        Accounts that the snapshot does not know, numbered behind its nodes.
    unknown
        Currencies of written transfers without a rate: such amounts are unknown.
    """

    overlay: TransferOverlay
    base: Layer
    moved: Layer
    named: Int32s
    gone: Int32s
    ties: Ties
    new_accounts: dict[str, int]
    unknown: tuple[str, ...]

    @classmethod
    def of(cls, overlay: TransferOverlay) -> ClosingRings:
        """Lay the overlay over its snapshot. O(k log k) for its k transfers."""
        flows, written = overlay.snapshot.flows, overlay.visible
        payers, payees, new_accounts = numbered(overlay.snapshot, written)
        time = integers(single_chunk(written, "valid_from"), 0)
        amount, unknown = known_amounts(overlay, written)
        gone = np.sort(overlay.base.flows_of(overlay.gone))
        batch, step, ties = ties_of(overlay, (payers, payees), time, gone)
        by_payee = np.argsort(payees, kind="stable").astype(np.int32)
        named, first = np.unique(payees[by_payee], return_index=True)
        withdrawn = holds(written, "transfer_type", "withdraw")
        return cls(
            overlay=overlay,
            base=Layer(
                flows.incoming.indptr,
                flows.incoming.flow,
                flows.tail,
                flows.time,
                flows.amount,
                flows.kind,
                flows.batch,
                flows.step,
            ),
            moved=Layer(
                read_only(np.append(first, payees.size).astype(np.int64)),
                read_only(by_payee),
                read_only(payers),
                read_only(time),
                read_only(amount),
                read_only(withdrawn.astype(np.uint8)),
                read_only(batch),
                read_only(step),
            ),
            named=read_only(named.astype(np.int32)),
            gone=read_only(gone),
            ties=ties,
            new_accounts=new_accounts,
            unknown=unknown,
        )

    def number(self, account_id: str) -> int:
        """Number of an account, -1 if nothing was ever paid from or to it."""
        found = self.overlay.snapshot.lookup("account").find(account_id)
        return self.new_accounts.get(account_id, -1) if found < 0 else found

    def find(
        self,
        move: Move,
        bounds: RingBounds,
        kinds: Sequence[FlowKind],
        *,
        max_rings: int,
        max_work: int,
    ) -> ClosedRings:
        """Every ring of which this transfer would be the latest.

        Raises
        ------
        MissingRateError
            Amounts are compared, and its currency has no rate.

        Notes
        -----
        O(transfers that lead to its payer within the bounds): microseconds where
        amounts are conserved; without that it grows with each hop.
        """
        snapshot = self.overlay.snapshot
        currency = snapshot.manifest.reporting_currency
        unit = 10.0 ** exponent(currency)
        amount = self.overlay.base.converter.amount(move.amount, move.currency)
        if bounds.conserving and np.isnan(amount):
            raise MissingRateError(move.currency, currency)
        payer, payee = (self.number(name) for name in (move.payer_id, move.payee_id))
        if min(payer, payee) < 0:
            return ClosedRings(NO_FLOWS, np.zeros(1, np.int64), 0, ())
        asked = Asked(
            payer,
            payee,
            move.time,
            float(whole(np.array([amount * unit]))[0]),
            sum(1 << kind for kind in kinds),
            unit,
        )
        return self._search(
            asked, self._first(move, payer), bounds, max_rings, max_work
        )

    def warm_up(self, bounds: RingBounds) -> None:
        """Compile what the first question would wait for."""
        nothing = Asked(0, 1, 0, 1.0, 1, 1.0)
        self._search(nothing, NO_FLOWS, bounds, 1, 1)
        self._arriving(0, 0)

    def _search(
        self,
        asked: Asked,
        first: Int32s,
        bounds: RingBounds,
        max_rings: int,
        max_work: int,
    ) -> ClosedRings:
        edges, stops, explored, reason = rings_closed(
            self.base,
            self.moved,
            self.named,
            self.gone,
            self.ties,
            asked,
            first,
            bounds.limited(max_rings, max_work)._replace(any_order=False),
        )
        starts = np.concatenate((np.zeros(1, np.int64), stops))
        return ClosedRings(edges, starts, int(explored), RINGS_CUT_BY[reason])

    def _arriving(self, payer: int, time: int) -> Int32s:
        """Flows of the snapshot that reach an account at a moment."""
        base = self.base
        node = read_only(np.array([payer], np.int32))
        moment = read_only(np.array([time], np.int64))
        return flows_at(base.indptr, base.flow, base.time, node, moment)

    def _first(self, move: Move, payer: int) -> Int32s:
        """Flows to its payer that came before it at its very moment, ascending."""
        import pyarrow as pa

        if not (move.source and move.order_no):
            return NO_FLOWS
        base = self._arriving(payer, move.time)
        base = base[np.isin(self.base.kind[base], TRANSFERS)]
        row = np.searchsorted(self.named, payer)
        moved = NO_FLOWS
        if row < self.named.size and self.named[row] == payer:
            own = self.moved.flow[self.moved.indptr[row] : self.moved.indptr[row + 1]]
            moved = own[self.moved.time[own] == move.time]
        asked = pa.table(
            dict(zip(SEQUENCED, ([move.source], [move.order_no]), strict=True))
        )
        keys = sequenced(self.overlay, base, moved)
        groups, steps = order_keys(
            pa.concat_tables([keys, asked]), np.arange(len(keys) + 1, dtype=np.int32)
        )
        before = (groups[:-1] == groups[-1]) & (steps[:-1] < steps[-1])
        if groups[-1] == UNNUMBERED:
            return NO_FLOWS
        both = np.concatenate((base, moved + np.int32(self.base.time.size)))
        return read_only(np.sort(both[before]).astype(np.int32))
