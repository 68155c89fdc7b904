"""Builds the tables of a snapshot from facts; the way is the same for every store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.snapshot.arrays import with_dictionaries
from graph.snapshot.builder.assembly import Assembly
from graph.snapshot.builder.endings import with_ended
from graph.snapshot.files import SUFFIX, one_batch, write_table
from graph.snapshot.manifest import Manifest, snapshot_id
from graph.vocabulary import KINDS, NODE_KINDS, VERSION

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from graph.instant import At
    from graph.progress import Progress
    from graph.snapshot.source import FactSource


def build_tables(
    source: FactSource,
    at: At,
    reporting_currency: str,
    progress: Progress | None = None,
    directory: Path | None = None,
) -> tuple[Manifest, dict[str, pa.Table]]:
    """The manifest and the tables of a snapshot, each in one record batch.

    With a directory, the files of the tables are there afterwards.

    Raises
    ------
    MissingRateError
        An amount is in a currency without a rate to the reporting currency.

    Notes
    -----
    O(n log n + m log m) time for the ids and parallel facts, O(n + m) for the rest.
    """

    def tell(stage: str, done: int, total: int) -> None:
        if progress is not None:
            progress(stage, done, total)

    view = source.view(at)
    exports: dict[str, pa.Table] = {}
    for done, (name, kind) in enumerate(KINDS.items()):
        tell("read facts", done, len(KINDS))
        exports[name] = with_dictionaries(kind, view.export(kind))
    exports["party"] = with_ended(exports, view.export(KINDS["party"], ended=True))
    dormant = view.dormant(KINDS["loan"])
    nodes = {name: source.node_ids(name) for name in NODE_KINDS}
    tell("read facts", len(KINDS), len(KINDS))
    assembly = Assembly(nodes, exports, dormant, at.as_of, reporting_currency)
    del nodes
    for done, stage in enumerate(assembly.stages):
        tell("arrange", done, len(assembly.stages))
        stage()
    tell("arrange", len(assembly.stages), len(assembly.stages))
    tables = {name: one_batch(table) for name, table in assembly.tables.items()}
    files: dict[str, str] = {}
    for done, name in enumerate(sorted(tables)):
        tell("hash", done, len(tables))
        path = None if directory is None else directory / (name + SUFFIX)
        files[name] = write_table(tables[name], path)
    tell("hash", len(tables), len(tables))
    manifest = Manifest(
        snapshot_id=snapshot_id(at.as_of, reporting_currency, VERSION, files),
        at=at,
        reporting_currency=reporting_currency,
        counts=assembly.counts,
        origin={
            "store": source.url,
            "store_id": source.store_id,
            "sequence": source.sequence(at.known_at),
            "built_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        },
        files=files,
        assumptions=assembly.assumptions,
    )
    return manifest, tables
