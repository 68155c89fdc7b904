"""Planted patterns, near misses and honest flows beside the hits found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.pattern_truth import compare_hits
from graph.analysis.patterns import find_patterns
from graph.analysis.ring_parameters import DAY
from graph.analysis.ring_truth import ForeignTruthError

AS_OF = 1_000 * DAY
FLOWS = {
    "planted": [(payer, "x", 2) for payer in "abcd"],
    "honest": [(payer, "y", 40) for payer in "abcd"],
    "near": [(payer, "x", 80) for payer in "abc"],
    "chance": [(payer, "z", 120) for payer in "abcd"],
    "other": [(payer, "w", 160) for payer in "abcd"],
}
ASKED = PatternParameters(questions=questions_of(["fan_in"]))


@pytest.fixture(scope="module")
def snapshot(built):
    accounts = "abcdwxyz"
    rows = {
        "party": [{"party_id": name.upper()} for name in accounts],
        "account": [{"account_id": name} for name in accounts],
        "account_holder": [
            {"holder_id": name.upper(), "account_id": name} for name in accounts
        ],
        "transfer": [
            {
                "payer_id": payer,
                "payee_id": payee,
                "valid_from": day * DAY + place,
                "amount": 100_000,
                "currency": "CNY",
                "record_id": f"{name}-{place}",
            }
            for name, flows in FLOWS.items()
            for place, (payer, payee, day) in enumerate(flows)
        ],
    }
    return built(rows, AS_OF)


@pytest.fixture(scope="module")
def found(snapshot):
    return find_patterns(snapshot, ASKED)


def planted(name, pattern="fan_in", **more):
    members = sorted({end.upper() for row in FLOWS[name] for end in row[:2]})
    records = [f"{name}-{place}" for place in range(len(FLOWS[name]))]
    return {"pattern": pattern, "members": members, "transfers": records, **more}


TRUTH = {
    "transfer_rings": [planted("planted"), planted("other", "gather_scatter")],
    "lookalikes": [planted("honest", "tax_day"), {"pattern": "group", "members": []}],
    "near_misses": [planted("near", fails="least_accounts")],
}


def test_each_hit_is_counted_as_what_most_of_it_was_planted_as(snapshot, found):
    (item,) = compare_hits(snapshot, found, ASKED, TRUTH).patterns
    assert (item.hits, item.planted, item.beyond, item.found) == (4, 1, 0, 1)
    assert (item.near_misses, item.reported) == (1, ())
    assert item.honest == {"tax_day": 1}
    assert (item.of_other_patterns, item.others) == (1, 1)
    assert item.is_right


def test_what_is_missed_is_named(snapshot, found):
    told = compare_hits(snapshot, replace(found, hits=()), ASKED, TRUTH)
    assert told.patterns[0].missed == (tuple(TRUTH["transfer_rings"][0]["transfers"]),)
    assert not told.equal


def test_what_does_not_meet_the_values_searched_with_is_beyond_them(snapshot):
    asked = replace(ASKED, questions=questions_of(["fan_in"], least_accounts=5))
    told = compare_hits(snapshot, find_patterns(snapshot, asked), asked, TRUTH)
    assert (told.patterns[0].planted, told.patterns[0].beyond) == (1, 1)
    assert told.equal
    late = replace(ASKED, since="1970-02-01")
    told = compare_hits(snapshot, find_patterns(snapshot, late), late, TRUTH)
    assert (told.patterns[0].beyond, told.patterns[0].others) == (1, 1)
    assert told.equal


def test_a_near_miss_of_which_a_hit_holds_a_part_is_reported(snapshot, found):
    truth = TRUTH | {"near_misses": [planted("chance", fails="window")]}
    told = compare_hits(snapshot, found, ASKED, truth)
    assert len(told.patterns[0].reported) == 1
    assert not told.equal


def test_a_hit_that_is_none_is_invalid(snapshot, found):
    strict = replace(ASKED, questions=questions_of(["fan_in"], least_accounts=5))
    told = compare_hits(snapshot, found, strict, TRUTH)
    assert set(told.patterns[0].invalid) == {hit.hit_id for hit in found.hits}
    assert not told.equal


@pytest.mark.parametrize(
    "wrong",
    [
        planted("planted") | {"transfers": ["unheard-of"]},
        planted("planted") | {"members": ["Z"]},
    ],
)
def test_a_truth_of_another_economy_is_refused(snapshot, found, wrong):
    with pytest.raises(ForeignTruthError, match="another economy"):
        compare_hits(snapshot, found, ASKED, TRUTH | {"transfer_rings": [wrong]})
