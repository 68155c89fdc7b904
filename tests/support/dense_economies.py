"""Facts among twelve firms, dense enough for circles, loops and shared control."""

from __future__ import annotations

import numpy as np

from feature_rows import DAY, NOW, companies
from gnn.evidence_facts import CONTACTS, CONTROL, GUARANTEES, PAYMENTS

NAMES = "abcdefghijkl"
FAR = "yz"
"""Firms apart from all others with a fact of each kind: each stays collected."""
PEOPLE = "pqrst"
KINDS = {
    GUARANTEES: ("guarantor",),
    CONTROL: ("ownership", "role"),
    PAYMENTS: ("transfer",),
    CONTACTS: ("contact_use",),
}


def economy(seed):
    """Facts among twelve firms, dense enough for circles, loops and shared control."""
    random = np.random.default_rng(seed)

    def pairs(ones, others, count):
        drawn = {
            (ones[random.integers(len(ones))], others[random.integers(len(others))])
            for _ in range(random.integers(count + 1))
        }
        return [*sorted((a, b) for a, b in drawn if a != b), (FAR[0], FAR[1])]

    def dated(rows, days=500):
        return [
            {**row, "valid_from": NOW - int(random.integers(1, days)) * DAY}
            for row in rows
        ]

    given_by = [*pairs(NAMES, NAMES, 14), *pairs(NAMES[:4], NAMES[:4], 4)]
    ids = [f"{one}>{other}:{n}" for n, (one, other) in enumerate(given_by)]
    paid = [("a", "b"), ("b", "c"), ("c", "a"), *pairs(NAMES, NAMES, 25)]
    held = [pair for pair in pairs(NAMES + PEOPLE, NAMES, 10) if pair != tuple(FAR)]
    return {
        "party": [
            *companies(*NAMES, *FAR),
            *({"party_id": name, "party_type": "person"} for name in (*PEOPLE, "far")),
        ],
        "contact": [{"contact_id": name, "contact_type": "phone"} for name in "uvz"],
        "account": [{"account_id": f"acc-{name}"} for name in NAMES + FAR],
        "account_holder": [
            {"account_id": f"acc-{name}", "holder_id": name} for name in NAMES + FAR
        ],
        "guarantee": dated(
            {"guarantee_id": name, "debtor_id": other, "cap": 500, "currency": "CNY"}
            for name, (_, other) in zip(ids, given_by, strict=True)
        ),
        "guarantor": [
            {"guarantor_id": one, "guarantee_id": name}
            for name, (one, _) in zip(ids, given_by, strict=True)
        ],
        "ownership": dated(
            {"owner_id": one, "asset_id": other, "share": share * 1_000_000}
            for share, (one, other) in enumerate([*held, ("far", "z")], 1)
        ),
        "role": dated(
            {"person_id": one, "company_id": other, "role_type": "director"}
            for one, other in [*pairs(PEOPLE, NAMES, 12)[:-1], ("far", "y")]
        ),
        "contact_use": dated(
            {"party_id": one, "contact_id": other}
            for one, other in [*pairs(NAMES, "uv", 8)[:-1], ("y", "z")]
        ),
        "family": [
            {"person_id": one, "relative_id": other, "relation": "spouse"}
            for one, other in pairs(PEOPLE, PEOPLE, 2)[:-1]
        ],
        "risk_event": dated(
            {"party_id": name, "event_type": "lawsuit"} for name in (*"aceg", FAR[0])
        ),
        "transfer": [
            {
                "payer_id": f"acc-{one}",
                "payee_id": f"acc-{other}",
                "amount": int(random.integers(1, 900)),
                "currency": "CNY",
                "valid_from": NOW - int(random.integers(1, 80)) * DAY,
            }
            for one, other in paid
        ],
    }


def left(rows, gone):
    """Facts but those of some kinds that a rule says are gone."""
    kept = {
        kind: [row for row in some if not gone(kind, row)]
        for kind, some in rows.items()
    }
    ids = {row["guarantee_id"] for row in kept.get("guarantor", ())}
    contracts = [row for row in kept["guarantee"] if row["guarantee_id"] in ids]
    return {**kept, "guarantee": contracts}


def without_groups(rows, firm, groups):
    """The same facts but those of a firm."""
    debtor = {row["guarantee_id"]: row["debtor_id"] for row in rows["guarantee"]}
    kinds = {kind for group in groups for kind in KINDS[group]}
    own = {firm, f"acc-{firm}"}

    def gone(kind, row):
        ends = {value for name, value in row.items() if name.endswith("_id")}
        return kind in kinds and bool(own & (ends | {debtor.get(_contract(row))}))

    return left(rows, gone)


def _contract(row):
    return row.get("guarantee_id", "")
