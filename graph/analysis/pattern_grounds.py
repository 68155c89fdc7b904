"""What searches for patterns run over: the money and the sign-ins of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.algorithms.money_graph import MoneyGraph, whole
from graph.algorithms.returns import returns
from graph.analysis.pattern_search import measured, transfer_hits
from graph.analysis.ring_parameters import DAY
from graph.errors import MissingRateError
from graph.instant import BEGINNING
from graph.kernels.csr import range_positions
from graph.kernels.returns import Targets
from graph.money import exponent
from graph.snapshot import FlowKind
from graph.snapshot.arrays import column
from graph.snapshot.conversion import Converter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.algorithms.pattern_hits import Hits
    from graph.kernels.csr import Csr, Int32s, Int64s
    from graph.kernels.evidence import Caps
    from graph.snapshot import Snapshot

_PAID = (FlowKind.TRANSFER, FlowKind.WITHDRAWAL)
_LENT = (*_PAID, FlowKind.DEPOSIT)


class Ground(NamedTuple):
    """A graph to search, and of each edge the kind and row of its fact."""

    graph: MoneyGraph
    facts: NDArray[np.object_]
    row: Int32s


@dataclass(frozen=True)
class Grounds:
    """Grounds of a snapshot within a span of moments, each made when it is needed."""

    snapshot: Snapshot
    span: tuple[int | None, int | None] = (None, None)

    def search(self, question: Mapping[str, Any], caps: Caps) -> tuple[Ground, Hits]:
        """Hits of a question, and the ground whose edges they name.

        Raises
        ------
        MissingRateError
            An amount is in a currency without a rate.
        """
        currency = self.snapshot.manifest.reporting_currency
        values = measured(
            question,
            day=DAY,
            unit=10.0 ** exponent(currency),
            rate=self.rate(question),
        )
        match question.get("of"):
            case "sign_ins":
                ground = self._sign_ins
                return ground, transfer_hits(
                    ground.graph, question, values, caps, key=self._holder_key
                )
            case "deposits":
                ground = self._loans_and_transfers
                lent = ground.facts == "deposit"
                if question["test"] == "return":
                    edges = np.flatnonzero(lent).astype(np.int32)
                    targets = self._targets(ground, edges, question["back_to"])
                    return ground, returns(
                        ground.graph, edges, targets, caps=caps, **values
                    )
                return ground, transfer_hits(
                    ground.graph, question, values, caps, starts=lent
                )
        ground = self._transfers
        return ground, transfer_hits(ground.graph, question, values, caps)

    def rate(self, question: Mapping[str, Any]) -> float:
        """Units of the reporting currency for one of a question's.

        Raises
        ------
        MissingRateError
            There is none, or none that can be.
        """
        own = self.snapshot.manifest.reporting_currency
        currency = question.get("currency") or own
        rate = Converter(self.snapshot.facts("exchange_rate"), own).rate(currency)
        if np.isnan(rate):
            raise MissingRateError(currency, own)
        return rate

    def _within(self, time: Int64s) -> NDArray[np.bool_]:
        """Moments of the span; one that is not known is in none."""
        begin, end = self.span
        inside = time > BEGINNING
        if begin is not None:
            inside &= time >= begin
        if end is not None:
            inside &= time < end
        return inside

    @cached_property
    def _transfers(self) -> Ground:
        return self._money(_PAID)

    @cached_property
    def _loans_and_transfers(self) -> Ground:
        return self._money(_LENT)

    def _money(self, kinds: Sequence[FlowKind]) -> Ground:
        flows = self.snapshot.flows
        chosen = np.flatnonzero(np.isin(flows.kind, kinds) & self._within(flows.time))
        unit = 10.0 ** exponent(self.snapshot.manifest.reporting_currency)
        graph = MoneyGraph.build(
            flows.n_nodes,
            (flows.tail[chosen], flows.head[chosen]),
            flows.time[chosen],
            whole(flows.amount[chosen] * unit),
            sequence=(flows.batch[chosen], flows.step[chosen]),
        )
        names = np.array([kind.facts for kind in FlowKind], np.object_)
        return Ground(graph, names[flows.kind[chosen]], flows.row[chosen])

    @cached_property
    def _sign_ins(self) -> Ground:
        """Sign-ins from contacts, numbered after the accounts, to accounts."""
        facts = self.snapshot.facts("sign_in")
        time = column(facts, "valid_from")
        rows = np.flatnonzero(self._within(time))
        rows = rows[np.argsort(time[rows], kind="stable")]
        accounts, contacts = (
            len(self.snapshot.ids(name)) for name in ("account", "contact")
        )
        graph = MoneyGraph.build(
            accounts + contacts,
            (
                column(facts, "contact")[rows] + np.int32(accounts),
                column(facts, "account")[rows],
            ),
            time[rows],
            np.full(rows.size, np.nan),
        )
        kinds = np.full(rows.size, "sign_in", np.object_)
        return Ground(graph, kinds, rows.astype(np.int32))

    @cached_property
    def _holder_key(self) -> Int32s:
        """The first account of each account's first holder; itself without one."""
        flows = self.snapshot.flows
        n = flows.n_accounts + len(self.snapshot.ids("contact"))
        key = np.arange(n, dtype=np.int32)
        held = np.flatnonzero(np.diff(flows.holder_indptr))
        holders = flows.holder[flows.holder_indptr[held]]
        _, first, place = np.unique(holders, return_index=True, return_inverse=True)
        key[held] = held[first][place]
        return key

    def _targets(
        self, ground: Ground, starts: Int32s, back_to: Sequence[str]
    ) -> Targets:
        """Accounts where the money of each loan may end."""
        snapshot = self.snapshot
        flows, graph = snapshot.flows, ground.graph
        loans = graph.edges.tail[starts] - flows.n_accounts
        borrowers = column(snapshot.nodes("loan"), "borrower")[loans]
        accounts = snapshot.outgoing("account_holder")
        ties = {
            "guarantor": snapshot.pairs.reverse,
            "owned": snapshot.outgoing("ownership"),
        }
        ends = [0]
        found: list[int] = []
        own: list[bool] = []
        for start, borrower in zip(starts.tolist(), borrowers.tolist(), strict=True):
            paid = int(graph.edges.head[start])
            holders = snapshot.incoming("account_holder").row(paid)
            # of a loan that ended nobody says who borrowed: whoever was paid, then
            parties = [borrower] if borrower >= 0 else np.unique(holders).tolist()
            home = {paid, *_rows_of(accounts, parties)}
            goals = dict.fromkeys(sorted(home), True) if "borrower" in back_to else {}
            close = {
                party
                for name in back_to
                if name in ties
                for party in _rows_of(ties[name], parties)
            }.difference(parties)
            for account in _rows_of(accounts, sorted(close)):
                goals.setdefault(account, account in home)
            found += goals.keys()
            own += goals.values()
            ends.append(len(found))
        return Targets(
            np.array(ends, np.int64),
            np.array(found, np.int32),
            np.array(own, np.bool_),
        )


def _rows_of(rows: Csr, nodes: Sequence[int]) -> list[int]:
    """Neighbours of some nodes, each once, ascending."""
    return sorted({other for node in nodes for other in rows.row(node).tolist()})


def involving(ground: Ground, hits: Hits, accounts: Int32s) -> NDArray[np.bool_]:
    """Which hits have one of these accounts, shape (hits,)."""
    edges = ground.graph.edges
    wanted = np.zeros(ground.graph.outgoing.indptr.size - 1, np.bool_)
    wanted[accounts] = True
    flows = hits.edges
    marks = wanted[edges.tail[flows]] | wanted[edges.head[flows]]
    number = np.repeat(np.arange(len(hits)), np.diff(hits.starts))
    found = np.zeros(len(hits), np.bool_)
    found[number[marks]] = True
    return found


def edges_of(hits: Hits, chosen: NDArray[np.bool_]) -> tuple[Int32s, Int64s]:
    """Edges of some hits end to end, and where each begins."""
    counts = np.diff(hits.starts)[chosen]
    places = range_positions(hits.starts[:-1][chosen], counts)
    return hits.edges[places], np.concatenate(([0], np.cumsum(counts)))
