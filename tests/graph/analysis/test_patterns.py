"""Patterns of a snapshot: hits, evidence, ids, parameters, publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.pattern_findings import pattern_tables, published_hits
from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.pattern_truth import compare_hits
from graph.analysis.patterns import find_patterns, hit_id
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.ring_parameters import DAY
from graph.errors import MissingRateError, NotFoundError, NotPublishedError
from graph.instant import BEGINNING
from graph.testing.facts import guarantee_rows, memory_store

AS_OF = 1_000 * DAY

FAN_IN = [(name, "x", day, 1_000) for day, name in enumerate("abcd", 2)]
FAN_IN = [(payer, payee, 2 + day / 4, amount) for payer, payee, day, amount in FAN_IN]
STRUCTURED = [("x", "y", day, 49_000) for day in (1, 2, 3)]
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


def rows_of(transfers, **others):
    names = sorted({end for row in transfers for end in row[:2]})
    return {
        "account": [{"account_id": name} for name in names],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "valid_from": int(day * DAY),
                "amount": amount * 100,
                "currency": "CNY",
                "source": "bank",
                "record_id": f"{number:02}",
            }
            for number, (payer, payee, day, amount) in enumerate(transfers)
        ],
        **others,
    }


def asked(name, **values):
    return PatternParameters(questions=questions_of([name], **values))


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


def test_limits_in_yuan_are_converted_to_the_reporting_currency(built):
    rows = rows_of([*STRUCTURED, ("x", "y", 4, 50_000)])
    rate = {"base_currency": "CNY", "quote_currency": "USD", "rate": 0.1404}
    snapshot = built({**rows, "exchange_rate": [rate]}, AS_OF, "USD")
    parameters = asked("structuring")
    (hit,) = (found := find_patterns(snapshot, parameters)).hits
    assert [fact.record_id for fact in hit.evidence] == ["00", "01", "02"]
    (told,) = compare_hits(snapshot, found, parameters, {"transfer_rings": []}).patterns
    assert told.invalid == ()


def test_without_a_rate_a_pattern_is_refused_and_among_others_named(built):
    rows = rows_of(STRUCTURED)
    for row in rows["transfer"]:
        row["currency"] = "USD"
    snapshot = built(rows, AS_OF, "USD")
    with pytest.raises(MissingRateError):
        find_patterns(snapshot, asked("structuring"))
    both = PatternParameters(questions=questions_of(["fan_in", "structuring"]))
    cover = find_patterns(snapshot, both).completeness
    assert cover.truncated_by == ("rate:structuring",)


def test_amounts_are_compared_in_the_reporting_currency(built):
    rows = rows_of(CASES["structuring"])
    for row in rows["transfer"]:
        row |= {"currency": "USD", "amount": 700_000}
    rate = {"base_currency": "USD", "quote_currency": "CNY", "rate": 7.0}
    (hit,) = find_patterns(
        built({**rows, "exchange_rate": [rate]}, AS_OF), asked("structuring")
    ).hits
    assert hit.amount == 147_000
    with pytest.raises(MissingRateError):
        find_patterns(built(rows, AS_OF), asked("structuring"))


def test_payments_that_enter_without_a_known_amount_are_counted(built):
    rows = rows_of(FAN_IN)
    rows["transfer"][0]["amount"] = rows["transfer"][0]["currency"] = None
    (hit,) = find_patterns(built(rows, AS_OF), asked("fan_in")).hits
    assert (hit.amount, hit.unknown_amounts) == (3_000, 1)


def test_the_reporting_limit_is_met_exactly(built):
    for amount, hits in ((50_000, 0), (49_999.99, 1), (40_000, 1), (39_999.99, 0)):
        transfers = [("x", "y", day, amount) for day in (1, 2, 3)]
        rows = rows_of(transfers)
        for row in rows["transfer"]:
            row["amount"] = round(row["amount"])
        found = find_patterns(built(rows, AS_OF), asked("structuring"))
        assert len(found.hits) == hits


def test_hits_may_be_asked_for_by_account_party_and_days(built):
    rows = rows_of([*FAN_IN, ("u", "v", 1, 1)])
    rows["party"] = [{"party_id": "P"}, {"party_id": "Q"}]
    rows["account_holder"] = [
        {"holder_id": "P", "account_id": "a"},
        {"holder_id": "Q", "account_id": "u"},
    ]
    snapshot = built(rows, AS_OF)

    def count(**wanted):
        return len(find_patterns(snapshot, replace(asked("fan_in"), **wanted)).hits)

    assert (count(account="x"), count(account="b"), count(account="u")) == (1, 1, 0)
    assert (count(party="P"), count(party="Q")) == (1, 0)
    assert count(party="P", account="x") == 0
    assert (count(since="1970-01-03"), count(since="1970-01-04")) == (1, 0)
    assert (count(until="1970-01-10"), count(until="1970-01-03")) == (1, 0)
    with pytest.raises(NotFoundError):
        count(account="nobody")


def test_only_hits_with_the_wanted_account_count_towards_the_caps(built):
    everybody = [
        (f"{name}{hub}", f"{hub}", 2, 1_000) for hub in range(5) for name in "abcd"
    ]
    snapshot = built(rows_of(everybody), AS_OF)
    caps = {"max_hits": 1, "max_evidence": 4}
    wanted = replace(asked("fan_in"), account="4", **caps)
    (hit,) = find_patterns(snapshot, wanted).hits
    assert "4" in hit.account_ids
    assert find_patterns(snapshot, wanted).completeness.complete
    assert not find_patterns(
        snapshot, replace(wanted, account=None)
    ).completeness.complete


def test_a_hit_without_room_ends_no_search(built):
    busy = [(f"p{place}", "A", 2, 1_000) for place in range(9)]
    snapshot = built(rows_of([*busy, *FAN_IN]), AS_OF)
    found = find_patterns(snapshot, replace(asked("fan_in"), max_evidence=8))
    assert [hit.transfers for hit in found.hits] == [4]
    assert found.completeness.truncated_by == ("evidence:fan_in",)


def test_transfers_without_a_time_are_in_no_window(built):
    rows = rows_of(FAN_IN)
    for row in rows["transfer"]:
        row["valid_from"] = BEGINNING
    assert not find_patterns(built(rows, AS_OF), asked("fan_in")).hits


def test_a_cut_search_says_by_what(built):
    rows = rows_of([*FAN_IN, *[(name, "y", 2, 1) for name in "abcd"]])
    found = find_patterns(built(rows, AS_OF), replace(asked("fan_in"), max_hits=1))
    assert len(found.hits) == 1
    assert found.completeness.truncated_by == ("records:fan_in",)
    assert found.completeness.advice


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
