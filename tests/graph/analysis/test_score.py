"""Shortened lists keep the sum, and what nothing was collected about has no figure."""

from __future__ import annotations

import json
import math

import pytest

from graph.analysis.contagion import ContagionParameters
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.score import NOT_SCORED, PART_LIMIT, Shortened, score_record
from graph.analysis.scores import score_list
from graph.analysis.serialization import as_json
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.testing.facts import guarantee_rows, memory_store

DEBTORS = PART_LIMIT + 12
LISTS = ("by_seed", "by_debtor", "by_path")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("published")


@pytest.fixture(scope="module")
def published(folder):
    """A hub that guarantees many, each of whom guarantees one more; its owner."""
    debtors = [f"d{i:02}" for i in range(DEBTORS)]
    rows = guarantee_rows(
        *(("hub", debtor) for debtor in debtors), *((d, f"{d}-far") for d in debtors)
    )
    rows["party"] += [{"party_id": "owner"}, {"party_id": "rated"}]
    rows["rating"] = [{"party_id": "rated", "self_pd": 0.0123}]
    rows["ownership"] = [{"owner_id": "owner", "asset_id": "hub", "share": 1}]
    store = memory_store(rows)
    parameters = ContagionParameters(n_worlds=6_400)
    publish(store, folder, at=store.at(0), parameters=parameters)
    return open_published(store, folder)


def test_each_list_ends_with_its_remainder_and_sums_to_the_increment(published):
    found = score_record(published, "hub")
    for name in LISTS:
        parts = getattr(found, name)
        total = math.fsum(part.contribution for part in parts)
        assert total == pytest.approx(found.increment, abs=1e-12), name
    for name in ("by_seed", "by_path"):
        *listed, rest = getattr(found, name)
        length = found.shortened[name]
        assert length == Shortened(PART_LIMIT, PART_LIMIT + rest.others)
        assert len(listed) == PART_LIMIT
        assert {part.others for part in listed} == {0}
        assert rest.contribution > 0
    assert found.by_seed[-1].party is None
    assert (found.by_path[-1].parties, found.by_path[-1].probability) == ((), None)


def test_a_shortened_list_does_not_make_the_figure_incomplete(published):
    found = score_record(published, "hub")
    assert set(found.shortened) == {"by_seed", "by_path"}
    assert found.completeness.complete
    assert found.completeness.truncated_by == ()


def test_a_list_that_fits_has_no_remainder(published):
    found = score_record(published, "d00")
    assert found.shortened == {}
    assert all(part.party for part in found.by_seed)
    assert all(part.parties for part in found.by_path)


def test_what_nothing_was_collected_about_is_not_scored(published):
    found = score_record(published, "owner")
    assert not found.scored
    figures = ("self_pd", "pd", "pd_error", "increment", "increment_error", "exact_pd")
    bands = ("band", "band_low", "band_high")
    assert {getattr(found, name) for name in (*figures, *bands)} == {None}
    assert {getattr(found, name) for name in (*LISTS, "counterfactuals")} == {()}
    assert found.reasons == (NOT_SCORED,)
    assert found.self_source.quality == "setting"
    plain = as_json(found)
    assert (plain["scored"], plain["pd"]) == (False, None)
    assert json.dumps(plain)


@pytest.mark.parametrize("party", ["rated", "hub", "d00", "d00-far"])
def test_a_rating_or_a_guarantee_is_enough_to_be_scored(published, party):
    found = score_record(published, party)
    assert found.scored
    assert found.pd is not None
    assert found.band_low <= found.band <= found.band_high


def test_a_batch_tells_them_apart_as_the_published_figures_do(published):
    parties = published.snapshot.ids("party").to_pylist()
    found = score_list(published, parties).scores
    assert [item.scored for item in found] == published.scored.tolist()
    assert [item.party.party_id for item in found if not item.scored] == ["owner"]


def test_the_receipt_of_what_is_not_scored_replays(published, folder):
    receipt = Receipt.from_dict(score_record(published, "owner").receipt.to_dict())
    assert replay(receipt, SnapshotDirectory(folder)).same
