"""The facts among the nodes of evidence: amounts, dates and where each was read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gnn.features.firm_accounts import FirmAccounts
from graph.instant import BEGINNING, format_instant
from graph.kernels.csr import range_positions
from graph.snapshot.arrays import decoded
from graph.vocabulary import KINDS, SHARE_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from gnn.evidence import Evidence
    from gnn.features.firms import Firms
    from graph.snapshot import Snapshot

    Numbers = NDArray[np.int64]

CONTROL, GUARANTEES, PAYMENTS, CONTACTS = (
    "shared_control",
    "guarantees",
    "payments",
    "contacts",
)
GROUPS = (CONTROL, GUARANTEES, PAYMENTS, CONTACTS)
"""Groups of facts, each of which a counterfactual takes away."""
_TIES = (
    ("ownership", "asset", None, CONTROL),
    ("role", "company", "role_type", CONTROL),
    ("family", "person", "relation", CONTROL),
    ("contact_use", "party", None, CONTACTS),
)
"""Kinds of ties, the end that is looked up, what tells them apart, and their group."""
MOST_RECORDS = 20
"""Records of one link that are named, the latest; a judgement. All are counted."""

Node = tuple[str, str]
"""(node kind, id)."""


class Record(NamedTuple):
    """Where a fact was read."""

    source: str
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLink:
    """Facts of one kind from one node to another.

    Attributes
    ----------
    amount
        Major units of the reporting currency, in all: what a guarantee comes to, or
        what was paid within a year. None where no amount is known.
    share
        Of a holding, in [0, 1].
    role
        Code of a role or of a family tie.
    first, last
        When the first and the last of them began, or moved.
    count
        How many facts there are; the latest `MOST_RECORDS` are in `records`.
    contracts
        Ids of the guarantees.
    """

    group: str
    kind: str
    tail: Node
    head: Node
    amount: float | None
    share: float | None
    role: str | None
    first: str | None
    last: str | None
    count: int
    records: tuple[Record, ...]
    contracts: tuple[str, ...] = ()


class FactGround:
    """Where the facts of evidence are looked up; made once for a snapshot.

    Notes
    -----
    O(accounts) when payments are first asked for.
    """

    def __init__(self, firms: Firms) -> None:
        self.firms = firms
        self.snapshot: Snapshot = firms.snapshot

    def links(self, evidence: Evidence) -> tuple[EvidenceLink, ...]:
        """Facts between nodes of the evidence, by group, then kind, tail and head.

        Transfers are those of a year between accounts of different firms; one of a
        joint account is told of each holder, as features count it.

        Notes
        -----
        O(facts of the nodes); a busy account's transfers are all looked at.
        """
        firms = self.firms.parties[list(evidence.firms)]
        parties = np.union1d(firms, np.array(evidence.persons, np.int64))
        contacts = np.array(evidence.contacts, np.int64)
        found = [
            *self._guarantees(firms),
            *(
                link
                for kind, end, code, group in _TIES
                for link in self._ties(
                    (kind, end, code, group),
                    parties,
                    contacts if kind == "contact_use" else parties,
                )
            ),
            *self._payments(firms),
        ]
        place = {group: number for number, group in enumerate(GROUPS)}
        found.sort(
            key=lambda link: (place[link.group], link.kind, link.tail, link.head)
        )
        return tuple(found)

    def _ties(
        self, of: tuple[str, str, str | None, str], near: Numbers, far: Numbers
    ) -> Iterator[EvidenceLink]:
        kind, end, code, group = of
        tail, head = KINDS[kind].references[:2]
        leaving = tail.name == end
        rows = (self.snapshot.outgoing if leaving else self.snapshot.incoming)(kind)
        first = rows.indptr[near]
        count = rows.indptr[near + 1] - first
        slots = range_positions(first, count)
        known = np.isin(rows.indices[slots], far)
        one, other = np.repeat(near, count)[known], rows.indices[slots][known]
        ends = (one, other) if leaving else (other, one)
        taken = self.snapshot.facts(kind).take(rows.edge[slots][known])
        stated = _Stated(taken)
        codes = None if code is None else decoded(taken[code]).to_pylist()
        shares = taken["share"].to_pylist() if kind == "ownership" else None
        for places in _together(*ends, codes):
            place = places[0]
            share = None if shares is None else shares[place]
            yield EvidenceLink(
                group=group,
                kind=kind,
                tail=(tail.node_kind, self._id(tail.node_kind, ends[0][place])),
                head=(head.node_kind, self._id(head.node_kind, ends[1][place])),
                amount=None,
                share=None if share is None else share / SHARE_UNIT,
                role=None if codes is None else codes[place],
                **stated.of(places),
            )

    def _guarantees(self, firms: NDArray[np.integer]) -> Iterator[EvidenceLink]:
        pairs = self.snapshot.pairs
        first = pairs.forward.indptr[firms]
        count = pairs.forward.indptr[firms + 1] - first
        slots = range_positions(first, count)
        pair = pairs.forward.edge[slots[np.isin(pairs.forward.indices[slots], firms)]]
        first = pairs.contract_indptr[pair]
        count = pairs.contract_indptr[pair + 1] - first
        slots = range_positions(first, count)
        contract = pairs.contract[slots]
        stated = _Stated(self.snapshot.nodes("guarantee").take(contract))
        ids = self.snapshot.ids("guarantee").take(contract).to_pylist()
        for places in _together(np.repeat(pair, count)):
            own = slots[places]
            ends = np.repeat(pair, count)[places[0]]
            yield EvidenceLink(
                group=GUARANTEES,
                kind="guarantee",
                tail=("party", self._id("party", pairs.guarantor[ends])),
                head=("party", self._id("party", pairs.debtor[ends])),
                amount=_sum(pairs.contract_face[own]),
                share=None,
                role=None,
                contracts=tuple(ids[place] for place in places),
                **stated.of(places),
            )

    def _payments(self, firms: NDArray[np.integer]) -> Iterator[EvidenceLink]:
        flows = self.snapshot.flows
        flow, *ends = self._accounts.payments(self.firms.row[firms])
        tail, head = (self.firms.parties[end] for end in ends)
        stated = _Stated(self.snapshot.facts("transfer").take(flows.row[flow]))
        for rows in _together(tail, head):
            yield EvidenceLink(
                group=PAYMENTS,
                kind="transfer",
                tail=("party", self._id("party", tail[rows[0]])),
                head=("party", self._id("party", head[rows[0]])),
                amount=_sum(flows.amount[flow[rows]]),
                share=None,
                role=None,
                **stated.of(rows),
            )

    @cached_property
    def _accounts(self) -> FirmAccounts:
        return FirmAccounts(self.firms)

    def _id(self, kind: str, number: Any) -> str:
        return self.snapshot.node_id(kind, int(number))


def _together(*keys: Any) -> Iterable[list[int]]:
    """Places that are alike in every key that is given, in order of the first place."""
    found: dict[tuple[Any, ...], list[int]] = {}
    given = [list(key) for key in keys if key is not None]
    for place, key in enumerate(zip(*given, strict=True)):
        found.setdefault(key, []).append(place)
    return found.values()


def _sum(amounts: NDArray[np.float64]) -> float | None:
    """Sum of the known amounts, None where none is known."""
    known = amounts[~np.isnan(amounts)]
    return float(known.sum()) if known.size else None


class _Stated:
    """Dates and records of some facts, read once."""

    def __init__(self, facts: pa.Table) -> None:
        self._since = facts["valid_from"].to_numpy()
        self._records = [
            Record(*names)
            for names in zip(
                *(decoded(facts[name]).to_pylist() for name in Record._fields),
                strict=True,
            )
        ]

    def of(self, places: list[int]) -> dict[str, Any]:
        """Dates, number and records of some of them, the latest first."""
        since = self._since[places]
        order = np.argsort(-since, kind="stable")[:MOST_RECORDS].tolist()
        known = since[since > BEGINNING]
        return {
            "first": format_instant(int(known.min())) if known.size else None,
            "last": format_instant(int(known.max())) if known.size else None,
            "count": len(places),
            "records": tuple(self._records[places[place]] for place in order),
        }
