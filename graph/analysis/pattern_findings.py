"""What is published of patterns: a row per hit, and its evidence in order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.algorithms.money_graph import MoneyGraph
from graph.algorithms.pattern_hits import NO_CAPS
from graph.algorithms.returns import returns
from graph.analysis.answer import values_of
from graph.analysis.entry import Analysis
from graph.analysis.pattern_parameters import PatternParameters, shipped_questions
from graph.analysis.pattern_search import measured, transfer_hits
from graph.analysis.patterns import (
    VERSION,
    Evidence,
    Hit,
    HitFigures,
    PatternsResult,
    accounts_of,
    find_patterns,
    result_of,
)
from graph.analysis.published_run import PublishedRun
from graph.analysis.snapshot_directory import BUILD_COMMAND
from graph.analysis.tables import findings_table, records_by
from graph.errors import NotPublishedError
from graph.kernels.returns import Targets
from graph.stores.graph_views import NodeView

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from graph.analysis.published import Published
    from graph.engines.base import Engine
    from graph.progress import Progress
    from graph.snapshot import Snapshot
    from graph.stores.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFinding(Evidence):
    """A row of the table ``pattern_evidence``; the first of a hit has place 0."""

    hit_id: str
    place: int


def pattern_tables(found: PatternsResult) -> dict[str, pa.Table]:
    """Tables ``pattern_hit`` and ``pattern_evidence``, by pattern, earliest first."""
    figures = [HitFigures(**values_of(HitFigures, hit)) for hit in found.hits]
    evidence = [
        EvidenceFinding(hit_id=hit.hit_id, place=place, **asdict(fact))
        for hit in found.hits
        for place, fact in enumerate(hit.evidence)
    ]
    return {
        "pattern_hit": findings_table(HitFigures, figures),
        "pattern_evidence": findings_table(EvidenceFinding, evidence),
    }


def published_hits(published: Published, store: Store) -> PatternsResult:
    """The hits that the store publishes of this snapshot.

    Raises
    ------
    NotPublishedError
        It publishes none of it, or they were replaced while they were read.
    """
    run = PublishedRun.of(published, store, "patterns")
    if run is None:
        raise NotPublishedError(BUILD_COMMAND)
    facts = records_by(run.table("pattern_evidence"), "hit_id", Evidence)
    hits = [
        Hit(
            **row,
            account_ids=accounts_of(facts[row["hit_id"]]),
            evidence=tuple(facts[row["hit_id"]]),
        )
        for row in run.table("pattern_hit").to_pylist()
    ]
    return result_of(hits, run.receipt)


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> PatternsResult:
    chosen = PatternParameters(**parameters)
    return find_patterns(snapshot, chosen, engine=engine, progress=progress)


def _warm_up(_: Published) -> None:
    """Each search once, among two transfers."""
    both = MoneyGraph.build(2, ([0, 1], [1, 0]), [0, 1], [1.0, 1.0])
    for question in shipped_questions():
        values = measured(question, day=1, unit=1.0)
        if question["test"] == "return":
            ends = Targets(
                np.array([0, 1]), np.zeros(1, np.int32), np.ones(1, np.bool_)
            )
            returns(both, np.zeros(1, np.int32), ends, **values)
        else:
            transfer_hits(both, question, values, NO_CAPS)


PATTERNS = Analysis(
    "patterns",
    VERSION,
    _run,
    tables={
        "pattern_hit": NodeView("PatternHit", "hit_id"),
        "pattern_evidence": None,
    },
    findings=lambda _, results: pattern_tables(results["patterns"]),
    warm_up=_warm_up,
)
