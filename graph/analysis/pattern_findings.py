"""What is published of patterns: a row per hit, and its evidence in order."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from graph.analysis.answer import values_of
from graph.analysis.entry import Analysis
from graph.analysis.pattern_parameters import PatternParameters
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
from graph.analysis.receipt import Receipt
from graph.analysis.snapshot_directory import BUILD_COMMAND
from graph.analysis.tables import findings_table
from graph.errors import NotPublishedError
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
    for run in store.runs():
        if run.analysis == "patterns" and run.snapshot_id == published.snapshot_id:
            tables = [published.table(store, name, run) for name in PATTERNS.tables]
            if None not in tables:
                return result_of(_hits(*tables), Receipt.from_dict(run.receipt))
    raise NotPublishedError(BUILD_COMMAND)


def _hits(hit: pa.Table, evidence: pa.Table) -> list[Hit]:
    """Hits of both tables, in the order of the first."""
    names = [item.name for item in fields(Evidence)]
    facts: dict[str, list[Evidence]] = {}
    rows = zip(*(evidence[name].to_pylist() for name in names), strict=True)
    for hit_id, row in zip(evidence["hit_id"].to_pylist(), rows, strict=True):
        fact = Evidence(**dict(zip(names, row, strict=True)))
        facts.setdefault(hit_id, []).append(fact)
    return [
        Hit(
            **row,
            account_ids=accounts_of(facts[row["hit_id"]]),
            evidence=tuple(facts[row["hit_id"]]),
        )
        for row in hit.to_pylist()
    ]


def _run(
    snapshot: Snapshot,
    parameters: Mapping[str, Any],
    engine: Engine,
    progress: Progress | None = None,
) -> PatternsResult:
    chosen = PatternParameters(**parameters)
    return find_patterns(snapshot, chosen, engine=engine, progress=progress)


PATTERNS = Analysis(
    "patterns",
    VERSION,
    _run,
    tables={
        "pattern_hit": NodeView("PatternHit", "hit_id"),
        "pattern_evidence": None,
    },
    findings=lambda _, results: pattern_tables(results["patterns"]),
)
