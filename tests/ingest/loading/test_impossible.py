"""What cannot be true is refused, or loads and is listed (decision 0023)."""

from __future__ import annotations

import pytest

from graph.analysis.doubtful_facts import doubtful_facts
from ingest.loading.load import load

TIES = "person_id,relative_id,relation\n"
ALIASED = "party_id,party_type,name,aliases\n"
CODE = "91350100M000100Y43"

REFUSED = {
    "one's own spouse": (
        {
            "party": "party_id,party_type,name\np:1,person,甲\n",
            "family": TIES + "p:1,p:1,spouse\n",
        },
        ("family", "relative_id", "is the person itself"),
    ),
    "a blank name": (
        {"party": "party_id,party_type,name\nc:1,company,\u3000\u200b\n"},
        ("party", "name", "is blank or holds a control character"),
    ),
    "a name with an escape": (
        {"party": "party_id,party_type,name\nc:1,company,A\x1b[2J\n"},
        ("party", "name", "is blank or holds a control character"),
    ),
    "an exchange rate of 0": (
        {"exchange_rate": "base_currency,quote_currency,rate\nUSD,CNY,0\n"},
        ("exchange_rate", "rate", "is below 1e-09"),
    ),
}
LISTED = {
    "a firm in a family tie": (
        {
            "party": "party_id,party_type,name\np:1,person,甲\nc:1,company,乙\n",
            "family": TIES + "p:1,c:1,spouse\n",
        },
        "1 ends of family ties are no persons: c:1",
    ),
    "a covered loan nobody describes": (
        {
            "party": "party_id,party_type,name\nc:1,company,甲\nc:2,company,乙\n",
            "guarantee": "guarantee_id,debtor_id,covered_loan_ids\ng:1,c:1,l:1\n",
            "guarantee_guarantor": "guarantor_id,guarantee_id\nc:2,g:1\n",
        },
        "1 covered loans are described by nobody: l:1 of g:1",
    ),
    "one credit code on two parties": (
        {
            "party": "party_id,party_type,name,uscc\n"
            f"c:1,company,甲,{CODE}\nc:2,company,乙,{CODE}\n"
        },
        f"1 credit codes are those of several parties: {CODE} (c:1, c:2)",
    ),
    "aliases that lead in a ring": (
        {
            "party": ALIASED
            + "c:1,company,甲,c:2\nc:2,company,乙,c:3\nc:3,company,丙,c:1\n"
        },
        "3 parties list each other as aliases: c:1; c:2; c:3",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_one_row_shows_to_be_impossible_is_refused(store, bundle, name):
    files, (kind, column, reason) = REFUSED[name]
    report = load(bundle(**files), store)
    [rejected] = report.rejected
    assert (rejected.row, rejected.column, rejected.reason) == (2, column, reason)
    assert report.exit_code == 3
    assert kind not in {name.partition(".")[0] for name in store.view().counts()}
    assert doubtful_facts(store, store.at()) == ()


@pytest.mark.parametrize("name", LISTED)
def test_what_only_several_rows_show_loads_and_is_listed(store, bundle, name):
    files, doubt = LISTED[name]
    report = load(bundle(**files), store)
    assert (report.exit_code, report.total("rejected")) == (0, 0)
    assert report.total("added") == report.total("read")
    assert doubtful_facts(store, store.at()) == (doubt,)


@pytest.mark.shared_data
def test_published_ids_that_nobody_tells_apart_are_refused_by_name(shared_data, store):
    report = load(shared_data / "faults" / "id-with-unicode-space", store)
    assert (report.exit_code, report.total("added")) == (3, 1)
    reasons = {item.row: item.reason for item in report.rejected}
    signs = ("U+00A0", "U+3000", "U+200B", "U+FEFF", "no scheme")
    assert set(reasons) == {3, 4, 5, 6, 7}
    assert sorted(signs) == sorted(
        next(sign for sign in signs if sign in reason) for reason in reasons.values()
    )


@pytest.mark.shared_data
def test_published_names_are_found_by_the_words_of_their_pinyin(shared_data, store):
    load(shared_data / "faults" / "pinyin-by-words", store)
    found = {
        text: [hit.party_id for hit in store.view().search(text)]
        for text in (
            "jinan huadong",
            "Jinan Hua Dong",
            "huadong",
            "changsha leye",
            "chongqing yinhang",
        )
    }
    assert found == {
        "jinan huadong": ["c:1"],
        "Jinan Hua Dong": ["c:1"],
        "huadong": ["c:1"],
        "changsha leye": ["c:3"],
        "chongqing yinhang": ["c:2"],
    }
