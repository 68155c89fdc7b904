"""Comparing what a Neo4j database holds with the digests that its commits left."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.model import batch_schema
from graph.stores.digest import (
    Commit,
    Written,
    bytes_digest,
    commit_digest,
    rows_digest,
)
from graph.stores.neo4j.cypher import findings, publications, reads
from graph.stores.neo4j.cypher.facts import DERIVED, KEPT, TEXTS
from graph.stores.neo4j.findings import run_digest
from graph.stores.neo4j.write import derived_columns
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.stores.neo4j.database import Neo4jDatabase
    from graph.vocabulary import Kind

_SHOWN = 20
"""More commits than this are not named one by one."""

_FIELDS = tuple(Commit.__dataclass_fields__)


def audit(database: Neo4jDatabase, store_id: str) -> Iterator[str]:
    """Sentences on what is not as its commit wrote it; O(facts), each read once."""
    found: dict[tuple[str, int], Written] = defaultdict(Written)
    for kind in KINDS.values():
        yield from _read_versions(database, kind, found)
    numbers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for instant, *confirmed in _stream(database, reads.CONFIRMATIONS):
        numbers[instant].append((confirmed[0], confirmed[1]))
    altered = []
    former: str | None = store_id
    for row in database.rows(reads.ALL_COMMITS):
        values = dict(row["commit"])
        digest = values.get("digest")
        if digest is not None:
            own: dict[str, Any] = {name: values.get(name) for name in _FIELDS}
            commit = Commit(**own)
            key = commit.kind, commit.recorded_at
            written = found.pop(key, Written())
            pairs = np.array(numbers.pop(key[1], ()), np.int64).reshape(-1, 2)
            written.confirmed, written.collected_at = pairs.T
            if commit_digest(former, commit, written) != digest:
                altered.append(commit)
        former = digest
    for commit in altered[:_SHOWN]:
        yield (
            f"commit {commit.sequence} is not as it was written "
            f"(facts of the kind {commit.kind or 'unknown'})"
        )
    if altered[_SHOWN:]:
        yield f"{len(altered) - _SHOWN} more commits are not as they were written"
    yield from _altered_findings(database)


def _stream(database: Neo4jDatabase, text: str) -> Iterator[Any]:
    return chain.from_iterable(database.stream(text))


def _read_versions(
    database: Neo4jDatabase, kind: Kind, found: dict[tuple[str, int], Written]
) -> Iterator[str]:
    """Note what is there of each commit; what searching needs is compared here."""
    closed: dict[int, list[int]] = defaultdict(list)
    unsearchable = 0
    fields = (*batch_schema(kind).names, *KEPT, *DERIVED.get(kind.name, ()))
    place = {name: number for number, name in enumerate(fields)}
    rows = _stream(database, TEXTS[kind.name].written)
    by_commit = groupby(rows, key=lambda row: row[place["recorded_from"]])
    for instant, group in by_commit:
        versions = [tuple(row) for row in group]
        for row in versions:
            if (end := row[place["recorded_to"]]) is not None:
                closed[end].append(row[place["fact_no"]])
        written = found[kind.name, instant]
        digest, derived = _rows_digest(kind, versions, place)
        written.rows = digest if not written.rows else "rows apart"
        unsearchable += derived
    for instant, fact_nos in closed.items():
        found[kind.name, instant].closed = np.sort(np.array(fact_nos, np.int64))
    if unsearchable:
        yield f"there are {unsearchable} {kind.name} facts that are not found by name"


def _rows_digest(
    kind: Kind, versions: list[tuple[Any, ...]], place: dict[str, int]
) -> tuple[str, int]:
    """Digest of versions, and how many carry other words than they should."""
    import pyarrow as pa

    numbers = [row[place["fact_no"]] for row in versions]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return "rows apart", 0
    schema = batch_schema(kind)
    columns = list(zip(*versions, strict=True))
    try:
        arrays = [pa.array(columns[place[item.name]], item.type) for item in schema]
        hashes = np.array(columns[place["content_hash"]], np.int64)
        table = pa.Table.from_arrays(arrays, schema=schema)
        derived = derived_columns(kind, table)
        digest = rows_digest(kind, table, hashes)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return "rows of other types", 0
    wrong = {
        row
        for name, values in derived.items()
        for row, value in enumerate(values)
        if columns[place[name]][row] != value
    }
    return digest, len(wrong)


def _altered_findings(database: Neo4jDatabase) -> Iterator[str]:
    """What is not as it was written; what has no digest is left out."""
    for name, data, digest in database.rows(findings.DIGESTS):
        if digest is not None and bytes_digest(bytes(data)) != digest:
            yield f"the findings {name} are not as they were written: publish again"
    for row in database.rows(findings.RUNS):
        run = dict(row["run"])
        digest = run.get("digest")
        if digest is not None and run_digest(run) != digest:
            yield (
                f"the run of {run.get('analysis')} is not as it was written: "
                "publish again"
            )
    for row in database.rows(publications.RECORD):
        record, shown = row["record"], dict(row["shown"])
        if any(shown.get(name) != value for name, value in json.loads(record).items()):
            yield "the publication is not as it was written: publish again"
