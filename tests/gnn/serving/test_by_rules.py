"""What rules flag where there is no model."""

from __future__ import annotations

from feature_rows import DAY, NOW, companies
from gnn.serving.by_rules import rule_tables
from graph.analysis.flag_filter import FlagFilter
from graph.analysis.flagged_firms import flagged_list
from graph.analysis.flagged_since import FlaggedSince
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.instant import format_day
from graph.testing.facts import guarantee_rows, memory_store, snapshot_of, write
from scored_firms import CIRCLES, FIRMS, firm, rows


def test_firms_are_flagged_with_their_evidence():
    tables = rule_tables(snapshot_of(rows(), NOW))
    scores = tables["model_score"].to_pylist()
    flagged = [row for row in scores if row["flagged"]]
    assert [row["rank"] for row in flagged] == [*range(1, 2 * CIRCLES + 1)]
    assert scores[: len(flagged)] == flagged
    assert len(scores) == FIRMS
    assert {row["party_id"] for row in flagged} == {
        firm(3 * circle + place) for circle in range(CIRCLES) for place in range(2)
    }
    hits = {row["party_id"]: row for row in tables["rule_hit"].to_pylist()}
    assert hits[firm(0)]["text_en"] == (
        "1 of the 2 other firms of its guarantee circle shares a controller with it "
        "within two steps"
    )
    evidence = [
        (row["kind"], row["node_id"])
        for row in tables["rule_evidence"].to_pylist()
        if row["party_id"] == firm(0)
    ]
    assert evidence[0] == ("party", firm(1))
    assert [kind for kind, _ in evidence[1:]] == ["guarantee"] * 2
    [model] = tables["score_model"].to_pylist()
    assert (model["by"], model["model_id"]) == ("rules", None)


def test_a_rule_without_its_facts_says_so():
    lonely = rule_tables(snapshot_of({"party": companies("a", "b")}, NOW))
    groups = lonely["score_group"].to_pylist()
    assert not any(group["collected"] for group in groups)
    assert lonely["rule_hit"].num_rows == 0
    pair = guarantee_rows(("a", "b"), ("b", "a"))
    tied = {
        **pair,
        "party": [*companies("a", "b"), {"party_id": "p", "party_type": "person"}],
        "role": [
            {"person_id": "p", "company_id": name, "role_type": "director"}
            for name in "ab"
        ],
    }
    tables = rule_tables(snapshot_of(tied, NOW))
    [text] = set(tables["rule_hit"]["text_en"].to_pylist())
    assert text.startswith("the other firm of its guarantee circle shares a controller")
    by_name = {row["group"]: row for row in tables["score_group"].to_pylist()}
    assert by_name["circle_with_control"]["collected"]
    assert not by_name["loop_with_control"]["collected"]


def test_a_loop_names_the_accounts_that_it_ran_over():
    rows = {
        "party": [*companies(*"abcd"), {"party_id": "p", "party_type": "person"}],
        "role": [
            {"person_id": "p", "company_id": name, "role_type": "director"}
            for name in "ab"
        ],
        "account": [{"account_id": name} for name in ("a1", "a2", "b1", "c1", "d1")],
        "account_holder": [
            {"account_id": name, "holder_id": name[0]}
            for name in ("a1", "a2", "b1", "c1", "d1")
        ],
        "transfer": [
            {"payer_id": payer, "payee_id": payee, "amount": 100}
            | {"currency": "CNY", "valid_from": NOW - days * DAY}
            for payer, payee, days in (
                ("a1", "b1", 30),
                ("b1", "c1", 20),
                ("c1", "a1", 10),
                ("a2", "b1", 400),
                ("a1", "d1", 10),
            )
        ],
    }
    found = rule_tables(snapshot_of(rows, NOW))["rule_evidence"].to_pylist()
    told = {}
    for row in found:
        told.setdefault(row["party_id"], []).append((row["kind"], row["node_id"]))
    accounts = [("account", name) for name in ("a1", "b1", "c1")]
    assert told == {
        "a": [("party", "b"), ("party", "c"), *accounts],
        "b": [("party", "a"), ("party", "c"), *accounts],
        "c": [("party", "a"), ("party", "b"), *accounts],
    }


def test_firms_of_one_circle_with_two_controllers_are_of_two_evidences(tmp_path):
    people = [{"party_id": name, "party_type": "person"} for name in "pq"]
    ring = guarantee_rows(("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"))
    store = memory_store(
        {
            **ring,
            "party": [*companies(*"abcd"), *people],
            "role": [
                {"person_id": person, "company_id": name, "role_type": "director"}
                for person, owned in (("p", "ac"), ("q", "bd"))
                for name in owned
            ],
        }
    )
    publish(store, tmp_path, at=store.at(NOW))
    published = open_published(store, tmp_path)
    apart, joined = (
        flagged_list(published, store, FlagFilter(flagged=True, by_evidence=by)).items
        for by in (False, True)
    )
    assert [item.party.party_id for item in apart] == [*"abcd"]
    assert [item.party.party_id for item in joined] == [*"acbd"]
    firsts = [item.evidence.first and item.evidence.first.party_id for item in joined]
    assert firsts == [None, "a", None, "b"]
    assert [item.evidence.group for item in joined] == [*"aabb"]


def test_a_firm_that_stays_flagged_keeps_the_day_of_its_first_list(tmp_path):
    store, later = memory_store(rows()), NOW + 40 * DAY
    publish(store, tmp_path, at=store.at(NOW))
    one, other = firm(FIRMS - 3), firm(FIRMS - 2)  # the last of the chain
    role = {"person_id": "p0", "role_type": "director", "valid_from": later - DAY}
    write(
        store,
        {
            **guarantee_rows((other, one), cap=100_000, currency="CNY"),
            "role": [{**role, "company_id": name} for name in (one, other)],
        },
    )
    publish(store, tmp_path, at=store.at(later))
    published = open_published(store, tmp_path)
    found = flagged_list(published, store, FlagFilter(flagged=True), limit=FIRMS)
    since = {item.party.party_id: item.since for item in found.items}
    new = FlaggedSince(day=format_day(later), first_list=False)
    old = FlaggedSince(day=format_day(NOW), first_list=True)
    assert [since.pop(name) for name in (one, other)] == [new, new]
    assert list(since.values()) == [old] * (2 * CIRCLES)
