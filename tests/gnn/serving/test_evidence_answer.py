"""What a firm's flag rests on, from published scores, and made again from a receipt."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from gnn.evidence_facts import GROUPS
from gnn.features.firms import Firms
from gnn.serving.evidence_answer import evidence_record, flag_ground, model_evidence
from gnn.serving.evidence_ground import FlagGround
from gnn.serving.firm_scores import FirmScores
from gnn.serving.what_if import BOTH, NETWORK_FROZEN, TREES
from graph.analysis.model_findings import NAME as SCORES
from graph.analysis.model_scores import model_score
from graph.analysis.publication import open_published
from graph.analysis.receipt import Receipt
from graph.analysis.replay import replay
from graph.analysis.score_book import score_book
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.errors import NotFoundError
from graph.testing.facts import snapshot_of
from graph.vocabulary import KINDS
from scored_firms import firm, rows
from visual.records import Annotations
from visual.report import evidence_page
from visual.report.evidence_words import METHODS

EXPLORER = Path(__file__).parents[3] / "visual/web/src/i18n/evidence.ts"


@pytest.fixture(scope="module")
def evidence(published, store):
    """The evidence of a firm of a planted circle."""
    return model_evidence(published, store, firm(0), sees_personal=True)


def test_the_circle_and_who_stands_behind_two_of_it(evidence):
    assert [(one.id, one.why) for one in evidence.companies] == [
        (firm(0), "flagged"),
        (firm(1), "circle"),
        (firm(2), "circle"),
    ]
    assert evidence.party.party_id == firm(0)
    assert [one.id for one in evidence.persons] == ["p0"]
    drawn = {(edge.kind, edge.source, edge.target) for edge in evidence.edges}
    assert drawn == {
        *(("guarantee", firm(n), firm((n + 1) % 3)) for n in range(3)),
        *(("role", "p0", firm(n)) for n in range(2)),
    }
    assert {edge.group for edge in evidence.edges} == {"guarantees", "shared_control"}
    promised, *_ = (edge for edge in evidence.edges if edge.kind == "guarantee")
    assert (promised.amount, promised.currency) == (1000.0, "CNY")
    assert promised.contracts == (f"{firm(0)}>{firm(1)}",)
    assert all(edge.records for edge in evidence.edges)
    told = evidence.completeness
    assert (told.shown, told.left_out, told.circle, told.circle_shown) == (
        3,
        0,
        3,
        True,
    )
    assert (told.complete, told.not_collected) == (
        True,
        ("ownership", "family", "contact_use", "transfer"),
    )


def test_the_score_is_the_published_one(evidence, published, store):
    book = score_book(published, store)
    [row] = book.rows([firm(0)])
    assert evidence.score.rank == book.rank[row]
    assert evidence.score.chance.value == book.chance[row]
    assert evidence.companies[0].chance == book.chance[row]
    assert evidence.not_scored is None
    assert evidence.model.model_id == book.receipt.parameters["model_id"]


def test_a_receipt_gives_the_same_again_after_a_way_through_json(evidence, data_dir):
    text = json.dumps(evidence.receipt.to_dict())
    receipt = Receipt.from_dict(json.loads(text))
    assert replay(receipt, SnapshotDirectory(data_dir)).same
    other = {**receipt.parameters, "party_id": firm(3)}
    given = {**receipt.to_dict(), "parameters": other}
    altered = Receipt(**{name: given[name] for name in Receipt.__slots__})
    assert not replay(altered, SnapshotDirectory(data_dir)).same


def test_a_score_without_groups_of_edges_is_computed_and_replays(
    published, store, data_dir
):
    asked = ("shared_control", "guarantees")
    found = model_evidence(published, store, firm(0), without=asked, sees_personal=True)
    told = found.counterfactual
    assert found.no_counterfactual is None
    by_group = {one.group: one for one in told.groups}
    assert set(by_group) == set(GROUPS)
    changes = [abs(one.change or 0.0) for one in told.groups]
    assert changes == sorted(changes, reverse=True)
    assert by_group["guarantees"].edges == 2
    assert by_group["shared_control"].edges == 1
    assert not by_group["payments"].collected
    assert by_group["payments"].raw_without is None
    raw = found.score.raw_score
    for one in told.groups[:2]:
        assert one.raw_without == pytest.approx(raw + one.change, abs=1e-6)
    assert told.together.groups == asked
    assert told.together.raw_without <= raw
    assert found.receipt.parameters["without"] == [*asked]
    assert replay(found.receipt, SnapshotDirectory(data_dir)).same
    one = model_evidence(
        published, store, firm(0), without=asked[:1], sees_personal=True
    )
    assert one.counterfactual.together is None
    assert one.counterfactual.groups == told.groups


def test_a_model_that_is_gone_leaves_the_evidence(published, store, data_dir, model_id):
    ground = FlagGround.published(published.snapshot, score_book(published, store))
    folder = data_dir / "models" / model_id
    folder.rename(folder.with_name("away"))
    try:
        found = ground.found(firm(0))
    finally:
        folder.with_name("away").rename(folder)
    assert found.without.code == "no_model"
    assert len(found.evidence.firms) == 3


def test_each_method_has_words():
    for method in (TREES, NETWORK_FROZEN, BOTH):
        assert set(METHODS[method]) == {"en", "zh"}
        assert EXPLORER.read_text().count(f'"evidence.by.{method}":') == 2


def test_the_ground_is_made_once_whoever_asks_at_once(store, data_dir):
    fresh = open_published(store, data_dir)

    def ask(_: int) -> tuple[int, str]:
        found = model_evidence(fresh, store, firm(0), sees_personal=True)
        return id(flag_ground(fresh, store)), found.receipt.result_hash

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(ask, range(8)))) == 1


def test_nobody_but_firms_has_evidence(published, store):
    for name, what in (("p0", "company"), ("nobody", "party")):
        with pytest.raises(NotFoundError, match=f"no {what} is known as '{name}'"):
            model_evidence(published, store, name, sees_personal=True)


def test_without_scores_ties_are_told_all_the_same():
    firms = Firms(snapshot_of(rows(), 0))
    ground = FlagGround(firms, FirmScores.none(firms), None)
    found = ground.found(firm(0))
    asked = {"party_id": firm(0), "scores": None, "without": []}
    assert found.receipt.parameters == asked | {"network_frozen": False}
    assert found.without.code == "not_scored"
    assert not ground.scores.brief(found.row).flagged
    assert set(ground.scores.not_scored) == {"not_published"}


def test_masked_contacts_are_told_apart_and_say_what_they_are():
    facts = rows()
    facts["contact"] = [
        {"contact_id": "k1", "contact_type": "phone", "value": "13900000000"},
        {"contact_id": "k2", "contact_type": "address", "value": "1 Long Street"},
    ]
    facts["contact_use"] = [
        {"party_id": firm(n), "contact_id": name}
        for n in range(2)
        for name in ("k1", "k2")
    ]
    firms = Firms(snapshot_of(facts, 0))
    ground = FlagGround(firms, FirmScores.none(firms), None)
    found = ground.found(firm(0))
    masked, clear = (
        evidence_record(ground, found, sees_personal=sees) for sees in (False, True)
    )
    assert [one.name for one in masked.contacts] == ["*** k1", "*** k2"]
    assert [one.label.en for one in masked.contacts] == ["phone", "address"]
    assert [one.name for one in clear.contacts] == ["13900000000", "1 Long Street"]


def test_scores_read_or_made_are_alike(published, store):
    firms = Firms(published.snapshot)
    book = score_book(published, store)
    read = FirmScores.of_book(firms, book)
    table = published.table(store, SCORES, book.run)
    made = FirmScores.of_table(firms, "model", table)
    assert (read.by, read.n_scored) == (made.by, made.n_scored)
    for name in ("rank", "raw_score", "chance", "low", "high", "band", "flagged"):
        np.testing.assert_array_equal(getattr(read, name), getattr(made, name))
    assert read.not_scored == made.not_scored


@pytest.mark.parametrize(("language", "words"), [("en", "guarantees"), ("zh", "担保")])
def test_a_report_tells_what_if_not(published, store, evidence, language, words):
    score = model_score(published, store, firm(0), sees_personal=True)
    page = evidence_page(evidence, score, Annotations(), language)
    for one in evidence.counterfactual.groups:
        if one.collected:
            assert f"{one.change:+.3f}</td>" in page
            assert f"{one.chance_without:.1%}</td>" in page
    assert f"<td>{words}</td>" in page
    lacking = "not collected" if language == "en" else "未采集"
    assert page.count(f"<td>{lacking}</td>") == 2  # payments, contacts
    for kind in evidence.completeness.not_collected:
        assert getattr(KINDS[kind].label, language) in page
    for reason in score.reasons:
        assert f"{reason.contribution:+.3f}" in page
    for receipt in (evidence.receipt, score.receipt):
        assert receipt.result_hash in page
