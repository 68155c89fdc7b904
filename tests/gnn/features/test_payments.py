import math

import numpy as np
import pytest

from feature_rows import features_by_firm, renamed
from gnn.features import Group, payments
from gnn.features.payments import FEATURES, HIT_DAYS, RING_DAYS
from graph.analysis.pattern_parameters import PatternParameters
from graph.analysis.patterns import find_patterns
from graph.analysis.ring_parameters import DAY
from graph.analysis.rings import find_rings
from graph.instant import format_instant, parse_instant
from graph.testing.facts import snapshot_of
from money_village import AS_OF, money_rows

PAYEE, HUB = "acct:sweep-0", "acct:plain-0"  # of Huaxin and of Litong


def paid(payer, payee, days, thousands, record):
    return {
        "payer_id": payer,
        "payee_id": payee,
        "valid_from": AS_OF - int(days * DAY),
        "amount": thousands * 100_000,
        "currency": "CNY",
        "source": "bank",
        "record_id": record,
    }


def rows_with_patterns():
    """The village, in which accounts also pay together: four times, one too early."""
    rows = money_rows()
    crowd = [f"acct:{ring}-{n}" for ring in ("scheme", "refund") for n in range(3)]
    for days, payee in ((20, PAYEE), (200, PAYEE), (200, HUB), (500, HUB)):
        for place, payer in enumerate(crowd):
            amount = 100 + place if days == 20 else 20
            record = f"{payee}-{days}-{place}"
            rows["transfer"].append(
                paid(payer, payee, days - place / 8, amount, record)
            )
    for place in range(3):  # just below what must be reported
        rows["transfer"].append(paid(HUB, PAYEE, 30 - place, 49, f"small-{place}"))
    return rows


ROWS = rows_with_patterns()


@pytest.fixture(scope="module")
def snapshot():
    return snapshot_of(ROWS, AS_OF)


@pytest.fixture(scope="module")
def found(snapshot):
    return features_by_firm(snapshot, Group.PAYMENTS)


def holders_of(accounts):
    held = {row["account_id"]: row["holder_id"] for row in ROWS["account_holder"]}
    return {held.get(name) for name in accounts}


def test_rings_are_those_of_the_published_search(snapshot, found):
    rings = find_rings(snapshot).rings
    assert len(rings) == 4
    for days in RING_DAYS:
        for firm, row in found.items():
            own = [
                ring
                for ring in rings
                if firm in holders_of(hop.payer_id for hop in ring.transfers)
                and parse_instant(ring.transfers[-1].moved_at) > AS_OF - days * DAY
            ]
            odd = [ring for ring in own if not ring.everyday]
            first = [
                ring for ring in odd if firm in holders_of([ring.transfers[0].payer_id])
            ]
            back = sum(ring.last_amount for ring in odd)
            assert row[f"rings_{days}"] == len(odd)
            assert row[f"rings_everyday_{days}"] == len(own) - len(odd)
            assert row[f"rings_related_{days}"] == sum(ring.related for ring in odd)
            assert row[f"rings_short_{days}"] == sum(ring.days <= 14 for ring in odd)
            assert row[f"rings_begun_{days}"] == len(first)
            assert row[f"rings_amount_{days}"] == pytest.approx(math.log1p(back))


def test_hits_are_those_of_the_published_search(snapshot, found):
    year = format_instant(AS_OF - 365 * DAY + 1)
    hits = find_patterns(snapshot, PatternParameters(since=year)).hits
    assert {hit.pattern for hit in hits} >= {"fan_in", "structuring"}
    searched = {
        item.name.removeprefix("hits_").rsplit("_", 1)[0]
        for item in FEATURES
        if item.name.startswith("hits_") and item.kinds == ("transfer",)
    }
    for days in HIT_DAYS:
        for firm, row in found.items():
            counts = {f"hits_{name}_{days}": 0 for name in searched}
            for hit in hits:
                recent = parse_instant(hit.evidence[-1].at) > AS_OF - days * DAY
                if recent and firm in holders_of(hit.account_ids):
                    counts[f"hits_{hit.pattern}_{days}"] += 1
            assert {name: row[name] for name in counts} == counts


@pytest.mark.parametrize(
    ("firm", "name", "value"),
    [
        ("haituo", "rings_related_91", 1),
        ("haituo", "rings_begun_91", 1),
        ("boyuan", "rings_91", 1),  # by two accounts
        ("boyuan", "rings_begun_91", 0),
        ("jiuzhou", "rings_91", 0),
        ("jiuzhou", "rings_everyday_91", 1),
        ("litong", "rings_amount_91", math.log1p(28_600_000)),
        ("huaxin", "hits_fan_in_91", 1),
        ("huaxin", "hits_fan_in_365", 2),
        ("huaxin", "hub_fan_in_91", 1),
        ("haituo", "hub_fan_in_91", 0),
        ("litong", "hub_fan_in_365", 1),
        ("haituo", "hits_fan_in_365", 3),
        ("litong", "hub_structuring_91", 1),
        ("huaxin", "hits_structuring_91", 1),
        ("tongda", "hits_fan_in_365", 0),
        ("tongda", "searches_cut", 0),
    ],
)
def test_a_figure_worked_out_by_hand(found, firm, name, value):
    assert found[f"firm:{firm}"][name] == pytest.approx(value)


def test_later_payments_change_nothing(found):
    later = [
        {**row, "valid_from": AS_OF + DAY, "record_id": f"later {row['record_id']}"}
        for row in ROWS["transfer"]
    ]
    rows = {**ROWS, "transfer": [*ROWS["transfer"], *later]}
    again = features_by_firm(snapshot_of(rows, AS_OF), Group.PAYMENTS)
    assert str(again) == str(found)


def test_other_names_give_the_same_figures(found):
    firms = sorted(found)
    names = dict(zip(firms, reversed(firms), strict=True))
    again = features_by_firm(snapshot_of(renamed(ROWS, names), AS_OF), Group.PAYMENTS)
    assert str({firm: again[names[firm]] for firm in firms}) == str(
        {firm: found[firm] for firm in firms}
    )


def test_a_pattern_of_what_was_not_collected_has_no_counts(found):
    row = found["firm:huaxin"]
    assert math.isnan(row["hits_shared_device_91"])
    assert math.isnan(row["hits_loan_round_trip_91"])


def test_a_search_that_was_cut_has_no_counts(snapshot, monkeypatch):
    monkeypatch.setitem(payments.CAPS, "rings", 1)
    monkeypatch.setitem(payments.CAPS, "hits_of_a_pattern", 1)
    row = features_by_firm(snapshot, Group.PAYMENTS)["firm:huaxin"]
    assert math.isnan(row["rings_91"])
    assert math.isnan(row["hits_fan_in_365"])
    assert math.isnan(row["hub_fan_in_91"])
    assert row["hits_structuring_91"] == 1
    assert row["searches_cut"] >= 2


def test_accounts_of_nobody_say_nothing():
    rows = {**ROWS, "account_holder": []}
    found = features_by_firm(snapshot_of(rows, AS_OF), Group.PAYMENTS)
    assert np.isnan([list(row.values()) for row in found.values()]).all()


def test_the_schema_states_the_caps():
    from gnn.features.table import feature_schema

    assert payments.CAPS.items() <= feature_schema([Group.PAYMENTS]).caps.items()
    assert not payments.CAPS.keys() & feature_schema([Group.OWN]).caps.keys()


def test_every_feature_is_named_once_in_two_languages():
    for words in ("name", "en", "zh"):
        assert len({getattr(item, words) for item in FEATURES}) == len(FEATURES)
