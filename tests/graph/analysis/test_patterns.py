"""Patterns of a snapshot: hits, evidence, ids, parameters, publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.pattern_findings import pattern_tables, published_hits
from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.patterns import find_patterns, hit_id
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.ring_parameters import DAY
from graph.errors import NotFoundError, NotPublishedError
from graph.testing.facts import guarantee_rows, memory_store
from meeting_payments import AS_OF, FAN_IN, STRUCTURED, asked, rows_of

HUB = [(name, "h", 10 + place, 300) for place, name in enumerate("abcd")] + [
    ("h", name, 15 + place, 290) for place, name in enumerate("klmn")
]
CASES = {
    "fan_in": FAN_IN,
    "fan_out": [("x", name, 2, 1_000) for name in "abcdefgh"],
    "scatter_gather": [
        *(("s", name, 1, 100) for name in "abc"),
        *((name, "t", 2, 95) for name in "abc"),
    ],
    "gather_scatter": HUB,
    "bipartite": [(payer, payee, 1, 5) for payer in "abc" for payee in "xyz"],
    "stack": [
        *((payer, payee, 1, 5) for payer in "abc" for payee in "mno"),
        *((payer, payee, 3, 5) for payer in "mno" for payee in "xyz"),
    ],
    "pass_through": [
        step
        for day in (1, 5, 9)
        for step in ((f"p{day}", "h", day, 20_000), ("h", f"q{day}", day + 1, 19_000))
    ],
    "structuring": STRUCTURED,
}


ENTERS = {
    "fan_in": 4_000,
    "fan_out": 8_000,
    "scatter_gather": 300,
    "gather_scatter": 1_200,
    "bipartite": 45,
    "stack": 45,
    "pass_through": 60_000,
    "structuring": 147_000,
}
"""What money passed on, counted once, comes to."""


def loan_rows():
    """A loan of 200,000 to P, paid out to a; G stands behind it, P owns O."""
    path = [("a", "b", 2, 195_000), ("b", "c", 3, 190_000), ("c", "back", 4, 185_000)]
    return rows_of(
        path,
        account=[{"account_id": name} for name in ("a", "b", "c", "back")],
        party=[{"party_id": name} for name in "PGO"],
        loan=[{"loan_id": "l", "borrower_id": "P", "lender_id": "P"}],
        deposit=[
            {
                "loan_id": "l",
                "account_id": "a",
                "amount": 20_000_000,
                "currency": "CNY",
                "valid_from": DAY,
                "source": "bank",
                "record_id": "paid",
            }
        ],
        account_holder=[
            {"holder_id": "P", "account_id": "a"},
            {"holder_id": "P", "account_id": "back"},
        ],
    )


@pytest.mark.parametrize("name", CASES)
def test_each_pattern_of_transfers_is_found_with_its_evidence(built, name):
    transfers = CASES[name]
    found = find_patterns(built(rows_of(transfers), AS_OF), asked(name))
    (hit,) = found.hits
    assert hit.pattern == name
    assert sorted(fact.record_id for fact in hit.evidence) == [
        f"{number:02}" for number in range(len(transfers))
    ]
    assert {*hit.account_ids} == {end for row in transfers for end in row[:2]}
    assert (hit.amount, hit.unknown_amounts) == (ENTERS[name], 0)
    assert hit.begins == hit.evidence[0].at
    assert hit.hit_id == hit_id(
        name, [("transfer", "bank", fact.record_id) for fact in hit.evidence]
    )
    assert found.completeness.complete


@pytest.mark.parametrize("holder", ["P", "G", "O", "stranger"])
def test_a_loan_comes_back_to_its_borrower_a_guarantor_or_what_he_owns(built, holder):
    rows = loan_rows()
    rows["account_holder"][1]["holder_id"] = holder
    rows["party"].append({"party_id": "stranger"})
    stands = guarantee_rows(("G", "P"))
    rows |= {name: stands[name] for name in stands if name not in {"party", "loan"}}
    rows["ownership"] = [{"owner_id": "P", "asset_id": "O"}]
    found = find_patterns(built(rows, AS_OF), asked("loan_round_trip"))
    records = [[fact.record_id for fact in hit.evidence] for hit in found.hits]
    assert records == ([] if holder == "stranger" else [["paid", "00", "01", "02"]])
    for hit in found.hits:
        assert hit.evidence[0].kind == "deposit"
        assert hit.evidence[0].from_id == "l"
        assert hit.account_ids == ("a", "b", "c", "back")


def test_of_a_loan_that_ended_whoever_was_paid_counts_as_borrower(built):
    rows = loan_rows()
    rows["loan"][0]["valid_to"] = 10 * DAY
    snapshot = built(rows, AS_OF)
    assert snapshot.nodes("loan")["borrower"].to_pylist() == [-1]
    (hit,) = find_patterns(snapshot, asked("loan_round_trip")).hits
    assert hit.transfers == 4


def test_a_loan_that_moves_on_is_collected(built):
    found = find_patterns(built(loan_rows(), AS_OF), asked("fund_collection"))
    assert [[fact.record_id for fact in hit.evidence] for hit in found.hits] == [
        ["paid", "00"]
    ]
    small = loan_rows()
    small["deposit"][0]["amount"] = 9_999_900
    assert not find_patterns(built(small, AS_OF), asked("fund_collection")).hits


def test_a_device_of_three_holders_is_shared_and_of_one_is_not(built):
    rows = rows_of([("a", "b", 1, 1), ("c", "d", 1, 1)])
    rows["contact"] = [{"contact_id": "phone", "contact_type": "device"}]
    rows["sign_in"] = [
        {
            "contact_id": "phone",
            "account_id": name,
            "valid_from": day * DAY,
            "source": "bank",
            "record_id": name,
        }
        for day, name in enumerate("abc", 1)
    ]
    (hit,) = find_patterns(built(rows, AS_OF), asked("shared_device")).hits
    assert hit.account_ids == ("a", "b", "c")
    assert {fact.from_id for fact in hit.evidence} == {"phone"}
    assert (hit.amount, hit.unknown_amounts) == (None, 0)
    rows["party"] = [{"party_id": "P"}]
    rows["account_holder"] = [{"holder_id": "P", "account_id": name} for name in "ab"]
    assert not find_patterns(built(rows, AS_OF), asked("shared_device")).hits


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"questions": ()}, "questions"),
        ({"questions": [{"pattern": "p", "test": "luck"}]}, "test"),
        ({"max_hits": 0}, "max_hits"),
        ({"since": "tomorrow"}, "tomorrow"),
    ],
)
def test_parameters_that_no_search_can_use_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        PatternParameters(**values)


def test_values_replace_those_of_the_patterns_that_know_them():
    fan, spread = questions_of(["fan_in", "scatter_gather"], window=9, keep=0.5)
    assert (fan["window"], spread["window"], spread["keep"]) == (9, 9, 0.5)
    assert "keep" not in fan
    assert questions_of(["fund_collection"], window=2)[0]["gap"] == 2
    with pytest.raises(ValueError, match="gap: must not"):
        questions_of(["fund_collection"], window=2, gap=3)
    with pytest.raises(ValueError, match="keep: none"):
        questions_of(["fan_in"], keep=0.5)
    with pytest.raises(ValueError, match="window: must be"):
        questions_of(["fan_in"], window=0)
    with pytest.raises(NotFoundError):
        questions_of(["horoscope"])


def test_findings_are_published_and_read_back(tmp_path):
    store = memory_store(rows_of([*CASES["scatter_gather"], *FAN_IN]))
    snapshot = publish(store, tmp_path)
    found = find_patterns(snapshot)
    published = open_published(store, tmp_path)
    read = published_hits(published, store)
    assert read.hits == found.hits
    assert len(read.hits) >= 2
    assert read.receipt.result_hash == found.receipt.result_hash
    tables = pattern_tables(found)
    assert tables["pattern_hit"].num_rows == len(found.hits)
    store.write_findings(replace(store.runs()[0], analysis="patterns"), tables, {})
    with pytest.raises(NotPublishedError):
        published_hits(
            replace(published, findings=replace(published.findings, snapshot_id="x")),
            store,
        )
