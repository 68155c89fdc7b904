"""What it costs to say why one firm is flagged: its evidence and its counterfactuals.

The first firms of the published list, each by itself, by CPU seconds of this process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gnn.counterfactual import Counterfactuals
from gnn.evidence import EvidenceGround
from gnn.evidence_facts import GROUPS, FactGround
from gnn.features.firms import Firms
from gnn.ranking import ranks_of
from gnn.serving.model_directory import open_current
from gnn.serving.scores import score_firms
from graph.analysis.publication import open_published
from graph.stores import open_store
from tests.benchmarks.harness import Row, cpu_seconds
from tests.benchmarks.service import demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.benchmarks.harness import Workplace

TOPIC = "evidence"
COMPANIES = 20_000
ASKED = 200
"""Firms that are asked about: the first by score."""


def measure(place: Workplace) -> Iterator[Row]:
    """Costs on a demo economy with the model that its scores are of."""
    yield from costs(demo(place, COMPANIES))


def costs(data: Path) -> Iterator[Row]:
    """The grounds, made once for a snapshot, then what is asked firm by firm."""
    with open_store(f"sqlite:///{(data / 'suretynet.db').resolve()}") as store:
        snapshot = open_published(store, data).snapshot
    model = open_current(data / "model")
    scores = score_firms(Firms(snapshot), model)
    rank = ranks_of(scores.raw, scores.scored)
    rows = scores.ranked[:ASKED].tolist()
    firms = Firms(snapshot)
    grounds: list[EvidenceGround] = []
    made: list[Counterfactuals] = []
    spent = cpu_seconds(lambda: grounds.append(EvidenceGround(firms, rank)))
    yield Row(TOPIC, f"ground of evidence, {len(firms):,} firms", spent, "s")
    spent = cpu_seconds(
        lambda: made.append(Counterfactuals(firms, scores.features, model))
    )
    yield Row(TOPIC, "ground of counterfactuals, beside it", spent, "s")
    facts = FactGround(firms)

    def evidence(row: int) -> None:
        facts.links(grounds[0].of(row))

    yield _one("evidence of one firm with its facts", evidence, rows, "evidence")
    what = f"one firm's score without each of {len(GROUPS)} groups"
    yield _one(what, made[0].each, rows, "counterfactual")


def _one(what: str, work: Callable[[int], object], rows: list[int], bar: str) -> Row:
    """Median over firms after one that is not counted, which may make something."""
    work(rows[0])
    spent = [1e3 * cpu_seconds(lambda row=row: work(row)) for row in rows]
    middle, late, most = np.percentile(spent, (50, 95, 100)).tolist()
    note = f"median of {len(rows)} firms; p95 {late:.3g}, most {most:.3g}"
    return Row(TOPIC, what, middle, "ms", bar=bar, note=note)
