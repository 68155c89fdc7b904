"""Scores of a model: published, told with reasons that add up, and replayed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from feature_rows import NOW, companies
from gnn.abstention import Ranges
from gnn.errors import ModelFileError
from gnn.features.firms import Firms
from gnn.model_files import open_model
from gnn.serving.by_model import model_tables
from gnn.serving.listing import scored_firms
from gnn.serving.model_directory import ModelDirectory
from gnn.serving.scores import score_firms
from graph.analysis.flag_filter import FlagFilter
from graph.analysis.flagged_firms import flagged_list, flags_of, place_after
from graph.analysis.flagged_since import FlaggedSince
from graph.analysis.model_scores import model_score, score_in_brief
from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.score_models import score_models
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import NotFoundError, ReplayError
from graph.instant import format_day
from graph.testing.facts import snapshot_of
from scored_firms import CIRCLES, FIRMS, firm, rows


def told(published, store, party_id):
    return model_score(published, store, party_id, sees_personal=True)


def test_firms_of_the_planted_circles_come_first(published, store):
    found = flagged_list(published, store, limit=FIRMS)
    ids = [item.party.party_id for item in found.items]
    assert set(ids[: 3 * CIRCLES]) == set(map(firm, range(3 * CIRCLES)))
    assert [item.rank for item in found.items] == [*range(1, FIRMS + 1)]
    chances = [item.chance.value for item in found.items]
    assert chances == sorted(chances, reverse=True)
    assert all(
        item.chance.low <= item.chance.value <= item.chance.high for item in found.items
    )
    assert (found.by, found.scored, found.total.value) == ("model", FIRMS, FIRMS)
    assert sum(share.firms for share in found.bands) == FIRMS
    assert found.flagged == sum(share.firms for share in found.bands[2:])
    assert found.inputs_as_of == published.snapshot.manifest.at.to_dict()["as_of"]
    since = FlaggedSince(day=format_day(NOW), first_list=True)
    assert all(item.since == (since if item.flagged else None) for item in found.items)
    assert told(published, store, found.items[0].party.party_id).since == since


@pytest.mark.parametrize("number", [0, 20, FIRMS - 1])
def test_base_and_contributions_sum_to_the_raw_score(published, store, number):
    found = told(published, store, firm(number))
    parts = [found.base, *(reason.contribution for reason in found.reasons)]
    assert sum(Decimal(str(part)) for part in parts) == Decimal(str(found.raw_score))
    sizes = [abs(reason.contribution) for reason in found.reasons if reason.feature]
    assert sizes == sorted(sizes, reverse=True)
    assert all(reason.text.en and reason.text.zh for reason in found.reasons)


def test_what_was_not_collected_stands_apart(published, store):
    found = told(published, store, firm(0))
    assert found.not_scored is None
    assert {group.group: group.here for group in found.not_collected} == {}
    assert found.rules[0].rule == "circle_with_control"
    assert [party.party_id for party in found.rules[0].parties] == [firm(1)]
    assert {node.kind for node in found.rules[0].facts} == {"guarantee"}


def test_what_rules_say_is_told_of_firms_without_a_score_too(model_folder):
    model = open_model(model_folder)
    names = model.schema.names
    nowhere = Ranges(names, np.full(len(names), 1e9), np.full(len(names), -1e9))
    strict = replace(model, ranges=nowhere)
    tables = model_tables(snapshot_of(rows(), NOW), strict, (0.01, 0.03, 0.1, 0.3))
    assert set(tables["model_score"]["not_scored"].to_pylist()) == {"out_of_range"}
    assert tables["rule_hit"].num_rows == 2 * CIRCLES


def test_a_person_has_no_score_and_a_stranger_is_unknown(published, store):
    person = told(published, store, "p0")
    assert (person.not_scored.code, person.rank, person.scored) == (
        "not_a_firm", None, FIRMS
    )  # fmt: skip
    assert score_in_brief(published, store, "p0") is None
    with pytest.raises(NotFoundError):
        told(published, store, "nobody")


@pytest.mark.parametrize("by_evidence", [False, True])
def test_lists_are_filtered_and_paged(published, store, by_evidence):
    wanted = FlagFilter(flagged=True, by_evidence=by_evidence)
    whole = flagged_list(published, store, wanted, limit=FIRMS)
    pages, first = [], 0
    while first is not None:
        page = flagged_list(published, store, wanted, first=first, limit=4)
        pages += page.items
        first = place_after(published, store, page, wanted)
    assert tuple(pages) == whole.items
    assert all(item.band >= 3 for item in whole.items)
    none = flagged_list(published, store, FlagFilter(scored=False))
    assert (none.total.value, none.not_scored) == (0, ())


def test_firms_that_rules_name_together_have_the_same_evidence(published, store):
    wanted = FlagFilter(flagged=True)
    whole = flagged_list(published, store, wanted, limit=FIRMS)
    assert flags_of(published, store).firms == whole.items[:8]
    # the first two firms of each circle have an officer in common
    pairs = {frozenset(map(firm, (3 * c, 3 * c + 1))) for c in range(CIRCLES)}
    told = {item.party.party_id: item.evidence for item in whole.items}
    assert {name for name, same in told.items() if same} == set().union(*pairs)
    joined = flagged_list(
        published, store, FlagFilter(flagged=True, by_evidence=True), limit=FIRMS
    )
    ids = [item.party.party_id for item in joined.items]
    assert sorted(ids) == sorted(told)
    ranks = {item.party.party_id: item.rank for item in whole.items}
    for pair in pairs:
        first, second = sorted(pair, key=ranks.get)
        assert ids.index(second) == ids.index(first) + 1
        assert (told[first].first, told[second].first.party_id) == (None, first)
        assert {(told[one].group, told[one].firms) for one in pair} == {(first, 2)}
    heads = [ranks[name] for name in ids if not (told[name] and told[name].first)]
    assert heads == sorted(heads)
    top = FlagFilter(least_band=5, by_evidence=True)
    fifth = flagged_list(published, store, top, limit=FIRMS).items
    chosen = {item.party.party_id for item in fifth}
    for item in fifth:
        pair = next((pair for pair in pairs if item.party.party_id in pair), set())
        assert (item.evidence is not None) == (pair <= chosen and bool(pair))


def test_the_model_is_told_with_the_hashes_of_its_files(
    published, store, model_id, model_folder
):
    found = score_models(published, store).model
    assert (found.model_id, found.task, found.trained_at) == (
        model_id, "fraud", "1975-06-23"
    )  # fmt: skip
    files = {path.name for path in model_folder.iterdir()}
    assert set(found.manifest["files"]) == files - {"manifest.json", "run.json"}
    assert [group.group for group in found.groups] == ["T", "G"]


def test_a_score_replays_to_the_same_bytes(published, store, data_dir):
    receipt = Receipt.from_dict(told(published, store, firm(0)).receipt.to_dict())
    assert replay(receipt, SnapshotDirectory(data_dir)).same


def test_a_model_that_is_not_held_or_was_changed_scores_nothing(
    published, store, data_dir, model_id, model_folder, tmp_path
):
    receipt = published.written_receipt("model_score")
    with pytest.raises(ReplayError, match="not held"):
        ModelDirectory(tmp_path).open(model_id)
    with pytest.raises(ReplayError, match="not held"):
        ModelDirectory(data_dir).open("../models")
    copied = ModelDirectory(tmp_path)
    assert copied.adopt(model_folder) == copied.adopt(model_folder) == model_id
    trees = tmp_path / "models" / model_id / "model.txt"
    trees.write_bytes(trees.read_bytes() + b" ")
    with pytest.raises(ModelFileError, match=r"model\.txt"):
        copied.open(model_id)
    assert copied.adopt(model_folder) == copied.open(model_id).model_id
    assert receipt.parameters["model_id"] == model_id


def test_without_facts_that_it_learnt_from_a_model_abstains(model_folder):
    model = open_model(model_folder)
    lonely = snapshot_of({"party": companies("a", "b")}, NOW)
    tables = model_tables(lonely, model, (0.01, 0.03, 0.1, 0.3))
    assert tables["model_score"]["not_scored"].to_pylist() == ["not_collected"] * 2
    assert tables["model_score"]["raw_score"].null_count == 2
    assert tables["model_reason"].num_rows == 0
    (first,) = scored_firms(lonely, model, (0.01, 0.03, 0.1, 0.3), limit=1)
    assert (first.party_id, first.not_scored) == ("a", "not_collected")


def test_a_firms_score_does_not_depend_on_the_order_of_facts(model_folder):
    model = open_model(model_folder)
    turned = {kind: facts[::-1] for kind, facts in rows().items()}
    some, others = (snapshot_of(facts, NOW) for facts in (rows(), turned))
    assert np.array_equal(
        score_firms(Firms(some), model).raw, score_firms(Firms(others), model).raw
    )
