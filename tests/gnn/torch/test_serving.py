"""A network's opinion: published, told beside the trees', ranking with them."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest

import api.analyses  # noqa: F401 - enters the analysis
from feature_rows import NOW
from gnn.combination import Combination
from gnn.errors import MissingExtraError, ModelFileError
from gnn.features import build_features
from gnn.features.firms import Firms
from gnn.model_files import write_model
from gnn.second_scorer import WEIGHTS, SecondScorer
from gnn.serving.by_model import model_tables
from gnn.serving.evidence_ground import FlagGround
from gnn.serving.firm_scores import FirmScores
from gnn.serving.listing import scored_firms
from gnn.serving.model_directory import ModelDirectory
from gnn.serving.second import network_device, standing_of
from gnn.serving.what_if import BOTH, NETWORK_FROZEN, NO_MODEL, WhatIf
from gnn.torch.graph import build_graph
from gnn.torch.parameters import NetworkParameters
from gnn.torch.samples import Part
from graph.analysis.flagged_firms import flagged_list
from graph.analysis.model_scores import model_score
from graph.analysis.publication import open_published
from graph.analysis.publish import publish
from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.score_book import score_book
from graph.analysis.second_opinion import NOT_INSTALLED, by_network
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.testing.facts import memory_store, snapshot_of
from scored_firms import CIRCLES, FIRMS, GROUPS, firm, rows, small_model
from torch_graphs import CPU, learned

BANDS = (0.01, 0.03, 0.10, 0.30)
GAIN = {"point": 0.1, "low": 0.05, "high": 0.2}
STANDING = {"gain": [GAIN, GAIN], "over_best_null": [GAIN, GAIN], "device": "cpu"}


@pytest.fixture(scope="module")
def snapshot():
    return snapshot_of(rows(), NOW)


@pytest.fixture(scope="module")
def scorer(snapshot):
    firms = Firms(snapshot)
    features = build_features(firms, GROUPS)
    graph = build_graph(firms, features)
    ids = snapshot.ids("party").take(features.parties).to_pylist()
    circle = np.array([int(name[1:]) < 3 * CIRCLES for name in ids])
    part = Part(graph, circle, np.ones(len(ids), np.bool_))
    small = NetworkParameters(hidden=8, epochs=4, batch=16)
    fitted = learned(part, part, part, parameters=small)
    logits, _ = fitted.network.logits(graph, CPU)
    trees = small_model(rows()).trees.raw(features.values)
    return SecondScorer(
        weights=fitted.network.to_bytes(),
        combination=Combination.of(trees, logits),
        ranks=False,
        standing=STANDING,
    )


@pytest.fixture(scope="module")
def models(scorer):
    """A model whose network advises, and one whose network ranks with the trees."""
    model = small_model(rows())
    return [
        replace(model, others=replace(scorer, ranks=ranks).files)
        for ranks in (False, True)
    ]


def published_with(model, folder, device):
    """What is published with a model, and the store."""
    write_model(folder / "trained", model, {})
    given = {"model_id": ModelDirectory(folder).adopt(folder / "trained")}
    store = memory_store(rows())
    publish(
        store,
        folder,
        at=store.at(NOW),
        given={"model_score": given | {"network": device}},
    )
    return open_published(store, folder), store


@pytest.fixture(scope="module")
def advises(models, tmp_path_factory):
    return published_with(models[0], tmp_path_factory.mktemp("advises"), "cpu")


@pytest.fixture(scope="module")
def ranks(models, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ranks")
    return *published_with(models[1], folder, "cpu"), folder


def told(published, store, party):
    return model_score(published, store, party, sees_personal=True)


def test_a_network_that_advises_leaves_the_score_as_it_is(advises, models, snapshot):
    without = model_tables(snapshot, replace(models[0], others={}), BANDS)
    assert without["second_model"].num_rows == without["second_score"].num_rows == 0
    found = model_tables(snapshot, models[0], BANDS, device="cpu")
    assert found["model_score"].equals(without["model_score"])
    assert found["model_reason"].equals(without["model_reason"])
    assert found["second_score"]["rank"].to_pylist() == [*range(1, FIRMS + 1)]
    raws = found["second_score"]["raw_score"].to_pylist()
    assert raws == sorted(raws, reverse=True)


def test_it_is_a_second_opinion_with_its_standing(advises):
    found = told(*advises, firm(0))
    second = found.second_opinion
    assert (second.scored, second.ranks) == (True, False)
    assert second.standing.en.startswith("Not in each of 2 trainings")
    assert "+0.100 [+0.050, +0.200]" in second.standing.zh
    ranking = standing_of(SimpleNamespace(ranks=True, standing=STANDING))
    assert ranking.en.startswith("In each of 2 trainings")
    assert "两者共同排序" in ranking.zh
    assert second.chance.low <= second.chance.value <= second.chance.high
    inside = found.chance.low <= second.chance.value <= found.chance.high
    assert (second.agreement == "agrees") is inside


def test_its_own_score_is_told_where_it_is_asked_for(advises):
    answers = (told(*advises, firm(number)) for number in range(FIRMS))
    ranked = sorted(
        (by_network(one, one.second_opinion) for one in answers),
        key=lambda item: item.rank,
    )
    assert [item.rank for item in ranked] == [*range(1, FIRMS + 1)]
    assert {item.by for item in ranked} == {"gnn"}
    assert not any(item.reasons for item in ranked)
    served = flagged_list(*advises, limit=FIRMS).items
    assert [item.chance.value for item in ranked] == [
        item.chance.value for item in served
    ]
    assert all(item.flagged == (item.band >= 3) for item in ranked)


def test_where_it_ranks_all_adds_up_and_chances_go_by_rank(ranks, advises, models):
    published, store, _ = ranks
    together = flagged_list(published, store, limit=FIRMS).items
    alone = flagged_list(*advises, limit=FIRMS).items
    assert [item.chance for item in together] == [item.chance for item in alone]
    order = [item.party.party_id for item in together]
    combination = SecondScorer.of(models[1]).combination
    trees = {item.party.party_id: item.raw_score for item in alone}
    network = {name: told(*advises, name).second_opinion.raw_score for name in trees}
    both = combination.applied(
        np.array([trees[name] for name in order]),
        np.array([network[name] for name in order]),
    )
    assert (np.diff(both) <= 1e-5).all()
    for item in together[:: FIRMS // 6]:
        found = told(published, store, item.party.party_id)
        parts = [found.base, *(reason.contribution for reason in found.reasons)]
        assert sum(Decimal(str(p)) for p in parts) == Decimal(str(found.raw_score))
        (reason,) = (r for r in found.reasons if r.group == "network")
        rank = f"{found.second_opinion.rank:,} of {FIRMS:,}"
        assert reason.text.en == f"the graph network ranks it {rank}"
        assert found.second_opinion.ranks


def test_a_score_of_both_replays_to_the_same_bytes(ranks):
    published, store, folder = ranks
    receipt = Receipt.from_dict(told(published, store, firm(0)).receipt.to_dict())
    assert receipt.parameters["network"] == "cpu"
    assert replay(receipt, SnapshotDirectory(folder)).same


def test_where_the_extra_was_missing_the_trees_rank_and_say_so(
    models, advises, tmp_path
):
    published, store = published_with(models[1], tmp_path, None)
    found = told(published, store, firm(0))
    assert (found.second_opinion.scored, found.second_opinion.ranks) == (False, False)
    assert found.second_opinion.standing == NOT_INSTALLED
    assert found.raw_score == told(*advises, firm(0)).raw_score


def test_scores_that_are_not_published_are_the_same(ranks, models, snapshot):
    published, store, _ = ranks
    (first, *_) = scored_firms(snapshot, models[1], BANDS, limit=1, device="cpu")
    top = flagged_list(published, store, limit=1).items[0]
    assert first.party_id == top.party.party_id
    assert first.raw_score == pytest.approx(top.raw_score, abs=1e-6)


def test_the_device_is_known_before_the_work(models):
    assert network_device(models[0]) in {"cpu", "cuda"}
    assert network_device(small_model(rows())) is None


def test_weights_that_cannot_be_are_refused_before_the_work(scorer, models, snapshot):
    header = 8 + int.from_bytes(scorer.weights[:8], "little")
    nan = np.full((len(scorer.weights) - header) // 4, np.nan, np.float32)
    wrong = replace(scorer, weights=scorer.weights[:header] + nan.tobytes())
    with pytest.raises(ModelFileError, match="is not finite"):
        network_device(replace(models[0], others=wrong.files))
    firms = Firms(snapshot)
    features = build_features(firms, GROUPS)
    other = scorer.weights.replace(b'hidden\\": 8', b'hidden\\": 9')
    with pytest.raises(ModelFileError, match="do not fit") as raised:
        network_device(replace(models[0], others=replace(scorer, weights=other).files))
    assert len(str(raised.value)) < 500
    huge = np.frombuffer(scorer.weights[header:], np.float32) * np.float32(1e30)
    huge = replace(scorer, weights=scorer.weights[:header] + huge.tobytes())
    with pytest.raises(ModelFileError, match="without end"):
        huge.logits(firms, features, "cpu")


@pytest.mark.parametrize("installed", [True, False])
def test_without_its_edges_both_scores_change(ranks, advises, installed, monkeypatch):
    if not installed:

        def missing(name):
            raise MissingExtraError("torch", "", "2.13.0")

        monkeypatch.setattr("gnn.second_scorer.torch_part", missing)
    grounds = [
        FlagGround.published(published.snapshot, score_book(published, store))
        for published, store in (ranks[:2], advises)
    ]
    both, trees = (ground.found(firm(0)).without for ground in grounds)
    assert both.method == (BOTH if installed else NETWORK_FROZEN)
    alone = {item.group: item for item in trees.groups}
    score = told(*ranks[:2], firm(0))
    halves = []
    for item in both.groups:
        other = alone[item.group]
        assert (item.collected, item.edges) == (other.collected, other.edges)
        if item.collected:
            halves.append(item.change == pytest.approx(other.change / 2))
            expected = score.raw_score + item.change
            assert item.raw_without == pytest.approx(expected, abs=1e-6)
            fell = item.chance_without <= score.chance.value
            assert fell or item.change > 0
    assert all(halves) is not installed
    receipt = grounds[0].found(firm(0)).receipt
    assert receipt.parameters["network_frozen"] is not installed
    monkeypatch.undo()  # where it is replayed, the extra is installed
    assert replay(receipt, SnapshotDirectory(ranks[2])).same


def test_weights_that_cannot_be_read_leave_no_counterfactual(ranks, models):
    published, store, _ = ranks
    firms = Firms(published.snapshot)
    scores = FirmScores.of_book(firms, score_book(published, store))
    broken = replace(models[1], others={**models[1].others, WEIGHTS: b"no"})
    what_if = WhatIf(firms, scores, lambda: broken, network=True)
    assert what_if.why_not() == NO_MODEL
    assert what_if.of(0, ()).code == NO_MODEL


def test_the_list_tells_facts_first_and_names_both(ranks):
    published, store, _ = ranks
    found = flagged_list(published, store, limit=FIRMS)
    assert all(item.top.feature and item.second.feature for item in found.items)
    assert "and a graph network together" in found.model.text.en
