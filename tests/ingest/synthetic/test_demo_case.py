from __future__ import annotations

from datetime import date, timedelta

import networkx as nx
import pytest

from ingest.synthetic import generate
from ingest.synthetic.demo_case import demo_tables

DAY = date(2026, 9, 30)


@pytest.fixture(scope="module")
def case(bundle):
    return bundle[1].demo_case


@pytest.fixture(scope="module")
def circle(bundle, guarantees, case):
    return guarantees(bundle[0], DAY).subgraph(case["members"])


def test_six_firms_stand_in_a_ring_with_a_chord_and_a_mutual_pair(circle, case):
    ring = case["ring"]
    arcs = set(zip(ring, ring[1:] + ring[:1], strict=True))
    assert len(ring) == 6
    assert arcs < set(circle.edges)
    left = set(circle.edges) - arcs
    pair = tuple(case["mutual_pair"])
    assert left == {(case["ring"][4], case["ring"][1]), pair[::-1]}
    lengths = sorted(map(len, nx.simple_cycles(circle)))
    assert lengths == [2, 4, 6]


def test_the_circle_is_in_the_truth_with_its_controller(bundle, case):
    record = next(item for item in bundle[1].circles if item["id"] == "circle-demo")
    assert record["members"] == case["members"]
    assert record["controller"] == case["controller"]
    controller = next(
        item for item in bundle[1].controllers if item["party_id"] == case["controller"]
    )
    assert {item["party"] for item in controller["controlled"]} == set(
        case["controlled"]
    )


def test_the_ring_closed_with_the_named_contract(bundle, case, guarantees, rows):
    contract = {row["guarantee_id"]: row for row in rows("guarantee")}
    closing = contract[case["closing_contract"]]
    assert closing["signed_on"] == "2026-09-04"
    before = date.fromisoformat(closing["signed_on"]) - timedelta(days=1)
    earlier = guarantees(bundle[0], before).subgraph(case["members"])
    assert sorted(map(len, nx.simple_cycles(earlier))) == [2, 4]


def test_one_contract_has_lapsed_and_one_has_no_resolution(case, rows):
    contract = {row["guarantee_id"]: row for row in rows("guarantee")}
    lapsed, void = contract[case["lapsed_contract"]], contract[case["void_contract"]]
    assert lapsed["period_end"] < DAY.isoformat()
    assert lapsed["status"] == "expired"
    assert lapsed["valid_to"] == ""
    assert (void["resolution"], float(void["enforceability"])) == ("missing", 0.0)


def test_three_firms_answer_to_one_person(case, rows):
    share = {
        (row["owner_id"], row["asset_id"]): float(row["share"])
        for row in rows("ownership")
        if row["source"] == "demo-case"
    }
    owner_of = {asset: owner for (owner, asset), part in share.items() if part > 0.5}
    spouse = {
        row["relative_id"]: row["person_id"]
        for row in rows("family")
        if row["source"] == "demo-case"
    }
    haituo, boyuan, ruihe = case["controlled"]
    assert owner_of[owner_of[haituo]] == case["controller"]
    assert spouse[owner_of[owner_of[boyuan]]] == case["controller"]
    points = {}
    for row in rows("contact_use"):
        if row["source"] == "demo-case":
            points.setdefault(row["party_id"], set()).add(row["contact_id"])
    assert len(points[haituo] & points[ruihe]) == 2
    officers = {
        row["company_id"]: row["person_id"]
        for row in rows("role")
        if row["role_type"] == "finance_officer" and row["source"] == "demo-case"
    }
    assert officers[haituo] == officers[ruihe]


def test_the_members_owe_just_over_a_billion(case, rows):
    owed = {
        row["borrower_id"]: int(row["outstanding"])
        for row in rows("loan")
        if row["borrower_id"] in case["members"]
    }
    assert sum(owed.values()) == 1_010_000_000


def test_the_text_names_what_the_data_hold_in_both_languages(case, rows):
    assert set(case["title"]) == set(case["summary"]) == {"en", "zh"}
    assert [step["key"] for step in case["steps"]] == [
        "circle",
        "controller",
        "enforcement",
        "no_force",
        "outside",
        "payments",
        "star",
    ]
    assert all(step["en"] and step["zh"] for step in case["steps"])
    names = {row["party_id"]: row["name"] for row in rows("party")}
    for party, (short, _) in case["names"].items():
        assert short in names[party]
    events = [
        row
        for row in rows("risk_event")
        if row["party_id"] == case["under_enforcement"]
    ]
    enforced = [row for row in events if row["event_type"] == "enforcement"]
    assert [int(row["amount"]) for row in enforced] == [38_200_000]
    assert len(case["star"]["debtors"]) == 9


def test_the_ring_of_payments_is_confirmed_of_two_payers(case, rows):
    said = [row for row in rows("case_outcome") if row["source"] == "demo-case"]
    ring = [row for row in said if row["task"] == "money_ring"]
    opened = {row["party_id"] for row in ring if row["outcome"] == "opened"}
    confirmed = [row for row in ring if row["outcome"] == "confirmed"]
    first = min(
        row["occurred_at"]
        for row in rows("transfer")
        if row["record_id"] in case["transfers"]
    )
    assert len(opened) == 4
    assert {row["party_id"] for row in confirmed} < opened
    assert {row["began_on"] for row in confirmed} == {first[:10]}
    assert [row["outcome"] for row in said if row not in ring] == [
        "opened",
        "dismissed",
    ]


def test_the_case_is_the_same_in_every_economy(tmp_path, case):
    other = generate(tmp_path / "made", companies=1_000, seed=99)
    assert other.demo_case == case


def test_dates_count_from_the_day_of_the_economy():
    day = date(2024, 3, 1)
    tables = demo_tables(day, ["bank-a", "bank-b", "bank-c"])
    rows = {name: table.to_pylist() for name, table in tables.items()}
    assert rows["guarantee"][-1]["signed_on"] == date(2024, 2, 4)
    assert rows["guarantee"][-1]["maturity"] == day + timedelta(310)
    assert {row["creditor_id"] for row in rows["guarantee"]} == {
        "bank-a",
        "bank-b",
        "bank-c",
    }
    assert rows["financials"][0]["period_end"] == date(2023, 12, 31)
    assert rows["financials"][0]["published_at"] == date(2024, 4, 19)
    assert rows["transfer"][0]["occurred_at"] == "2023-12-17T03:00:00Z"
    numbers = [row["case_no"] for row in rows["risk_event"]]
    assert numbers[:2] == [None, "（2023）示例民初0147号"]
    assert numbers[3] == "（2024）示例执0281号"
    assert rows["party"][0]["established_on"] == date(2009, 1, 10)
