"""Each doubt is named with its count and first examples, and nothing else is."""

from graph.analysis.doubtful_facts import doubtful_facts
from graph.testing.facts import guarantee_rows, memory_store


def doubts(rows):
    store = memory_store(rows)
    return doubtful_facts(store, store.at(as_of=1_000))


def test_sound_facts_raise_no_doubt():
    assert doubts(guarantee_rows(("a", "b"), ("b", "a"))) == ()


def test_facts_that_outlive_their_party_are_listed():
    rows = guarantee_rows(("a", "b"))
    rows["party"] = [{"party_id": "a"}, {"party_id": "b", "valid_to": 500}]
    (said,) = doubts(rows)
    assert said.startswith("1 facts name a party that has ended: guarantee ")
    assert said.endswith("names b, ended on 1970-01-01")


def test_impossible_ties_codes_and_aliases_are_listed():
    rows = {
        "party": [
            {"party_id": "a", "party_type": "company", "uscc": "x", "aliases": "b"},
            {"party_id": "b", "party_type": "person", "uscc": "x", "aliases": "a"},
        ],
        "family": [
            {"person_id": "b", "relative_id": "b", "relation": "spouse"},
            {"person_id": "b", "relative_id": "a", "relation": "child"},
        ],
    }
    assert doubts(rows) == (
        "1 family ties join a person to itself: b",
        "1 ends of family ties are no persons: a",
        "1 credit codes are those of several parties: x (a, b)",
        "2 parties list each other as aliases: a; b",
    )


def test_a_covered_loan_that_nobody_describes_is_listed_and_one_that_is_over_not():
    rows = guarantee_rows(("a", "b"), covered_loan_ids="l:none;l:over")
    rows["loan"] = [{"loan_id": "l:over", "borrower_id": "b", "valid_to": 500}]
    (said,) = doubts(rows)
    assert said.startswith("1 covered loans are described by nobody: l:none of ")


def test_a_contract_that_nobody_guarantees_is_listed():
    rows = guarantee_rows(("a", "b"), ("b", "c"))
    rows["guarantor"] = rows["guarantor"][1:]
    assert doubts(rows) == ("1 contracts are guaranteed by nobody: a>b",)


def test_facts_of_another_time_than_their_party_are_listed_whenever_they_held():
    rows = guarantee_rows(("a", "b"), ("a", "c"), ("a", "d"))
    rows["party"] = [
        {"party_id": "a", "valid_from": 500},
        {"party_id": "b", "valid_from": 500, "valid_to": 600},
        {"party_id": "c", "valid_from": 100, "valid_to": 500},
        {"party_id": "c", "record_id": "c", "valid_from": 500, "valid_to": 550},
        {"party_id": "d", "valid_from": 100, "record_id": "d"},
        {"party_id": "d", "valid_from": 500, "record_id": "d"},
    ]
    spans = ((400, 500), (550, 700), (200, 300))
    for row, (start, end) in zip(rows["guarantee"], spans, strict=True):
        row |= {"valid_from": start, "valid_to": end}
    said = doubts(rows)[0]
    assert said == (
        "2 facts name a party of another time: guarantee a>b names debtor b; "
        "guarantee a>c names debtor c"
    )
