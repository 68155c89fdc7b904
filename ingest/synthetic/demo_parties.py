"""The demo case's firms and people, and what ties them together."""

from __future__ import annotations

from datetime import date, timedelta

from ingest.synthetic.demo_cast import (
    BASE,
    FIRMS,
    HOLDINGS,
    MILLION,
    PAYMENTS,
    PERSONS,
    ROLES,
    SHARED,
    Rows,
    case_ids,
    own_id,
)
from ingest.synthetic.words import CITIES, PROVINCES


def parties() -> Rows:
    """The firms and persons."""
    ids = case_ids()
    city, city_en = CITIES[0]
    firms = [
        {
            "party_id": ids[firm.key],
            "party_type": firm.party_type,
            "name": f"{city}{firm.name}有限公司",
            "name_en": f"{city_en} {firm.name_en} Co. Ltd.",
            "uscc": ids[firm.key].removeprefix("uscc:"),
            "country": "CN",
            "region": PROVINCES[0],
            "city": f"{city}市",
            "sector": firm.sector,
            "established_on": date(2009 + place % 7, 1 + place % 12, 10),
            "listed": False,
            "registered_capital": max(10, firm.net_assets // 2) * MILLION,
            "currency": "CNY",
            "record_id": ids[firm.key],
            "valid_from": date(2009 + place % 7, 1 + place % 12, 10),
        }
        for place, firm in enumerate(FIRMS)
    ]
    persons = [
        {
            "party_id": ids[key],
            "party_type": "person",
            "name": name,
            "name_en": latin,
            "personal_id": f"DEMO-{BASE + place}",
            "country": "CN",
            "region": PROVINCES[0],
            "record_id": ids[key],
        }
        for place, (key, name, latin) in enumerate(PERSONS)
    ]
    return firms + persons


def contacts() -> Rows:
    """The address and the telephone that are shared."""
    city = CITIES[0][0]
    values = [
        ("address", f"{city}市望江路88号1906室"),
        ("phone", "+86 19 90000001"),
    ]
    return [
        {
            "contact_id": f"demo-contact:{BASE + place}",
            "contact_type": contact_type,
            "value": value,
            "record_id": f"demo-contact:{BASE + place}",
        }
        for place, (contact_type, value) in enumerate(values)
    ]


def contact_uses(as_of: date) -> Rows:
    """Who shares them."""
    uses = [(key, 0) for key in SHARED] + [(key, 1) for key in SHARED[1:]]
    return [
        {
            "party_id": case_ids()[key],
            "contact_id": f"demo-contact:{BASE + point}",
            "valid_from": as_of - timedelta(days=500),
        }
        for key, point in uses
    ]


def accounts() -> Rows:
    """One account for each firm."""
    return [
        {
            "account_id": own_id("demo-account", firm.key),
            "account_type": "corporate",
            "record_id": own_id("demo-account", firm.key),
        }
        for firm in FIRMS
    ]


def holders() -> Rows:
    """Who holds the accounts."""
    return [
        {
            "holder_id": case_ids()[firm.key],
            "account_id": own_id("demo-account", firm.key),
        }
        for firm in FIRMS
    ]


def ownership() -> Rows:
    """Who holds what, the hidden owner's chains included."""
    return [
        {
            "owner_id": case_ids()[owner],
            "asset_id": case_ids()[asset],
            "share": percent / 100,
            "valid_from": date(2016, 3, 1),
        }
        for owner, asset, percent in HOLDINGS
    ]


def roles(as_of: date) -> Rows:
    """Who runs the firms; one finance officer serves two."""
    return [
        {
            "person_id": case_ids()[person],
            "company_id": case_ids()[company],
            "role_type": role,
            "valid_from": as_of - timedelta(days=500)
            if role == "finance_officer"
            else date(2016, 3, 1),
        }
        for person, company, role in ROLES
    ]


def family() -> Rows:
    """The marriage that hides a holding."""
    return [
        {
            "person_id": case_ids()["chen"],
            "relative_id": case_ids()["lin"],
            "relation": "spouse",
            "valid_from": date(2004, 5, 1),
        }
    ]


def transfers(as_of: date) -> Rows:
    """Money that runs through the hidden owner's firms and back."""
    return [
        {
            "payer_id": own_id("demo-account", payer),
            "payee_id": own_id("demo-account", payee),
            "transfer_type": "transfer",
            "amount": round(millions * MILLION),
            "currency": "CNY",
            "occurred_at": f"{(as_of - timedelta(days=days)).isoformat()}T03:00:00Z",
        }
        for payer, payee, millions, days in PAYMENTS
    ]
