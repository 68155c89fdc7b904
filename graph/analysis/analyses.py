"""Every analysis with what the store holds of it: its receipt and tables of findings.

Through here a new analysis is published, listed and read without code of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.answer import Completeness
from graph.analysis.receipt import Receipt
from graph.analysis.registry import ANALYSES, analysis_named
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from graph.analysis.entry import Analysis
    from graph.analysis.published import Published
    from graph.model import Run
    from graph.stores.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisInfo:
    """An analysis and its newest published run.

    One without tables answers on demand only. Engine, snapshot and receipt are null
    where the store holds no findings of it.
    """

    name: str
    version: str
    tables: tuple[str, ...]
    engine: str | None
    snapshot_id: str | None
    receipt: Receipt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisList:
    """Every analysis, in the order in which they are published."""

    items: tuple[AnalysisInfo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsRows:
    """Rows of a published table as the analysis wrote them; `total` counts them all.

    Amounts are numbers in the reporting currency, and a sum adds those that are known.
    """

    analysis: str
    table: str
    snapshot_id: str
    items: tuple[Mapping[str, object], ...]
    total: int
    completeness: Completeness
    receipt: Receipt


def list_analyses(published: Published, store: Store) -> AnalysisList:
    """The analyses of this program, with what the store that published holds of each.

    Receipts say how many commits that store has moved on since.
    """
    runs = {run.analysis: run for run in store.runs()}
    return AnalysisList(
        items=tuple(
            _info(published, analysis, runs.get(analysis.name))
            for analysis in ANALYSES.values()
        )
    )


def _info(published: Published, analysis: Analysis, run: Run | None) -> AnalysisInfo:
    receipt = None if run is None else _receipt(published, run)
    return AnalysisInfo(
        name=analysis.name,
        version=analysis.version,
        tables=tuple(analysis.tables),
        engine=receipt.engine if receipt else None,
        snapshot_id=receipt.snapshot_id if receipt else None,
        receipt=receipt,
    )


def findings_rows(
    published: Published,
    store: Store,
    analysis: str,
    table: str | None = None,
    *,
    offset: int = 0,
    limit: int = 100,
) -> FindingsRows:
    """Rows of a table that an analysis published, by default of its first table.

    The receipt says how many commits the store has moved on since.

    Raises
    ------
    NotFoundError
        There is no such analysis or table, or the store holds none of it, or the
        findings were replaced while they were read.

    Notes
    -----
    Reads the whole table when it is first asked for, and keeps it: O(its rows) then,
    O(limit) later.
    """
    tables = tuple(analysis_named(analysis).tables)
    name = table or next(iter(tables), "")
    if name not in tables:
        raise NotFoundError(f"table of the analysis {analysis}", name)
    run = _run(store, analysis)
    found = published.table(store, name, run)
    if found is None:
        raise NotFoundError("findings of the analysis", analysis)
    rows = found.slice(offset, limit).to_pylist()
    cut = "limit" if offset + len(rows) < found.num_rows else ""
    return FindingsRows(
        analysis=analysis,
        table=name,
        snapshot_id=run.snapshot_id,
        items=tuple(rows),
        total=found.num_rows,
        completeness=Completeness.cut(
            found.num_rows, cut, advice="Raise the limit or ask for the next page."
        ),
        receipt=_receipt(published, run),
    )


def _receipt(published: Published, run: Run) -> Receipt:
    return published.stamped(Receipt.from_dict(run.receipt))


def _run(store: Store, analysis: str) -> Run:
    """The newest run of an analysis."""
    for run in store.runs():
        if run.analysis == analysis:
            return run
    raise NotFoundError("findings of the analysis", analysis)
