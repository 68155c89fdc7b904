"""Accounts as a list, most money first, and one with all that it is part of."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np

from graph.analysis.account_hits import AccountHits, hits_of_account
from graph.analysis.account_money import (
    AccountFigures,
    CounterpartyFigures,
    account_figures,
    account_money,
)
from graph.analysis.account_search import holders_of
from graph.analysis.answer import Completeness, Meaning, PartyRef, Total
from graph.analysis.receipt import Receipt
from graph.analysis.ring_filter import RingFilter
from graph.analysis.ring_list import RingSummary, ring_list
from graph.errors import NotPublishedError
from graph.instant import At

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.analysis.published import Published
    from graph.stores.base import Store

AccountOrder = Literal["volume", "sent", "received", "counterparties", "rings", "last"]
LISTED = 20
"""Counterparties, rings and hits of an account that are listed at first."""
_ADVICE = {
    "limit": "Raise the limit or ask for the next page; /v1/rings and `suretynet "
    "patterns run --account` list every ring and hit of an account."
}

Holders = Annotated[
    tuple[PartyRef, ...], Meaning("Known holders, each once; none where unknown.")
]
RingCount = Annotated[
    int | None, Meaning("Published rings that pass it; null where none are published.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSummary(AccountFigures):
    """An account with what moved over it and whoever holds it."""

    holders: Holders
    rings: RingCount


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountList:
    """A page of accounts; `total` counts those of all pages."""

    items: tuple[AccountSummary, ...]
    total: Total
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterparty(CounterpartyFigures):
    """Another account with what moved between, and whoever holds it."""

    holders: Holders


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord(AccountSummary):
    """One account: figures, counterparties by money, rings and hits that it is in."""

    counterparty_list: Annotated[
        tuple[Counterparty, ...],
        Meaning("Largest sums first; `counterparties` counts them all."),
    ]
    ring_list: Annotated[tuple[RingSummary, ...], Meaning("Highest score first.")]
    hits: AccountHits
    currency: str
    at: At
    completeness: Completeness
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFilter:
    """Which accounts a list holds.

    Attributes
    ----------
    text
        What an id begins with, without case and separators; None: whatever.
    held
        True: with a known holder; False: without one; None: whether or not.
    """

    text: str | None = None
    held: bool | None = None

    def numbers(self, published: Published) -> NDArray[np.intp]:
        """Numbers of these accounts, ascending."""
        snapshot = published.snapshot
        chosen = np.ones(len(snapshot.ids("account")), np.bool_)
        if self.held is not None:
            known = np.diff(snapshot.incoming("account_holder").indptr) > 0
            chosen &= known == self.held
        if self.text is not None:
            chosen &= published.account_index.mask(self.text)
        return np.flatnonzero(chosen)


def account_list(
    published: Published,
    store: Store,
    wanted: AccountFilter | None = None,
    order: AccountOrder = "volume",
    *,
    offset: int = 0,
    limit: int = 20,
) -> AccountList:
    """A page of accounts, highest first; ties by volume, then by id.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate.
    """
    numbers = (wanted or AccountFilter()).numbers(published)
    rings = rings_by_account(published, store)
    ranked = _ranked(published, numbers, order, rings)
    page = ranked[offset : offset + limit].tolist()
    cut = "limit" if offset + limit < ranked.size else ""
    return AccountList(
        items=tuple(_summary(published, number, rings) for number in page),
        total=Total(ranked.size),
        currency=published.currency,
        at=published.at,
        completeness=Completeness.cut(ranked.size, cut, advice=_ADVICE),
        receipt=published.stamped(published.accounts.receipt),
    )


def account_record(
    published: Published, store: Store, account_id: str, *, limit: int = LISTED
) -> AccountRecord:
    """One account with at most `limit` counterparties, rings and hits.

    Raises
    ------
    NotFoundError
        No visible fact describes or names it.
    MissingRateError
        An amount is in a currency without a rate.
    """
    snapshot = published.snapshot
    found = account_money(snapshot, account_id)
    shown = found.counterparties[:limit]
    ids = [row.account_id for row in shown]
    numbers = snapshot.numbers("account", ids).tolist()
    rings, total = _rings_of(published, store, account_id, limit)
    hits = hits_of_account(published, store, account_id, limit=limit)
    cut = (
        "limit:counterparties" if len(shown) < len(found.counterparties) else "",
        "limit:rings" if len(rings) < (total or 0) else "",
        "limit:hits" if len(hits.items) < hits.total.value else "",
    )
    return AccountRecord(
        **asdict(found.figures),
        holders=holders_of(published, snapshot.number("account", account_id)),
        rings=total,
        counterparty_list=tuple(
            Counterparty(**asdict(row), holders=holders_of(published, number))
            for row, number in zip(shown, numbers, strict=True)
        ),
        ring_list=rings,
        hits=hits,
        currency=published.currency,
        at=published.at,
        completeness=Completeness.cut(
            found.figures.sent_transfers + found.figures.received_transfers,
            *cut,
            advice=_ADVICE,
        ),
        receipt=published.stamped(found.receipt),
    )


def _rings_of(
    published: Published, store: Store, account_id: str, limit: int
) -> tuple[tuple[RingSummary, ...], int | None]:
    """Rings of an account, and how many; None where none are published."""
    with suppress(NotPublishedError):
        rings = published.rings(store)
        wanted = RingFilter(account=account_id)
        found = ring_list(published, rings, wanted, limit=limit)
        return found.items, found.total.value
    return (), None


def rings_by_account(published: Published, store: Store) -> dict[str, int] | None:
    """Published rings by the accounts that they pass; None where none are published."""
    table = published.own_table(store, "rings", "ring_transfer")
    if table is None:
        return None
    counts = table["payer_id"].value_counts()
    return dict(
        zip(
            counts.field("values").to_pylist(),
            counts.field("counts").to_pylist(),
            strict=True,
        )
    )


def _ranked(
    published: Published,
    numbers: NDArray[np.intp],
    order: AccountOrder,
    rings: dict[str, int] | None,
) -> NDArray[np.intp]:
    totals = published.accounts
    if order == "rings":
        count = np.zeros(totals.first.size)
        passed = sorted(rings or ())
        places = published.snapshot.numbers("account", passed)
        count[places] = [(rings or {})[name] for name in passed]
        figure = count
    elif order == "volume":
        figure = totals.volume
    else:
        figure = np.nan_to_num(getattr(totals, order).astype(np.float64))
    keys = (-totals.volume[numbers], -figure[numbers])
    ranked: NDArray[np.intp] = numbers[np.lexsort(keys)]
    return ranked


def _summary(
    published: Published, number: int, rings: dict[str, int] | None
) -> AccountSummary:
    figures = account_figures(published.snapshot, published.accounts, number)
    return AccountSummary(
        **asdict(figures),
        holders=holders_of(published, number),
        rings=None if rings is None else rings.get(figures.account_id, 0),
    )
