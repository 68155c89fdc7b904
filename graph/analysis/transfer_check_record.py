"""What a check of a transfer answers: the rings it closes, by name, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from graph.analysis.answer import (
    Chip,
    Completeness,
    Meaning,
    Reason,
    Sentence,
    values_of,
)
from graph.analysis.limits import BUDGETS
from graph.analysis.receipt import Receipt
from graph.analysis.ring_list import RingSummary, ring_summary
from graph.analysis.ring_records import RingTransfer
from graph.analysis.short_amounts import short_amount
from graph.instant import At

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.analysis.asked_transfer import AskedTransfer
    from graph.analysis.published import Published
    from graph.analysis.ring_parameters import RingParameters
    from graph.analysis.transfer_check import TransferChecker

_ADVICE = (
    "The search stopped at its budget: there may be more rings. Narrow the bounds, or "
    "raise the budget at the command line."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRing(RingSummary):
    """A ring that the transfer closes; its own transfer is the last one.

    Everyday readings are not tried here: the published list does that.
    """

    transfers: tuple[RingTransfer, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCheckRecord:
    """Whether a transfer brings money back, and the rings of which it is the latest.

    Holders, ties and exchange rates are those of the snapshot; transfers are those of
    every commit up to `sequence`.
    """

    closes: bool
    rings: Annotated[tuple[ClosedRing, ...], Meaning("Highest score first.")]
    unknown_accounts: Annotated[
        tuple[str, ...],
        Meaning("Of both accounts those from or to which nothing was ever paid."),
    ]
    assumptions: tuple[Sentence, ...]
    currency: str
    sequence: Annotated[int, Meaning("Last commit of the store that was seen.")]
    snapshot_id: str
    at: At
    completeness: Completeness
    receipt: Receipt


def transfer_check_record(
    published: Published,
    checker: TransferChecker,
    asked: AskedTransfer,
    chosen: RingParameters | None = None,
) -> TransferCheckRecord:
    """The rings that a transfer closes, with the names of who holds their accounts.

    Raises
    ------
    MissingRateError
        Amounts are compared, and its currency has no rate.
    """
    found = checker.check(asked, chosen)
    summaries = [(ring, ring_summary(published, ring)) for ring in found.rings]
    return TransferCheckRecord(
        closes=bool(found.rings),
        rings=tuple(
            ClosedRing(
                **values_of(RingSummary, summary),
                transfers=ring.transfers,
                reasons=tuple(_reasons(summary, published.currency)),
            )
            for ring, summary in summaries
        ),
        unknown_accounts=found.unknown_accounts,
        assumptions=tuple(
            Sentence(
                f"Amounts written in {currency} since the snapshot are unknown: it has "
                "no exchange rate for them.",
                f"快照之后写入的 {currency} 金额无汇率，视为未知。",
            )
            for currency in found.unknown_currencies
        ),
        currency=published.currency,
        sequence=checker.overlay.sequence,
        snapshot_id=published.snapshot_id,
        at=checker.overlay.at,
        completeness=Completeness.cut(
            found.explored,
            *(BUDGETS[name] for name in found.truncated_by),
            advice=_ADVICE,
        ),
        receipt=published.stamped(found.receipt),
    )


def _reasons(ring: RingSummary, currency: str) -> Iterator[Reason]:
    yield Reason(_passage(ring, currency), (_chip("fact", "Transfers", "转账"),))
    if ring.related:
        yield Reason(
            Sentence(
                "One hop is between accounts of one party or of related ones.",
                "其中一笔发生在同一主体或关联方的账户之间。",
            ),
            (_chip("derived", "Ties between parties", "主体关联"),),
            tuple(party.party_id for party in ring.parties),
        )
    unheld = sum(not some for some in ring.holders)
    if unheld:
        yield Reason(
            Sentence(
                f"{unheld} of its {ring.length} accounts "
                f"{'has' if unheld == 1 else 'have'} no known holder.",
                f"{ring.length} 个账户中有 {unheld} 个持有人未知。",
            ),
            (_chip("status", "Not collected", "未收集"),),
        )


def _passage(ring: RingSummary, currency: str) -> Sentence:
    account, hops = ring.account_ids[0], ring.length
    within = "within a day" if ring.days < 1 else f"after {ring.days:.1f} days"
    days = "一日之内" if ring.days < 1 else f"{ring.days:.1f} 天后"
    if ring.retention is None:
        return Sentence(
            f"Money comes back to {account} over {hops} transfers {within}; not every "
            "amount is known.",
            f"资金经 {hops} 笔转账，{days}回到 {account}；部分金额未知。",
        )
    first, last = (
        [short_amount(str(amount), currency, language) for language in ("en", "zh")]
        for amount in (ring.first_amount, ring.last_amount)
    )
    return Sentence(
        f"{last[0]} comes back to {account} {within}, over {hops} transfers: "
        f"{ring.retention:.1%} of the {first[0]} that left it.",
        f"{account} 转出 {first[1]}，经 {hops} 笔转账，{days}回流 {last[1]}"
        f"（{ring.retention:.1%}）。",
    )


def _chip(kind: str, en: str, zh: str) -> Chip:
    return Chip(kind, Sentence(en, zh))
