"""Facts of a village small enough to know by heart.

::

    a -> b -> c -> a   a strict circle, each guarantee of 1,000,000.00 CNY
    a -> c             a chord of it, amount not collected
    x <-> y            a mutual pair, amounts not collected
    y -> d -> e        a chain

The person p holds most of a and of b and is the spouse of q, who holds most of c. Both
p and a use the telephone `t`. `old-a` was merged into a. b has a loan and a lawsuit,
and was found in a ring of payments; so was p, and c was suspected of it.
"""

from __future__ import annotations

from graph.testing.facts import Rows, guarantee_rows
from graph.vocabulary import SHARE_UNIT

MILLION = 100_000_000
"""A million in minor units."""
AS_OF = 1_767_225_600_000
"""2026-01-01, the instant of the village's snapshot."""
DAY = 86_400_000
"""Milliseconds."""
SECRETS = (
    "13900000000",
    "110101199003070000",
    "female",
    "1990-03-07",
    "case-of-p",
)
"""Personal values of the village; none may go out without `read:personal`."""


def village_rows() -> Rows:
    """Facts of the village."""
    ring = guarantee_rows(("a", "b"), ("b", "c"), ("c", "a"), cap=MILLION)
    other = guarantee_rows(("a", "c"), ("x", "y"), ("y", "x"), ("y", "d"), ("d", "e"))
    rows: Rows = {
        kind: [*ring[kind], *other[kind]] for kind in ("guarantee", "guarantor")
    }
    for contract in rows["guarantee"]:
        contract["currency"] = "CNY"
    names = {"a": "南丰钢铁有限公司", "b": "华为铜业有限公司", "c": "海通贸易有限公司"}
    rows["party"] = [
        {
            "party_id": firm,
            "party_type": "company",
            "name": names.get(firm, f"企业{firm}"),
            "name_en": f"Firm {firm.upper()}",
            "registered_capital": MILLION,
            "currency": "CNY",
        }
        for firm in "abcdexy"
    ]
    rows["party"][0] |= {"aliases": "old-a", "uscc": "91990000MA00000000"}
    rows["party"] += [
        {"party_id": "p", "party_type": "person", "name": "欧阳某", "gender": "female"}
        | {"personal_id": "110101199003070000", "born_on": 636_768_000_000},
        {"party_id": "q", "party_type": "person", "name": "慕容某"},
    ]
    rows["ownership"] = [
        {"owner_id": owner, "asset_id": asset, "share": SHARE_UNIT * 6 // 10}
        for owner, asset in (("p", "a"), ("p", "b"), ("q", "c"))
    ]
    rows["family"] = [{"person_id": "p", "relative_id": "q", "relation": "spouse"}]
    rows["role"] = [
        {"person_id": "p", "company_id": "a", "role_type": "legal_representative"}
    ]
    rows["contact"] = [
        {"contact_id": "t", "contact_type": "phone", "value": "13900000000"}
    ]
    rows["contact_use"] = [
        {"party_id": party, "contact_id": "t"} for party in ("p", "a")
    ]
    rows["loan"] = [
        {"loan_id": "l", "borrower_id": "b", "outstanding": 5 * MILLION}
        | {"currency": "CNY", "principal": 5 * MILLION}
    ]
    rows["risk_event"] = [
        {"party_id": "b", "event_type": "litigation", "case_no": "(2025) 1"}
        | {"valid_from": AS_OF - 86_400_000, "record_id": "case-1"}
    ]
    rows["case_outcome"] = [
        {"party_id": party, "case_no": f"case-of-{party}", "outcome": outcome}
        | {"task": "money_ring", "valid_from": AS_OF - days * DAY}
        for party, outcome, days in (
            ("b", "opened", 90),
            ("b", "confirmed", 30),
            ("c", "dismissed", 60),
            ("p", "confirmed", 30),
        )
    ]
    rows["case_outcome"][1] |= {"began_on": AS_OF - 200 * DAY, "scheme_ref": "S-1"}
    rows["rating"] = [
        {"party_id": party, "grade": "BBB"} for party in ("a", "b", "c", "d", "x")
    ]
    return rows
