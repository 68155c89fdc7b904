"""A result made again from its receipt has the same bytes, on every store."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from graph.analysis.account_money import account_money
from graph.analysis.asked_transfer import AskedTransfer
from graph.analysis.communities import find_communities
from graph.analysis.contagion import (
    ContagionParameters,
    default_probabilities,
    network_inputs,
)
from graph.analysis.cycles import circle_cycles
from graph.analysis.explain import explain_score
from graph.analysis.pattern_parameters import PatternParameters, questions_of
from graph.analysis.patterns import find_patterns
from graph.analysis.replay import ANALYSES, replay
from graph.analysis.ring_parameters import RingParameters
from graph.analysis.rings import find_rings
from graph.analysis.snapshot_directory import SnapshotDirectory
from graph.analysis.structure import find_circles
from graph.analysis.transfer_check import TransferChecker
from graph.errors import ReplayError, SnapshotCorruptError, SnapshotNotHeldError
from graph.snapshot import Snapshot
from graph.snapshot_build import build_snapshot

PARAMETERS = ContagionParameters(n_worlds=640, rho=0.2)
ASKED = AskedTransfer(
    payer_id="y",
    payee_id="x",
    amount="5",
    currency="CNY",
    moved_at="1970-01-01",
)


def receipts(snapshot):
    inputs = network_inputs(snapshot, PARAMETERS)
    return {
        "circles": find_circles(snapshot).receipt,
        "pd": default_probabilities(snapshot, PARAMETERS).receipt,
        "score": explain_score(snapshot, inputs, PARAMETERS, "a").receipt,
        "cycles": circle_cycles(snapshot, ["a", "b", "c"]).receipt,
        "communities": find_communities(snapshot).receipt,
        "rings": find_rings(snapshot, RingParameters(min_length=2)).receipt,
        "patterns": find_patterns(
            snapshot, PatternParameters(questions=questions_of(["pass_through"], gap=2))
        ).receipt,
        "transfer_check": TransferChecker.of(snapshot).check(ASKED).receipt,
        "accounts": account_money(snapshot, "x").receipt,
    }


def hashes(found):
    return {name: (item.key(), item.result_hash) for name, item in found.items()}


@pytest.fixture
def rows(network):
    facts = network("ab bc ca ad ba", a=0.1, b=0.3, c=0.05, d=0.2)
    facts["account"] = [{"account_id": name} for name in "xy"]
    facts["transfer"] = [
        {"payer_id": payer, "payee_id": payee, "amount": 5, "valid_from": time - 10}
        for time, (payer, payee) in enumerate(("xy", "yx"))
    ]
    facts["risk_event"] = [{"party_id": "c", "event_type": "enforcement"}]
    return facts


@pytest.fixture
def saved(filled, rows, tmp_path):
    """A snapshot in the directory of a store of either kind."""
    store = filled(rows)
    directory = SnapshotDirectory(tmp_path)
    return build_snapshot(store, store.at(0), directory.path), directory


@pytest.fixture
def saved_here(built, rows, tmp_path):
    """A snapshot in a directory, built in this process."""
    snapshot = built(rows)
    directory = SnapshotDirectory(tmp_path)
    snapshot.save(directory.path / snapshot.manifest.snapshot_id)
    return snapshot, directory


def test_every_receipt_replays_to_the_same_bytes(saved):
    snapshot, directory = saved
    issued = receipts(snapshot)
    above = {
        "model_score",
        "model_evidence",
    }  # of a package above, which replays it itself
    assert set(issued) == set(ANALYSES) - above
    for receipt in issued.values():
        again = replay(receipt, directory)
        assert again.same
        assert again.again.result_hash == receipt.result_hash


def test_scores_without_events_are_replayed_without(saved_here):
    snapshot, directory = saved_here
    without = default_probabilities(snapshot, replace(PARAMETERS, events=False))
    assert without.receipt.parameters["events"] is False
    assert replay(without.receipt, directory).same
    assert without.receipt.result_hash != receipts(snapshot)["pd"].result_hash


def test_results_do_not_depend_on_store_or_storage(saved, rows, built, tmp_path):
    snapshot, _ = saved
    in_memory = built(rows)
    in_memory.save(tmp_path / "saved")
    opened = Snapshot.open(tmp_path / "saved")
    expected = hashes(receipts(snapshot))
    assert hashes(receipts(in_memory)) == expected
    assert hashes(receipts(opened)) == expected


def test_another_result_is_told(saved_here):
    snapshot, directory = saved_here
    receipt = find_circles(snapshot).receipt
    assert not replay(replace(receipt, result_hash="0" * 32), directory).same


def test_a_replay_leaves_the_receipt_as_it_is(saved_here):
    snapshot, directory = saved_here
    receipt = receipts(snapshot)["score"]
    before = asdict(receipt)
    replay(receipt, directory)
    assert asdict(receipt) == before


@pytest.mark.parametrize(
    ("analysis", "change"),
    [
        ("circles", {"analysis": "horoscope"}),
        ("circles", {"version": "0"}),
        ("circles", {"engine": "elsewhere"}),
        ("circles", {"parameters": {"depth": 3}}),
        ("pd", {"parameters": {"horoscope": 3}}),
        ("pd", {"parameters": {"n_worlds": 0}}),
        ("pd", {"parameters": {"lam": -1.0}}),
        ("rings", {"parameters": {"max_length": 1}}),
        ("rings", {"parameters": {"types": ["cheque"]}}),
        ("patterns", {"parameters": {"questions": [{"pattern": "p", "test": "luck"}]}}),
        ("score", {"parameters": {}}),
        ("score", {"parameters": {"party_id": "nobody"}}),
        ("cycles", {"parameters": {"member_ids": ["a", "nobody"]}}),
        ("cycles", {"parameters": {"member_ids": ["a", "b"], "max_length": 1}}),
    ],
)
def test_what_is_unknown_here_is_refused(saved_here, analysis, change):
    snapshot, directory = saved_here
    receipt = replace(receipts(snapshot)[analysis], **change)
    with pytest.raises(ReplayError):
        replay(receipt, directory)


def test_a_snapshot_that_is_gone_is_named(saved_here):
    snapshot, directory = saved_here
    receipt = replace(find_circles(snapshot).receipt, snapshot_id="0" * 32)
    with pytest.raises(SnapshotNotHeldError):
        replay(receipt, directory)


def test_a_snapshot_that_was_altered_proves_nothing(saved_here):
    snapshot, directory = saved_here
    receipt = find_circles(snapshot).receipt
    file = directory.path / snapshot.manifest.snapshot_id / "pairs.arrow"
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    with pytest.raises(SnapshotCorruptError):
        replay(receipt, directory)
