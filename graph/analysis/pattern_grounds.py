"""What searches for patterns run over: the money and the sign-ins of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.algorithms.money_graph import MoneyGraph, whole
from graph.algorithms.returns import returns
from graph.analysis.pattern_search import measured, transfer_hits
from graph.analysis.ring_parameters import DAY
from graph.errors import MissingRateError
from graph.instant import BEGINNING
from graph.kernels.csr import read_only
from graph.kernels.returns import Targets
from graph.money import exponent
from graph.snapshot import TRANSFERS, FlowKind
from graph.snapshot.arrays import column
from graph.snapshot.conversion import Converter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.algorithms.pattern_hits import Hits
    from graph.kernels.csr import Csr, Int32s, Int64s
    from graph.kernels.evidence import Caps
    from graph.snapshot import Snapshot

_LENT = (*TRANSFERS, FlowKind.DEPOSIT)


class Ground(NamedTuple):
    """A graph to search, and of each edge the kind and row of its fact."""

    graph: MoneyGraph
    facts: NDArray[np.object_]
    row: Int32s

    def wanting(self, caps: Caps, accounts: Int32s | None) -> Caps:
        """Caps of a search in it for hits with one of these accounts; None: any hit."""
        if accounts is None:
            return caps
        wanted = np.zeros(self.graph.outgoing.indptr.size - 1, np.bool_)
        wanted[accounts] = True
        return caps._replace(wanted=read_only(wanted))


@dataclass(frozen=True)
class Grounds:
    """Grounds of a snapshot within a span of moments, each made when it is needed.

    They are kept, 116 bytes for each transfer: searches that share them begin at once.
    """

    snapshot: Snapshot
    span: tuple[int | None, int | None] = (None, None)

    def within(self, span: tuple[int | None, int | None]) -> Grounds:
        """Those of a span; these, if it is their own."""
        return self if span == self.span else Grounds(self.snapshot, span)

    def search(
        self, question: Mapping[str, Any], caps: Caps, accounts: Int32s | None = None
    ) -> tuple[Ground, Hits]:
        """Hits of a question, and the ground whose edges they name.

        Parameters
        ----------
        accounts
            Of which a hit must have one; by default any hit will do.

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
                caps = ground.wanting(caps, accounts)
                return ground, transfer_hits(
                    ground.graph, question, values, caps, key=self._holder_key
                )
            case "deposits":
                ground = self._loans_and_transfers
                caps = ground.wanting(caps, accounts)
                lent = ground.facts == "deposit"
                if question["test"] == "return":
                    edges = np.flatnonzero(lent).astype(np.int32)
                    back_to = question["back_to"]
                    if back_to not in self._targets:
                        self._targets[back_to] = self._ends(ground, edges, back_to)
                    return ground, returns(
                        ground.graph,
                        edges,
                        self._targets[back_to],
                        caps=caps,
                        **values,
                    )
                return ground, transfer_hits(
                    ground.graph, question, values, caps, starts=lent
                )
        ground = self._transfers
        caps = ground.wanting(caps, accounts)
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
        rate = self._converter.rate(currency)
        if np.isnan(rate):
            raise MissingRateError(currency, own)
        return rate

    def askable(
        self, questions: Sequence[Mapping[str, Any]]
    ) -> tuple[list[Mapping[str, Any]], list[str]]:
        """Questions whose limits have a rate, and the patterns of those without.

        Raises
        ------
        MissingRateError
            None has one.
        """
        askable: list[Mapping[str, Any]] = []
        without: list[str] = []
        for place, question in enumerate(questions, 1):
            try:
                self.rate(question)
            except MissingRateError:
                if not askable and place == len(questions):
                    raise
                without.append(question["pattern"])
            else:
                askable.append(question)
        return askable, without

    @cached_property
    def _converter(self) -> Converter:
        """The rates of the snapshot; each question asks for one twice."""
        rates = self.snapshot.facts("exchange_rate")
        return Converter(rates, self.snapshot.manifest.reporting_currency)

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
        return self._money(TRANSFERS)

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

    @cached_property
    def _targets(self) -> dict[Sequence[str], Targets]:
        return {}

    def _ends(self, ground: Ground, starts: Int32s, back_to: Sequence[str]) -> Targets:
        """Accounts where the money of each loan may end."""
        snapshot = self.snapshot
        flows, graph = snapshot.flows, ground.graph
        loans = graph.edges.tail[starts] - flows.n_accounts
        borrowers = column(snapshot.nodes("loan"), "borrower")[loans]
        accounts = snapshot.outgoing("account_holder")
        ties = [
            rows
            for name, rows in (
                ("guarantor", snapshot.pairs.reverse),
                ("owned", snapshot.outgoing("ownership")),
            )
            if name in back_to
        ]

        @cache
        def held(parties: tuple[int, ...]) -> tuple[list[int], list[int]]:
            """Accounts of parties, and of those to whom they are close."""
            close = {party for rows in ties for party in _rows_of(rows, parties)}
            others = sorted(close.difference(parties))
            return _rows_of(accounts, parties), _rows_of(accounts, others)

        holding = snapshot.incoming("account_holder")
        ends = [0]
        found: list[int] = []
        own: list[bool] = []
        for start, borrower in zip(starts.tolist(), borrowers.tolist(), strict=True):
            paid = int(graph.edges.head[start])
            holders = holding.row(paid)
            # of a loan that ended nobody says who borrowed: whoever was paid, then
            parties = [borrower] if borrower >= 0 else np.unique(holders).tolist()
            at_home, close = held(tuple(parties))
            home = {paid, *at_home}
            goals = dict.fromkeys(sorted(home), True) if "borrower" in back_to else {}
            for account in close:
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
