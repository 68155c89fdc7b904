"""What is odd but possible is loaded, and told."""

from __future__ import annotations

from graph.analysis.doubtful_facts import doubtful_facts
from ingest.loading.load import load

PARTIES = "party_id,party_type,name\n" + "".join(
    f"c:{name},company,{name}\n" for name in "abcdefgh"
)


def warned(report, kind):
    return {
        rule: (item.count, item.examples)
        for file in report.files
        if file.kind == kind
        for rule, item in file.warnings.items()
    }


def owned(*rows):
    lines = [",".join(str(cell) for cell in row) for row in rows]
    return "owner_id,asset_id,share,valid_from,valid_to\n" + "\n".join(lines)


def test_shares_above_the_whole_load_with_a_warning(store, bundle):
    folder = bundle(
        party=PARTIES,
        ownership=owned(
            ("c:a", "c:h", 0.6, "", ""), ("c:b", "c:h", "0.4000001", "", "")
        ),
    )
    report = load(folder, store)
    assert (report.exit_code, report.total("added")) == (0, 10)
    assert warned(report, "ownership") == {
        "share sum above 1": (
            1,
            ["row 2: shares of this asset c:h add up to 1.0000001"],
        )
    }


def test_the_whole_and_its_rounding_are_no_excess(store, bundle):
    sixths = [(f"c:{owner}", "c:h", 1 / 6, "", "") for owner in "abcdef"]
    report = load(bundle(party=PARTIES, ownership=owned(*sixths)), store)
    assert warned(report, "ownership") == {}


def test_owners_who_follow_each_other_are_not_added_up(store, bundle):
    folder = bundle(
        party=PARTIES,
        ownership=owned(
            ("c:a", "c:h", 1, "2020-01-01", "2020-12-31"),
            ("c:b", "c:h", 1, "2021-01-01", ""),
            ("c:a", "c:g", 1, "2020-01-01", "2021-01-01"),
            ("c:b", "c:g", 1, "2021-01-01", ""),
        ),
    )
    [(count, [example])] = warned(load(folder, store), "ownership").values()
    assert count == 1
    assert example == "row 4: shares of this asset c:g add up to 2"


def test_a_holding_in_oneself_loads_with_a_warning(store, bundle):
    report = load(
        bundle(party=PARTIES, ownership=owned(("c:a", "c:a", 0.1, "", ""))), store
    )
    assert (report.exit_code, report.total("added")) == (0, 9)
    assert warned(report, "ownership") == {
        "self-holding": (1, ["row 2: c:a owns itself"])
    }


def test_a_contract_that_nobody_guarantees_loads_with_a_warning(store, bundle):
    folder = bundle(
        party=PARTIES,
        guarantee="guarantee_id,debtor_id\nc:g,c:a\nc:h,c:b\nc:i,c:c\n",
        guarantee_guarantor="guarantor_id,guarantee_id\nc:c,c:g\nc:a,c:i\n",
    )
    report = load(folder, store)
    assert report.exit_code == 0
    assert warned(report, "guarantee") == {
        "contract without guarantor": (1, ["row 3: c:h"])
    }


def test_a_contract_is_not_lonely_when_the_store_knows_its_guarantor(store, bundle):
    contracts = "guarantee_id,debtor_id\nc:g,c:a\nc:h,c:b\n"
    promises = "guarantor_id,guarantee_id\n"
    load(
        bundle(
            party=PARTIES,
            guarantee=contracts,
            guarantee_guarantor=promises + "c:c,c:g\n",
        ),
        store,
    )
    report = load(
        bundle(guarantee=contracts, guarantee_guarantor=promises + "c:c,c:h\n"), store
    )
    assert warned(report, "guarantee") == {}


def test_a_contract_without_any_file_of_promises_is_lonely(store, bundle):
    report = load(
        bundle(party=PARTIES, guarantee="guarantee_id,debtor_id\nc:g,c:a\n"), store
    )
    assert warned(report, "guarantee") == {
        "contract without guarantor": (1, ["row 2: c:g"])
    }


def test_shares_of_a_contract_above_the_whole_load_with_a_warning(store, bundle):
    folder = bundle(
        party=PARTIES,
        guarantee="guarantee_id,debtor_id\nc:g,c:a\n",
        guarantee_guarantor="guarantor_id,guarantee_id,share\nc:b,c:g,0.7\nc:c,c:g,0.5\nc:d,c:g,\n",
    )
    assert warned(load(folder, store), "guarantor") == {
        "share sum above 1": (1, ["row 2: shares of this contract c:g add up to 1.2"])
    }


def test_only_the_first_examples_are_kept(store, bundle):
    holdings = [(f"c:{name}", f"c:{name}", 0.5, "", "") for name in "abcdefgh"]
    report = load(bundle(party=PARTIES, ownership=owned(*holdings)), store)
    count, examples = warned(report, "ownership")["self-holding"]
    assert (count, len(examples)) == (8, 5)


def test_ones_own_spouse_and_impossible_rates_are_refused(store, bundle):
    folder = bundle(
        party="party_id,party_type,name\np:1,person,甲\np:2,person,乙\n",
        family="person_id,relative_id,relation\np:1,p:1,spouse\np:1,p:2,spouse\n",
        exchange_rate="base_currency,quote_currency,rate\n"
        "USD,CNY,7\nEUR,CNY,0\nGBP,CNY,-7\nCHF,CNY,1e-300\nJPY,CNY,1e300\n",
    )
    report = load(folder, store)
    assert report.exit_code == 3
    assert [(item.row, item.column, item.value) for item in report.rejected] == [
        (2, "relative_id", "p:1"),
        (3, "rate", "0"),
        (4, "rate", "-7"),
        (5, "rate", "1e-300"),
        (6, "rate", "1e300"),
    ]
    counts = store.view().counts()
    assert (counts["family"], counts["exchange_rate"]) == (1, 1)


def test_names_that_nobody_can_read_are_refused(store, bundle):
    rows = ("c:1,company,\u3000 ", "c:2,company,A\x1b[2J", "c:3,company,丙 C")
    report = load(bundle(party="party_id,party_type,name\n" + "\n".join(rows)), store)
    assert [(item.row, item.column) for item in report.rejected] == [
        (2, "name"),
        (3, "name"),
    ]
    assert store.view().counts() == {"party.company": 1}


TIMED = "party_id,party_type,name,valid_from,valid_to\n"
CONTRACTS = "guarantee_id,debtor_id,valid_from,valid_to\n"


def test_a_party_of_another_time_is_told_with_its_row(store, bundle):
    folder = bundle(
        party=TIMED + "c:a,company,A,,2020-01-01\nc:b,company,B,2015-01-01,\n",
        guarantee=CONTRACTS
        + "g:1,c:a,2021-01-01,\ng:2,c:a,2020-01-02,\ng:3,c:b,,2014-12-31\n",
        guarantee_guarantor="guarantor_id,guarantee_id,valid_from\n"
        "c:b,g:1,2021-01-01\nc:b,g:2,\nc:a,g:3,\n",
    )
    report = load(folder, store)
    assert (report.exit_code, report.total("added")) == (0, 8)
    assert warned(report, "guarantee") == {
        "debtor_id of another time": (
            3,
            [
                "row 2: c:a ended on 2020-01-01, before this began",
                "row 3: c:a ended on 2020-01-01, before this began",
                "row 4: c:b began on 2015-01-01T00:00:00.000Z, when this was over",
            ],
        )
    }
    assert warned(report, "guarantor") == {}


def test_a_fact_that_only_outlives_its_party_is_none_of_another_time(store, bundle):
    folder = bundle(
        party=TIMED + "c:a,company,A,2010-01-01,2020-01-01\nc:b,company,B,,\n",
        guarantee=CONTRACTS + "g:1,c:a,2020-01-01,\ng:2,c:a,,2010-01-01\ng:3,c:a,,\n",
        guarantee_guarantor="guarantor_id,guarantee_id\n"
        + "".join(f"c:b,g:{n}\n" for n in (1, 2, 3)),
    )
    assert warned(load(folder, store), "guarantee") == {}


def test_a_party_of_another_time_is_told_by_what_the_store_knows(store, bundle):
    parties = "c:a,company,A,,2020-01-01\nc:b,company,B,,\nc:c,company,C,,2020-01-01\n"
    load(bundle(party=TIMED + parties), store)
    folder = bundle(
        party=TIMED + "c:c,company,C,,2022-01-01\nc:b,company,B,,2020-06-30\n",
        guarantee=CONTRACTS
        + "".join(f"g:{name},c:{name},2021-01-01,\n" for name in "abc"),
        guarantee_guarantor="guarantor_id,guarantee_id\n"
        + "".join(f"c:a,g:{name}\n" for name in "bc")
        + "c:b,g:a\n",
    )
    report = load(folder, store, source="delivery")
    assert warned(report, "guarantee") == {
        "debtor_id of another time": (
            2,
            [
                "row 2: c:a ended on 2020-01-01, before this began",
                "row 3: c:b ended on 2020-06-30, before this began",
            ],
        )
    }


def test_a_party_that_another_source_knows_for_longer_is_there(store, bundle):
    load(bundle(party=TIMED + "c:a,company,A,,\n"), store, source="register")
    folder = bundle(
        party=TIMED + "c:a,company,A,,2020-01-01\nc:b,company,B,,\n",
        guarantee=CONTRACTS + "g:1,c:a,2021-01-01,\n",
        guarantee_guarantor="guarantor_id,guarantee_id\nc:b,g:1\n",
    )
    assert warned(load(folder, store, source="list"), "guarantee") == {}


def test_many_parties_of_another_time_are_one_line_with_the_first_of_them(
    store, bundle
):
    folder = bundle(
        party=TIMED + "c:a,company,A,,2020-01-01\nc:b,company,B,,\n",
        guarantee=CONTRACTS + "".join(f"g:{n},c:a,2021-01-01,\n" for n in range(8)),
        guarantee_guarantor="guarantor_id,guarantee_id\n"
        + "".join(f"c:b,g:{n}\n" for n in range(8)),
    )
    [(count, examples)] = warned(load(folder, store), "guarantee").values()
    assert (count, len(examples)) == (8, 5)
    assert examples[0].startswith("row 2: c:a ended")


def test_a_contract_stays_whose_debtor_would_guarantee_it_and_is_told(store, bundle):
    folder = bundle(
        party=PARTIES,
        guarantee="guarantee_id,debtor_id\nc:g,c:a\nc:h,c:a\n",
        guarantee_guarantor="guarantor_id,guarantee_id\nc:a,c:g\nc:a,c:h\nc:b,c:h\n",
    )
    report = load(folder, store)
    assert [(item.row, item.column) for item in report.rejected] == [
        (2, "guarantor_id"),
        (3, "guarantor_id"),
    ]
    assert warned(report, "guarantee") == {
        "contract without guarantor": (1, ["row 2: c:g"])
    }
    counts = store.view().counts()
    assert (counts["guarantee"], counts["guarantee.company-company"]) == (2, 1)
    assert "1 contracts are guaranteed by nobody: c:g" in doubtful_facts(
        store, store.at()
    )
