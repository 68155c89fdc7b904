"""What a load and a check of a mapping print for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.context import print_table
from api.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.loading.mapping_check import MappingCheck
    from ingest.loading.report import FileReport, LoadReport
    from ingest.readers.piece import TableRead

MAPPED = "mapped"
"""Format of loads by a mapping."""
_COUNTS = ("Read", "Added", "Corrected", "Confirmed", "Unchanged", "Stale", "Rejected")
_SHOWN = 20


def print_report(report: LoadReport) -> None:
    """Tables that were read, what became of their facts, and what was not loaded."""
    if report.format == MAPPED:
        if report.tables:
            _print_tables(report.tables)
            _print_facts(report)
    else:
        rows = [(item.file, *_counts(item)) for item in report.files]
        print_table("Loaded", ("File", *_COUNTS), rows)
    unread = dict.fromkeys((item.file, item.error) for item in report.files)
    for file, error in unread:
        if error:
            say(f"not read: {file}: {error}", err=True)
    for item in report.files:
        for warned in item.warnings.values():
            shown = "; ".join(warned.examples)
            say(f"{item.file}: {warned.count} x {warned.rule}: {shown}", err=True)
    for rejected in report.rejected:
        say(f"rejected {rejected}", err=True)
    told = {(item.file, item.row) for item in report.rejected}
    if (total := report.total("rejected")) > len(told):
        say(f"of {total:,} rejected rows; --rejects FILE lists them all", err=True)
    for name in report.passed_over:
        say(f"passed over: {name}", err=True)
    for assumption in report.assumptions:
        say(f"assumed: {assumption}", err=True)
    for note in report.notes:
        say(note, err=True)


def print_check(made: MappingCheck) -> None:
    """What rows would become, and the first faults."""
    _print_tables(made.tables)
    facts = made.to_dict()["totals"]["facts"]
    print_table("To be loaded", ("Facts", "Count"), [*facts.items()])
    for error in made.unread:
        say(f"not read: {error}", err=True)
    for fault in made.faults[:_SHOWN]:
        say(f"rejected {fault}", err=True)
    if len(made.faults) > _SHOWN:
        say(f"and {len(made.faults) - _SHOWN:,} more faults", err=True)
    for assumption in made.assumptions:
        say(f"assumed: {assumption}", err=True)
    for note in made.notes:
        say(note, err=True)


def _counts(item: FileReport) -> tuple[int, ...]:
    return (item.read, item.added, item.corrected, item.confirmed, item.unchanged,
            item.stale, item.rejected)  # fmt: skip


def _print_tables(tables: Sequence[TableRead]) -> None:
    rows = [
        (
            item.sheet,
            ", ".join(map(str, item.heads)),
            item.rows,
            item.left_out,
            item.rejected,
        )
        for item in tables
    ]
    print_table("Read", ("Table", "Heads in row", "Rows", "Left out", "Rejected"), rows)
    for item in tables:
        if item.columns_not_read:
            names = ", ".join(item.columns_not_read)
            say(f"{item.sheet}: columns not read: {names}", err=True)


def _print_facts(report: LoadReport) -> None:
    """Facts by kind; rows that their tables reject stand with the tables."""
    own = {item.sheet: item.rejected for item in report.tables}
    rows = []
    for item in report.files:
        *counts, rejected = _counts(item)[1:]
        if item.kind == "party":
            rejected -= own.get(item.file, 0)
        if not item.error:
            rows.append((item.file, item.kind, *counts, rejected))
    print_table("Loaded", ("Table", "Facts", *_COUNTS[1:]), rows)
