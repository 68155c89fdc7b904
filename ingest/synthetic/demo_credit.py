"""The demo case's loans, contracts, court cases and figures."""

from __future__ import annotations

from datetime import date, timedelta

from ingest.synthetic.demo_cast import (
    BASE,
    EVENTS,
    FIRMS,
    MILLION,
    PROMISES,
    Rows,
    case_ids,
    own_id,
)
from ingest.synthetic.words import CITIES


def contract_id(place: int) -> str:
    """Id of a contract of the case by its place in `PROMISES`."""
    return f"demo-guarantee:{BASE + place}"


def _bank(key: str, banks: list[str]) -> str:
    """Each firm has one bank; the case has three."""
    place = next(place for place, firm in enumerate(FIRMS) if firm.key == key)
    return banks[place % min(3, len(banks))]


def loans(as_of: date, banks: list[str]) -> Rows:
    """Each firm's bank loan."""
    start = as_of - timedelta(days=420)
    return [
        {
            "loan_id": own_id("demo-loan", firm.key),
            "borrower_id": case_ids()[firm.key],
            "lender_id": _bank(firm.key, banks),
            "principal": firm.loan * MILLION,
            "outstanding": firm.loan * MILLION,
            "currency": "CNY",
            "effective_rate": 0.048,
            "five_class": "substandard" if firm.key == "haituo" else "normal",
            "days_past_due": 95 if firm.key == "haituo" else 0,
            "origination_pd": round(firm.self_pd * 0.6, 5),
            "off_balance": False,
            "purpose": "流动资金",
            "started_on": f"{start.isoformat()}T02:00:00Z",
            "maturity": as_of + timedelta(days=310),
            "record_id": own_id("demo-loan", firm.key),
            "valid_from": start,
        }
        for firm in FIRMS
        if firm.loan
    ]


def contracts(as_of: date, banks: list[str]) -> Rows:
    """The contracts; one has lapsed and one was never resolved upon."""
    rows = []
    for place, promise in enumerate(PROMISES):
        lapsed, void = promise.note == "lapsed", promise.note == "no resolution"
        signed = as_of - timedelta(days=promise.signed)
        maturity = as_of + timedelta(days=-600 if lapsed else 310)
        rows.append(
            {
                "guarantee_id": contract_id(place),
                "debtor_id": case_ids()[promise.debtor],
                "creditor_id": _bank(promise.debtor, banks),
                "contract_no": f"G-20{910 + place}",
                "guarantee_kind": "guarantee",
                "liability": "joint",
                "cap_kind": "maximum",
                "cap": promise.amount * MILLION,
                "cap_basis": "principal",
                "currency": "CNY",
                "covered_loan_ids": own_id("demo-loan", promise.debtor),
                "same_document": False,
                "mutual_recourse": "none",
                "signed_on": signed,
                "maturity": maturity,
                "period_end": maturity + timedelta(days=182 if lapsed else 1_095),
                "resolution": "missing" if void else "ok",
                "enforceability": 0.0 if void else None,
                "status": "expired" if lapsed else "active",
                "record_id": contract_id(place),
                "valid_from": signed,
            }
        )
    return rows


def guarantors(as_of: date) -> Rows:
    """One guarantor for each contract."""
    return [
        {
            "guarantor_id": case_ids()[promise.guarantor],
            "guarantee_id": contract_id(place),
            "valid_from": as_of - timedelta(days=promise.signed),
        }
        for place, promise in enumerate(PROMISES)
    ]


def events(as_of: date) -> Rows:
    """What the courts know about the firms."""
    city = CITIES[0][0]
    rows = []
    for firm, event, days, millions, case in EVENTS:
        on = as_of - timedelta(days=days)
        rows.append(
            {
                "party_id": case_ids()[firm],
                "event_type": event,
                "case_no": f"（{on.year}）示例{case}号" if case else None,
                "court": f"{city}市人民法院" if case else None,
                "status": "open",
                "amount": round(millions * MILLION),
                "currency": "CNY",
                "occurred_at": f"{on.isoformat()}T02:00:00Z",
            }
        )
    return rows


def financials(as_of: date) -> Rows:
    """Last year's balance sheets: the firms owe little besides their bank loans."""
    end = date(as_of.year - 1, 12, 31)
    debts = {firm.key: firm.loan * 21 // 20 or firm.net_assets // 2 for firm in FIRMS}
    return [
        {
            "party_id": case_ids()[firm.key],
            "period_end": end,
            "currency": "CNY",
            "total_assets": (firm.net_assets + debts[firm.key]) * MILLION,
            "total_liabilities": debts[firm.key] * MILLION,
            "liquid_assets": (firm.net_assets + firm.loan) // 3 * MILLION,
            "pledged_assets": firm.loan // 4 * MILLION,
            "revenue": (firm.net_assets + firm.loan) * MILLION,
            "published_at": end + timedelta(days=110),
        }
        for firm in FIRMS
    ]


def ratings(as_of: date) -> Rows:
    """Grades and default probabilities a month old."""
    return [
        {
            "party_id": case_ids()[firm.key],
            "grade": firm.grade,
            "self_pd": firm.self_pd,
            "agency": "内部评级",
            "valid_from": as_of - timedelta(days=35),
        }
        for firm in FIRMS
    ]
