"""Since when firms are in the list of flagged ones: a record beside the scores.

A score is made again from a snapshot alone. Since when a firm is flagged depends on the
lists published before as well, so that it is carried over from one to the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from graph.analysis.answer import Meaning
from graph.analysis.receipt import canonical_bytes, digest
from graph.analysis.tables import findings_table
from graph.instant import format_day
from graph.model import Run

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from graph.analysis.published_run import PublishedRun
    from graph.stores.base import Store

SINCE = "flagged_since"
"""Whose run it is, and its table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceRow:
    """A row of ``flagged_since``: a flagged firm, and the day (UTC) of a list."""

    party_id: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedSince:
    """Since when a firm is in the list of flagged firms without a break."""

    day: Annotated[
        str,
        Meaning(
            "Day of the first published list since which each holds the firm, "
            "whatever flagged it."
        ),
    ]
    first_list: Annotated[
        bool,
        Meaning("True: no earlier list is known; it may have been flagged before."),
    ]


def write_since(store: Store, scores: Run, as_of: int, table: pa.Table) -> None:
    """Keep since when the firms of a list are flagged, before it is published.

    Whoever was in the list before keeps his day, or gets this one where the list is of
    an earlier day; all others get this one.

    Parameters
    ----------
    scores
        The run that flagged them.
    as_of
        Instant of the list, UTC milliseconds.
    table
        Rows of ``model_score``.

    Notes
    -----
    O(flagged firms).
    """
    day = format_day(as_of)
    before = _run(store)
    known = {} if before is None else _days(store.findings(SINCE))
    first = day if before is None else min(day, before.receipt["first"])
    flagged = table.filter(table["flagged"])["party_id"].to_pylist()
    rows = [
        SinceRow(party_id=firm, since=min(day, known.get(firm, day)))
        for firm in flagged
    ]
    told = {"scores": scores.run_id, "first": first}
    name = digest(canonical_bytes([told, rows]))
    run = replace(scores, run_id=name, analysis=SINCE, receipt=told)
    store.write_findings(run, {SINCE: findings_table(SinceRow, rows)})


def read_since(scores: PublishedRun) -> dict[str, FlaggedSince]:
    """Since when the firms of a list are flagged, by party; none where nobody kept it.

    Raises
    ------
    NotPublishedError
        It was replaced while it was read.
    """
    run = _run(scores.store)
    if run is None or run.receipt["scores"] != scores.run.run_id:
        return {}
    first = run.receipt["first"]
    days = _days(replace(scores, run=run).table(SINCE))
    found = {day: FlaggedSince(day=day, first_list=day == first)
             for day in set(days.values())}  # fmt: skip
    return {firm: found[day] for firm, day in days.items()}


def _run(store: Store) -> Run | None:
    return next((run for run in store.runs() if run.analysis == SINCE), None)


def _days(table: pa.Table | None) -> Mapping[str, Any]:
    if table is None:
        return {}
    columns = (table[name].to_pylist() for name in ("party_id", "since"))
    return dict(zip(*columns, strict=True))
