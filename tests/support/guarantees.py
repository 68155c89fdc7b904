"""One guarantee with its loans, and the snapshot that it makes."""

from __future__ import annotations

from graph.snapshot import Quality
from graph.testing.facts import guarantee_rows, snapshot_of

AS_OF = 1_600_000_000_000
YEAR = 365 * 86_400_000


def built(rows, **options):
    return snapshot_of(rows, AS_OF, **options)


def one_guarantee(loans=(), share=None, **contract):
    rows = guarantee_rows(("g", "b"), currency="CNY", **contract)
    rows["guarantor"][0]["share"] = share
    rows["loan"] = [
        {"loan_id": name, "borrower_id": "b", "outstanding": amount, "currency": "CNY"}
        for name, amount in loans
    ]
    return rows


def quality(snapshot):
    return Quality(int(snapshot.pairs.quality[0]) & ~Quality.FORCE_ASSUMED)
