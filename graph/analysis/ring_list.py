"""Money rings as a list, highest score first, and one ring with its transfers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np

from graph.analysis.amounts import falling, known_sum
from graph.analysis.answer import (
    Band,
    Completeness,
    Meaning,
    Money,
    PartyRef,
    Total,
    values_of,
)
from graph.analysis.bands import band_of
from graph.analysis.circle import CircleController, controllers_of
from graph.analysis.control import common_controllers
from graph.analysis.receipt import Receipt
from graph.analysis.ring_filter import RingFilter
from graph.analysis.ring_outcomes import RingCase, RingCases, RingState
from graph.analysis.ring_reading_words import (
    READINGS,
    ReadingRecord,
    RingReading,
    readings_of,
)
from graph.analysis.ring_records import (
    Ring,
    RingFigures,
    RingStep,
    RingTransfer,
    steps_of,
)
from graph.errors import NotFoundError, NotPublishedError
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.analysis.published import Published
    from graph.analysis.rings import RingsResult
    from graph.stores.base import Store

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
    steps: Annotated[
        tuple[RingStep, ...], Meaning("Its transfers as a line: when, and how much.")
    ]
    controlled: Annotated[
        tuple[str, ...] | None,
        Meaning(
            "Ids of holders that share a controller with another one; null: not asked."
        ),
    ]
    worst_band: Annotated[
        Band, Meaning("Highest band of risk among its known holders; null: no score.")
    ]
    state: Annotated[
        RingState | None,
        Meaning(
            "What was said of it by now; null: not to be told, not asked, or of a "
            "ring that is not published and has no case."
        ),
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
    sent: Annotated[
        Money, Meaning("First amounts of the rings of `total`, added; null: unknown.")
    ]
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
    passes = wanted.test(published)
    passing = [ring for ring in _ranked(found.rings, order) if passes(ring)]
    apart = sum(ring.everyday for ring in passing)
    rings = [ring for ring in passing if wanted.everyday in (None, ring.everyday)]
    shown = rings[offset : offset + limit]
    page = [ring_summary(published, ring, tied=True) for ring in shown]
    cover = found.completeness
    limits = (*cover.truncated_by, "limit" if offset + limit < len(rings) else "")
    return RingList(
        items=_with_states(page, cases),
        total=Total(len(rings), "eq" if cover.complete else "gte"),
        unexplained=len(passing) - apart,
        everyday=apart,
        sent=_sum(ring.first_amount for ring in rings),
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
    summary = ring_summary(published, ring, tied=True)
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
    published: Published, store: Store, ring_id: str, cases: RingCases
) -> RingCase:
    """What was said of a ring, be it one of those published or not."""
    try:
        rings: Sequence[Ring] = published.rings(store).rings
    except NotPublishedError:  # of this release, say: what was said stands
        rings = ()
    ring = next((ring for ring in rings if ring.ring_id == ring_id), None)
    if ring is None:
        return cases.numbered(ring_id)
    return cases.case_of(ring_summary(published, ring))


def _sum(amounts: Iterable[float | None]) -> float | None:
    """Known amounts, added; None where there are some and none is known."""
    every = [math.nan if amount is None else amount for amount in amounts]
    return known_sum(np.asarray(every, np.float64))


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
    return tuple(
        replace(ring, state=said[ring.ring_id].state) if ring.ring_id in said else ring
        for ring in rings
    )


def ring_summary(
    published: Published, ring: Ring, *, tied: bool = False
) -> RingSummary:
    """A ring with its accounts and whoever the snapshot knows to hold them.

    Parameters
    ----------
    tied
        Whether to ask who stands behind the holders, which a list can afford and the
        check of a transfer cannot.
    """
    snapshot = published.snapshot
    accounts = tuple(hop.payer_id for hop in ring.transfers)
    rows = snapshot.incoming("account_holder")
    holders = [
        list(dict.fromkeys(rows.row(account).tolist())) if account >= 0 else []
        for account in snapshot.numbers("account", accounts).tolist()
    ]
    known = {holder: published.party_at(holder) for some in holders for holder in some}
    chances = [published.pd.get(party.party_id) for party in known.values()]
    return RingSummary(
        **values_of(RingFigures, ring),
        account_ids=accounts,
        parties=tuple(known.values()),
        holders=tuple(
            tuple(known[holder].party_id for holder in some) for some in holders
        ),
        steps=steps_of(ring),
        controlled=_controlled(published, known) if tied else None,
        worst_band=band_of(max((pd for pd in chances if pd is not None), default=None)),
        state=None,
    )


def _controlled(published: Published, known: Mapping[int, PartyRef]) -> tuple[str, ...]:
    """Of these parties those behind whom somebody stands who stands behind two."""
    behind = common_controllers(published.snapshot, [*known]) if len(known) > 1 else ()
    firms = {tie.firm for controller in behind for tie in controller.ties}
    return tuple(party.party_id for number, party in known.items() if number in firms)
