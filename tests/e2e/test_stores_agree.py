"""The same files in two truly different stores give the same answers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

import api.analyses  # noqa: F401 - enters the flags of firms
from graph.analysis.asked_transfer import AskedTransfer
from graph.analysis.check import Checker
from graph.analysis.contagion import ContagionParameters
from graph.analysis.publish import publish
from graph.analysis.rings import find_rings
from graph.analysis.transfer_check import TransferChecker
from graph.instant import At, to_milliseconds
from graph.overlay import Overlay
from graph.overlay.transfers import TransferOverlay
from graph.stores import open_store
from ingest.loading.load import load
from ingest.synthetic import EconomyOptions, generate

if TYPE_CHECKING:
    from pathlib import Path

    from graph.snapshot import Snapshot
    from graph.stores.base import Store

DAY = datetime(2026, 9, 30, tzinfo=UTC)
LAST_MOMENT = to_milliseconds(DAY) + 86_400_000 - 1
FINDINGS = (
    "circle",
    "circle_member",
    "score",
    "ring",
    "ring_transfer",
    "pattern_hit",
    "pattern_evidence",
    "model_score",
    "rule_hit",
    "rule_evidence",
)


def answers(store: Store, folder: Path, pairs: list[tuple[str, str]]):
    at = At(LAST_MOMENT, store.at().known_at)
    parameters = ContagionParameters(n_worlds=1_024)
    snapshot = publish(store, folder, at=at, parameters=parameters)
    if not pairs:
        ids = snapshot.ids("party").to_pylist()
        ends = zip(snapshot.pairs.debtor, snapshot.pairs.guarantor, strict=True)
        pairs.extend((ids[debtor], ids[guarantor]) for debtor, guarantor in ends)
        pairs.extend(zip(ids[:200], ids[200:400], strict=True))
    checker = Checker(Overlay.since(snapshot, store, as_of=LAST_MOMENT))
    checks = [asdict(checker.check(*pair)) for pair in pairs]
    for check in checks:
        del check["sequence"]
    return {
        "closed": closed_rings(snapshot, store),
        "snapshot_id": snapshot.manifest.snapshot_id,
        "counts": store.view(at).counts(),
        "findings": {
            name: sorted(map(repr, store.findings(name).to_pylist()))
            for name in FINDINGS
        },
        "checks": checks,
    }


def closed_rings(snapshot: Snapshot, store: Store) -> list[list[str]]:
    """Rings that the last transfer of each ring closes."""
    rings = find_rings(snapshot).rings
    overlay = TransferOverlay.empty(snapshot).advanced(store, LAST_MOMENT)
    closed = []
    for ring in rings:
        last = ring.transfers[-1]
        asked = AskedTransfer(
            payer_id=last.payer_id,
            payee_id=last.payee_id,
            amount=f"{last.amount:.2f}",
            currency="CNY",
            moved_at=last.moved_at,
            source=last.source,
            record_id=last.record_id,
        )
        found = [item.ring_id for item in TransferChecker(overlay).check(asked).rings]
        assert ring.ring_id in found
        closed.append(found)
    return closed


def compare(bundle: Path, tmp_path: Path, neo4j_url: str, **options: str):
    pairs: list[tuple[str, str]] = []
    found = {}
    sqlite_url = f"sqlite:///{tmp_path / 'facts.db'}"
    for name, url in (("sqlite", sqlite_url), ("neo4j", neo4j_url)):
        with open_store(url) as store:
            report = load(bundle, store, collected_at=DAY, **options)
            assert report.exit_code == 0
            found[name] = answers(store, tmp_path / name, pairs)
    for part, ours in found["sqlite"].items():
        assert found["neo4j"][part] == ours, part
    return found["sqlite"]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("companies", "years"),
    [(1_000, 2), pytest.param(5_000, 5, marks=pytest.mark.slow)],
)
def test_an_economy_is_the_same_in_both(tmp_path, neo4j_url, companies, years):
    options = EconomyOptions(transfers_a_year=0.1, history_years=years)
    bundle = tmp_path / "bundle"
    generate(bundle, companies=companies, seed=3, as_of=DAY.date(), options=options)
    found = compare(bundle, tmp_path, neo4j_url, source="economy")
    assert 0.9 * companies < found["counts"]["party.company"] < companies  # some ended
    assert any(check["closes"] for check in found["checks"])
    assert not all(check["closes"] for check in found["checks"])


@pytest.mark.slow
def test_finbench_is_the_same_in_both(tmp_path, neo4j_url, shared_data):
    bundle = shared_data / "finbench_sf0.01"
    found = compare(bundle, tmp_path, neo4j_url, currency="CNY")
    assert found["counts"]["guarantee.company-company"] == 248
    assert found["counts"]["guarantee.person-person"] == 469
