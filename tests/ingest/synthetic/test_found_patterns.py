"""Whole economies: everything planted is found, nothing that is nearly a pattern is."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.pattern_truth import compare_hits
from graph.analysis.patterns import find_patterns
from graph.analysis.ring_parameters import RingParameters
from graph.analysis.ring_truth import ForeignTruthError, compare_rings
from graph.analysis.rings import find_rings
from graph.instant import to_milliseconds
from graph.snapshot import Snapshot
from graph.stores import open_store
from ingest.loading.load import load
from ingest.synthetic import EconomyOptions, generate

pytestmark = pytest.mark.integration

DAY = datetime(2026, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Snapshot and truth of an economy of 3,000 companies, of which all is known."""
    folder = tmp_path_factory.mktemp("planted") / "made"
    options = EconomyOptions(missing_share=0.0)
    truth = generate(folder, companies=3_000, seed=31, options=options)
    with open_store("memory://") as store:
        assert load(folder, store, collected_at=DAY).exit_code == 0
        at = store.at(to_milliseconds(DAY) + 86_399_999)
        yield Snapshot.build(store, at), asdict(truth)


@pytest.fixture(scope="module")
def hits(loaded):
    return find_patterns(loaded[0])


def test_all_planted_patterns_are_found_and_no_near_miss(loaded, hits):
    snapshot, truth = loaded
    told = compare_hits(snapshot, hits, PatternParameters(), truth)
    for item in told.patterns:
        assert item.is_right, item
        assert item.found == item.planted > 0
        assert item.near_misses >= item.planted
        assert item.honest
        of_all = item.found + sum(item.honest.values()) + item.of_other_patterns
        assert item.hits >= of_all + item.others
    assert told.equal


def test_all_planted_rings_are_found_among_honest_ones(loaded):
    snapshot, truth = loaded
    chosen = RingParameters()
    told = compare_rings(snapshot, find_rings(snapshot, chosen), chosen, truth)
    assert told.equal
    assert told.near_misses_planted > told.patterns[0].planted > 0
    assert {*told.honest} == {"cash_sweep", "refund", "agency_trade"}


def test_orders_and_goods_tell_refunds_and_agency_trade_where_they_are_stated(loaded):
    snapshot, truth = loaded
    reading_of = {"refund": "refund", "agency_trade": "agency"}
    verdicts = Counter()
    of = {
        tuple(item["transfers"]): reading_of[item["pattern"]]
        for item in truth["lookalikes"]
        if item["pattern"] in reading_of
    }
    for ring in find_rings(snapshot, RingParameters()).rings:
        reading = of.get(tuple(hop.record_id for hop in ring.transfers))
        if reading:
            verdicts[getattr(ring, reading)] += 1
    assert verdicts["fits"] > 0
    assert verdicts["no"] == 0


def test_what_is_missed_reported_in_error_or_invalid_is_told(loaded, hits):
    snapshot, truth = loaded
    chosen = PatternParameters(questions=questions_of(["fan_in"]))
    near = [
        item | {"fails": "nothing"}
        for item in truth["transfer_rings"]
        if item["pattern"] == "fan_in"
    ]
    wrong = truth | {"transfer_rings": [], "near_misses": near}
    (item,) = compare_hits(snapshot, hits, chosen, wrong).patterns
    assert item.reported
    none = replace(hits, hits=())
    (item,) = compare_hits(snapshot, none, chosen, truth).patterns
    assert len(item.missed) == item.planted - item.beyond > 0
    strict = PatternParameters(questions=questions_of(["fan_in"], least_accounts=9))
    (item,) = compare_hits(snapshot, hits, strict, truth).patterns
    assert item.invalid
    assert not item.is_right


def test_a_truth_of_another_economy_is_refused(loaded, hits, bundle):
    _, other = bundle
    with pytest.raises(ForeignTruthError, match="another economy"):
        compare_hits(loaded[0], hits, PatternParameters(), asdict(other))
