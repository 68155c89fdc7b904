"""Plausibility of what is drawn, on the small economy's files."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from graph.identifier import id_fault
from graph.vocabulary import KINDS, PropertyType
from ingest.files.native import file_name
from ingest.synthetic import EconomyOptions
from ingest.synthetic.economy import DAY, draw_economy
from ingest.synthetic.seasons import is_quarter_end


def test_shares_of_a_company_never_exceed_the_whole(rows):
    total, votes = Counter(), Counter()
    for row in rows("ownership"):
        if row["valid_to"]:
            continue
        total[row["asset_id"]] += round(float(row["share"] or 0) * 1e8)
        votes[row["asset_id"]] += round(float(row["voting_share"] or 0) * 1e8)
        assert row["owner_id"] != row["asset_id"]
    assert max(total.values()) == 10**8
    assert max(votes.values()) == 10**8


def test_pyramids_have_storeys_and_cross_holdings_loops(rows):
    companies = {
        row["party_id"] for row in rows("party") if row["party_type"] == "company"
    }
    graph = nx.DiGraph(
        (row["owner_id"], row["asset_id"])
        for row in rows("ownership")
        if {row["owner_id"], row["asset_id"]} <= companies
    )
    loops = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    assert loops
    assert len(nx.dag_longest_path(nx.condensation(graph))) >= 4


@pytest.mark.parametrize("name", ["ownership", "role", "contact_use"])
def test_ties_change_hands_in_honest_firms_too(rows, name):
    found = rows(name)
    former = [row for row in found if row["valid_to"]]
    assert 0.25 < len(former) / len(found) < 0.45
    assert all(row["valid_from"] <= row["valid_to"] for row in former)


@pytest.mark.parametrize("name", ["ownership", "role", "contact_use"])
def test_ties_change_as_often_in_each_year(rows, name):
    found = rows(name)
    ended = Counter(row["valid_to"][:4] for row in found if row["valid_to"])
    rates = []
    for year in ("2022", "2023", "2024", "2025"):
        live = [
            row
            for row in found
            if row["valid_from"][:4] < year <= (row["valid_to"] or "9999")[:4]
        ]
        rates.append(ended[year] / len(live))
    assert 0.06 < np.mean(rates) < 0.12
    assert max(rates) < 1.5 * min(rates)


def test_shares_never_exceed_the_whole_on_any_day(rows):
    changes = defaultdict(list)
    for row in rows("ownership"):
        share = round(float(row["share"] or 0) * 1e8)
        changes[row["asset_id"]].append((row["valid_from"], 1, share))
        if row["valid_to"]:
            changes[row["asset_id"]].append((row["valid_to"], 2, -share))
    for steps in changes.values():
        held = 0
        for day, _, share in sorted(steps):
            held += share
            assert held <= 10**8, day


def test_balance_sheets_balance_and_carry_the_loans(rows):
    latest = {}
    for row in rows("financials"):
        if not row["tier1_capital"]:
            latest[row["party_id"]] = row
    owed = Counter()
    for row in rows("loan"):
        if row["currency"] == "CNY" and not row["valid_to"]:
            owed[row["borrower_id"]] += int(row["outstanding"])
    covered = 0
    for party, row in latest.items():
        assert int(row["total_assets"]) >= int(row["total_liabilities"]) >= 0
        assert int(row["pledged_assets"] or 0) <= int(row["total_assets"])
        covered += owed[party] <= max(int(row["total_liabilities"]), 900_000)
    assert covered == len(latest)


def test_outstanding_is_what_was_paid_out_less_what_was_repaid(rows):
    paid, repaid = Counter(), Counter()
    for row in rows("deposit"):
        paid[row["loan_id"]] += int(row["amount"])
    for row in rows("repayment"):
        repaid[row["loan_id"]] += int(row["amount"])
    loans = [row for row in rows("loan") if row["loan_id"] in repaid]
    assert len(loans) > 500
    for row in loans:
        left = paid[row["loan_id"]] - repaid[row["loan_id"]]
        assert left == (0 if row["valid_to"] else int(row["outstanding"]))


def test_a_joint_group_signs_one_document_per_debtor(rows):
    documents = defaultdict(set)
    groups = defaultdict(set)
    for row in rows("guarantee_guarantor"):
        over = row["valid_to"] and row["valid_to"] < "2026-09-30"
        if row["joint_group"] and not over:
            documents[row["guarantee_id"]].add(row["guarantor_id"])
            groups[row["joint_group"]].add(row["guarantee_id"])
    debtor = {row["guarantee_id"]: row["debtor_id"] for row in rows("guarantee")}
    assert groups
    whole = 0
    for contracts in groups.values():
        everyone = {debtor[contract] for contract in contracts}
        everyone |= set.union(*(documents[contract] for contract in contracts))
        assert len({debtor[contract] for contract in contracts}) == len(contracts)
        others = [everyone - {debtor[contract]} for contract in contracts]
        signed = [documents[contract] for contract in contracts]
        assert all(few <= all_ for few, all_ in zip(signed, others, strict=True))
        whole += sum(few == all_ for few, all_ in zip(signed, others, strict=True))
    assert whole > 3  # of the others a guarantee was not collected


def test_signatures_bunch_at_quarter_ends(rows):
    signed = [date.fromisoformat(row["signed_on"]) for row in rows("guarantee")]
    share = is_quarter_end(np.array(signed, dtype="datetime64[D]")).mean()
    assert 0.2 < share < 0.4  # 11 % of the days


def test_defaults_follow_guarantees(bundle, rows):
    _, truth = bundle
    ago = {item["party_id"]: item["days_ago"] for item in truth.defaults}
    debtors = defaultdict(set)
    contract = {row["guarantee_id"]: row["debtor_id"] for row in rows("guarantee")}
    for row in rows("guarantee_guarantor"):
        debtors[row["guarantor_id"]].add(contract[row["guarantee_id"]])
    followers = [item for item in truth.defaults if item["cause"]]
    assert 0.05 < len(ago) / 1_500 < 0.25
    assert followers
    for item in followers:
        assert item["cause"] in debtors[item["party_id"]]
        assert 30 <= ago[item["cause"]] - item["days_ago"] < 180
    listed = {
        row["party_id"] for row in rows("risk_event") if row["event_type"] == "default"
    }
    assert set(ago) <= listed


def test_without_pass_through_nobody_follows():
    options = EconomyOptions(pass_through=0.0)
    failures = draw_economy(1_000, 3, DAY, options).failures
    assert len(failures.company) > 10
    assert (failures.cause < 0).all()


def test_planted_rings_keep_order_and_amounts(bundle, rows):
    _, truth = bundle
    transfers = {row["record_id"]: row for row in rows("transfer")}
    for ring in truth.transfer_rings:
        if ring.get("missing") or ring["pattern"] not in {"cycle", "loan_round_trip"}:
            continue
        hops = [transfers[name] for name in ring["transfers"]]
        times = [datetime.fromisoformat(hop["occurred_at"]) for hop in hops]
        amounts = [int(hop["amount"]) for hop in hops]
        assert all(sent < passed for sent, passed in pairwise(times))
        assert ring.get("beyond_default") or (times[-1] - times[0]).days < 30
        assert all(0.9 <= passed / paid <= 1.0 for paid, passed in pairwise(amounts))
        for hop, following in pairwise(hops):
            assert hop["payee_id"] == following["payer_id"]
        if ring["pattern"] == "cycle":
            assert hops[-1]["payee_id"] == hops[0]["payer_id"]


def test_a_loan_s_round_trip_starts_within_five_days_of_the_pay_out(bundle, rows):
    _, truth = bundle
    transfers = {row["record_id"]: row for row in rows("transfer")}
    paid = {row["loan_id"]: row for row in rows("deposit")}
    trips = [
        item
        for item in truth.transfer_rings
        if item["pattern"] == "loan_round_trip" and not item["missing"]
    ]
    assert trips
    for trip in trips:
        first, deposit = transfers[trip["transfers"][0]], paid[trip["loan_id"]]
        gap = datetime.fromisoformat(first["occurred_at"]) - datetime.fromisoformat(
            deposit["occurred_at"]
        )
        assert 0 <= gap.days < 5
        assert int(first["amount"]) >= 0.9 * int(deposit["amount"])
        assert first["payer_id"] == deposit["account_id"]


def test_virtual_offices_and_schemes_both_share_addresses(bundle, rows):
    _, truth = bundle
    point = defaultdict(set)
    for row in rows("contact_use"):
        if row["valid_to"]:
            continue
        point[row["party_id"]].add(row["contact_id"])
    offices = [
        item["members"]
        for item in truth.lookalikes
        if item["pattern"] == "virtual_office"
    ]
    assert offices
    for members in offices:
        used = Counter(name for party in members for name in point[party])
        assert max(used.values()) > 0.4 * len(members)
    tied = [
        [item["party"] for item in scheme["controlled"]]
        for scheme in truth.schemes
        if any(item["how"] == "contacts" for item in scheme["controlled"])
    ]
    assert tied
    shared = 0
    for firms in tied:
        used = Counter(name for party in firms for name in point[party])
        shared += max(used.values()) == len(firms)
    assert shared >= 0.4 * len(tied)


@pytest.mark.parametrize("name", ["USD", "HKD", "EUR"])
def test_foreign_contracts_have_a_rate_on_the_day(rows, name):
    rates = [row for row in rows("exchange_rate") if row["base_currency"] == name]
    now = [row for row in rates if not row["valid_to"]]
    assert [row["valid_from"] for row in now] == ["2026-09-01"]
    used = [row for row in rows("guarantee") if row["currency"] == name]
    assert all(float(row["rate"]) > 0 for row in rates)
    assert name == "EUR" or used


def test_each_id_keeps_to_the_rule(rows):
    found = set()
    for kind in KINDS.values():
        if kind.name == "sign_in":  # not drawn
            continue
        columns = [item.column for item in kind.references]
        columns += [p.name for p in kind.properties if p.type is PropertyType.IDS]
        name = file_name(kind).removesuffix(".csv")
        for row in rows(name):
            for column in columns:
                found |= set((row.get(column) or "").split(";"))
    found.discard("")
    assert len(found) > 9_000
    assert {name: fault for name in found if (fault := id_fault(name))} == {}
