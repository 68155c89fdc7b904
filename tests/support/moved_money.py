"""Transfers as rows and as asked for, and the check of them on a store."""

from __future__ import annotations

from graph.analysis.asked_transfer import AskedTransfer
from graph.analysis.ring_parameters import DAY
from graph.analysis.transfer_check import TransferChecker
from graph.instant import format_instant
from graph.snapshot import Snapshot

LAST = 1_000 * DAY


def paid(payer, payee, day, amount, record, **others):
    return {
        "payer_id": payer,
        "payee_id": payee,
        "valid_from": round(day * DAY),
        "amount": round(amount * 100),
        "currency": "CNY",
        "source": "bank",
        "record_id": record,
        **others,
    }


def rows_of(*transfers, **others):
    named = sorted({row[end] for row in transfers for end in ("payer_id", "payee_id")})
    return {
        "account": [{"account_id": name} for name in named],
        "transfer": list(transfers),
        **others,
    }


def bundle_of(payments, idle):
    """Accounts and transfers of payers, payees, days and amounts; one account idles."""
    names = sorted({end for row in payments for end in row[:2]} | {idle})
    return {
        "account": [{"account_id": name} for name in names],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "valid_from": day * DAY,
                "amount": amount * 100,
                "currency": "CNY",
                "record_id": str(number),
            }
            for number, (payer, payee, day, amount) in enumerate(payments)
        ],
    }


def asked_of(row):
    return AskedTransfer(
        payer_id=row["payer_id"],
        payee_id=row["payee_id"],
        amount=f"{row['amount'] / 100:.2f}",
        currency=row["currency"],
        moved_at=format_instant(row["valid_from"]),
        source=row["source"],
        record_id=row["record_id"],
        order_no=row.get("order_no") or "",
    )


def built(store, as_of=LAST, **options):
    return Snapshot.build(store, store.at(as_of), **options)


def checker_of(store, snapshot, as_of=LAST):
    checker = TransferChecker.of(snapshot)
    return TransferChecker(checker.overlay.advanced(store, as_of))
