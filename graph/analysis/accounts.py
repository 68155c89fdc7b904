"""Accounts as a list, most money first, and one with all that it is part of."""

from __future__ import annotations

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
from graph.analysis.published_run import PublishedRun, beside
from graph.analysis.receipt import Receipt
from graph.analysis.ring_filter import RingFilter
from graph.analysis.ring_list import RingSummary, ring_list
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.analysis.published import Published
    from graph.stores.base import Store

AccountOrder = Literal["volume", "sent", "received", "counterparties", "rings", "last"]
LISTED = 20
"""Counterparties, rings and hits of an account that are listed at first."""
_PAGES = (
    "Raise the limit or ask for the next page; /v1/rings and `suretynet patterns run "
    "--account` list every ring and hit of an account."
)
_SEARCHES = (
    "The published search was cut: rings or hits may be missing. `suretynet rings "
    "list` and `suretynet patterns run` search within narrower bounds; a pattern cut "
    "by `rate` wants an exchange rate for the currency of its limits."
)

Holders = Annotated[
    tuple[PartyRef, ...], Meaning("Known holders, each once; none where unknown.")
]
RingCount = Annotated[
    Total | None,
    Meaning(
        "Published rings that pass it, `gte` where that search was cut; null where "
        "none are published."
    ),
]
CompleteBefore = Annotated[
    str | None,
    Meaning("All rings that begin before it were found; null: all were, or none are "
            "published."),
]  # fmt: skip


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
    rings_complete_before: CompleteBefore
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
    rings_complete_before: CompleteBefore
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
    NotPublishedError
        The rings were replaced meanwhile.
    """
    numbers = (wanted or AccountFilter()).numbers(published)
    run = PublishedRun.of(published, store, "rings")
    rings = None if run is None else rings_by_account(run)
    ranked = _ranked(published, numbers, order, rings)
    page = ranked[offset : offset + limit].tolist()
    cut = "limit" if offset + limit < ranked.size else ""
    return AccountList(
        items=tuple(_summary(published, number, run, rings) for number in page),
        total=Total(ranked.size),
        currency=published.currency,
        at=published.at,
        rings_complete_before=None if run is None else run.complete_before,
        completeness=_completeness(ranked.size, [cut], [run]),
        receipt=_receipt(published, published.accounts.receipt, [run]),
    )


def _completeness(
    explored: int, cut: Sequence[str], runs: Sequence[PublishedRun | None]
) -> Completeness:
    """What pages cut, and what cut the searches whose findings are shown."""
    searches = [name for run in runs if run for name in run.truncated_by]
    advice = [_PAGES] if any(cut) else []
    advice += [_SEARCHES] if searches else []
    return Completeness.cut(explored, *cut, *searches, advice=" ".join(advice))


def _receipt(
    published: Published, receipt: Receipt, runs: Sequence[PublishedRun | None]
) -> Receipt:
    shown = beside(receipt, (run.receipt for run in runs if run))
    return published.stamped(shown)


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
    NotPublishedError
        Rings or hits were replaced meanwhile.
    """
    snapshot = published.snapshot
    found = account_money(snapshot, account_id)
    shown = found.counterparties[:limit]
    ids = [row.account_id for row in shown]
    numbers = snapshot.numbers("account", ids).tolist()
    rings_run, hits_run = (
        PublishedRun.of(published, store, name) for name in ("rings", "patterns")
    )
    rings: tuple[RingSummary, ...] = ()
    total: Total | None = None
    if rings_run is not None:
        passing = RingFilter(account=account_id)
        page = ring_list(published, published.rings(store), passing, limit=limit)
        rings, total = page.items, page.total
    hits = hits_of_account(hits_run, account_id, limit=limit)
    cut = (
        "limit:counterparties" if len(shown) < len(found.counterparties) else "",
        "limit:rings" if total and len(rings) < total.value else "",
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
        rings_complete_before=None if rings_run is None else rings_run.complete_before,
        completeness=_completeness(
            found.figures.sent_transfers + found.figures.received_transfers,
            cut,
            [rings_run, hits_run],
        ),
        receipt=_receipt(published, found.receipt, [rings_run, hits_run]),
    )


def rings_by_account(run: PublishedRun) -> dict[str, int]:
    """Published rings by the accounts that they pass."""
    counts = run.table("ring_transfer")["payer_id"].value_counts()
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
    published: Published,
    number: int,
    run: PublishedRun | None,
    rings: dict[str, int] | None,
) -> AccountSummary:
    figures = account_figures(published.snapshot, published.accounts, number)
    passing = (rings or {}).get(figures.account_id, 0)
    return AccountSummary(
        **asdict(figures),
        holders=holders_of(published, number),
        rings=None if run is None else run.total(passing),
    )
