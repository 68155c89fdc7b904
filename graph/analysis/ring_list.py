"""Money rings as a list, highest score first, and one ring with its transfers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np

from graph.analysis.amounts import falling
from graph.analysis.answer import Completeness, Meaning, PartyRef, Total, values_of
from graph.analysis.circle import CircleController, controllers_of
from graph.analysis.receipt import Receipt
from graph.analysis.ring_outcomes import RingCase, RingCases, RingState
from graph.analysis.ring_reading_words import (
    READINGS,
    ReadingRecord,
    RingReading,
    readings_of,
)
from graph.analysis.ring_records import Ring, RingFigures, RingTransfer
from graph.errors import NotFoundError
from graph.instant import At, format_instant, parse_as_of, parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.analysis.published import Published
    from graph.analysis.rings import RingsResult

RingOrder = Literal["score", "first_amount", "retention", "length", "days", "begins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingSummary(RingFigures):
    """A ring with the accounts that it passes and whoever holds them."""

    account_ids: Annotated[
        tuple[str, ...], Meaning("In the order in which the money passed.")
    ]
    parties: Annotated[
        tuple[PartyRef, ...],
        Meaning("Known holders of these accounts, each once; none where unknown."),
    ]
    holders: Annotated[
        tuple[tuple[str, ...], ...],
        Meaning("Of each account, the ids of its holders; none where unknown."),
    ]
    state: Annotated[
        RingState | None,
        Meaning("What was said of it by now; null: not to be told, or not asked."),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RingList:
    """A page of rings; `total` counts those of all pages.

    `unexplained` and `everyday` count the rings that no everyday reading fits, and
    those that one does, of all that pass the filter but for its own `everyday`.
    """

    items: tuple[RingSummary, ...]
    total: Total
    unexplained: int
    everyday: int
    readings: tuple[ReadingRecord, ...]
    currency: str
    at: At
    complete_before: Annotated[
        str | None,
        Meaning("All rings that begin before it were found; null: all rings were."),
    ]
    completeness: Completeness
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class RingRecord(RingSummary):
    """A ring with its transfers, from the earliest on, and what is known around it."""

    transfers: tuple[RingTransfer, ...]
    readings: tuple[RingReading, ...]
    controllers: Annotated[
        tuple[CircleController, ...],
        Meaning("Who stands behind two holders or more, most holders first."),
    ]
    case: RingCase | None
    currency: str
    at: At
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class RingFilter:
    """Which rings a list holds; None: whichever.

    Attributes
    ----------
    account, party
        An account that the ring passes, and a party that holds one.
    since, until
        First and last instant or day (UTC) on which a ring may begin.
    everyday
        Whether an everyday reading fits.

    Raises
    ------
    ValueError
        A day cannot be read.
    """

    account: str | None = None
    party: str | None = None
    since: str | None = None
    until: str | None = None
    everyday: bool | None = None

    def __post_init__(self) -> None:
        self.span()

    def span(self) -> tuple[str, str]:
        """First and last moment, as rings state when they begin."""
        first = (
            None if self.since is None else format_instant(parse_instant(self.since))
        )
        last = None if self.until is None else format_instant(parse_as_of(self.until))
        return first or "", last or "9999"

    def accounts(self, published: Published) -> frozenset[str] | None:
        """Accounts of which a ring must pass one.

        Raises
        ------
        NotFoundError
            The account or party is unknown.
        """
        snapshot, chosen = published.snapshot, None
        if self.account is not None:
            snapshot.number("account", self.account)
            chosen = frozenset({self.account})
        if self.party is not None:
            number = snapshot.number("party", self.party)
            held = np.unique(snapshot.outgoing("account_holder").row(number))
            own = frozenset(snapshot.ids("account").take(held).to_pylist())
            chosen = own if chosen is None else chosen & own
        return chosen


def ring_list(
    published: Published,
    found: RingsResult,
    wanted: RingFilter | None = None,
    order: RingOrder = "score",
    *,
    cases: RingCases | None = None,
    offset: int = 0,
    limit: int = 20,
) -> RingList:
    """A page of the rings found that a filter lets through.

    Rings that an everyday reading fits come after all others. Among each the highest
    figure comes first, of `days` the lowest and of `begins` the latest; where they are
    equal, the higher score.

    Raises
    ------
    NotFoundError
        The account or party of the filter is unknown.
    """
    wanted = wanted or RingFilter()
    accounts = wanted.accounts(published)
    first, last = wanted.span()
    passing = [
        ring
        for ring in _ranked(found.rings, order)
        if first <= ring.begins <= last
        and (
            accounts is None or any(hop.payer_id in accounts for hop in ring.transfers)
        )
    ]
    apart = sum(ring.everyday for ring in passing)
    rings = [ring for ring in passing if wanted.everyday in (None, ring.everyday)]
    page = [ring_summary(published, ring) for ring in rings[offset : offset + limit]]
    cover = found.completeness
    limits = (*cover.truncated_by, "limit" if offset + limit < len(rings) else "")
    return RingList(
        items=_with_states(page, cases),
        total=Total(len(rings), "eq" if cover.complete else "gte"),
        unexplained=len(passing) - apart,
        everyday=apart,
        readings=READINGS,
        currency=published.currency,
        at=published.at,
        complete_before=found.complete_before,
        completeness=Completeness.cut(
            cover.explored,
            *limits,
            advice={
                "limit": "Raise the limit or ask for the next page.",
                **dict.fromkeys(cover.truncated_by[:1], cover.advice or ""),
            },
        ),
        receipt=published.stamped(found.receipt),
    )


def ring_record(
    published: Published,
    found: RingsResult,
    ring_id: str,
    *,
    cases: RingCases | None = None,
) -> RingRecord:
    """One of the rings found.

    Raises
    ------
    NotFoundError
        It is none of them.
    """
    ring = next((ring for ring in found.rings if ring.ring_id == ring_id), None)
    if ring is None:
        raise NotFoundError("money ring", ring_id)
    summary = ring_summary(published, ring)
    case = None if cases is None else cases.case_of(summary)
    parties = [party.party_id for party in summary.parties]
    numbers = published.snapshot.numbers("party", parties).tolist()
    return RingRecord(
        **values_of(RingSummary, summary) | {"state": case and case.state},
        transfers=ring.transfers,
        readings=readings_of(ring),
        controllers=controllers_of(published, numbers),
        case=case,
        currency=published.currency,
        at=published.at,
        receipt=published.stamped(found.receipt),
    )


def ring_case(
    published: Published, found: RingsResult, ring_id: str, cases: RingCases
) -> RingCase:
    """What was said of a ring, be it one of those found or not."""
    ring = next((ring for ring in found.rings if ring.ring_id == ring_id), None)
    if ring is None:
        return cases.numbered(ring_id)
    return cases.case_of(ring_summary(published, ring))


def _ranked(rings: Iterable[Ring], order: RingOrder) -> list[Ring]:
    """Rings that come by falling score, in another order, everyday ones last."""
    if order == "days":
        ranked = sorted(rings, key=lambda ring: ring.days)
    elif order == "begins":
        ranked = sorted(rings, key=lambda ring: ring.begins, reverse=True)
    else:
        ranked = sorted(rings, key=lambda ring: falling(getattr(ring, order)))
    return sorted(ranked, key=lambda ring: ring.everyday)


def _with_states(
    rings: Sequence[RingSummary], cases: RingCases | None
) -> tuple[RingSummary, ...]:
    if cases is None:
        return tuple(rings)
    said = cases.of(rings)
    return tuple(replace(ring, state=said[ring.ring_id].state) for ring in rings)


def ring_summary(published: Published, ring: Ring) -> RingSummary:
    """A ring with its accounts and whoever the snapshot knows to hold them."""
    snapshot = published.snapshot
    accounts = tuple(hop.payer_id for hop in ring.transfers)
    rows = snapshot.incoming("account_holder")
    holders = [
        list(dict.fromkeys(rows.row(account).tolist())) if account >= 0 else []
        for account in snapshot.numbers("account", accounts).tolist()
    ]
    known = {holder: published.party_at(holder) for some in holders for holder in some}
    return RingSummary(
        **values_of(RingFigures, ring),
        account_ids=accounts,
        parties=tuple(known.values()),
        holders=tuple(
            tuple(known[holder].party_id for holder in some) for some in holders
        ),
        state=None,
    )
