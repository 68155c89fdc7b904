"""The visible facts of a store as a native bundle that loads to equal facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import NotFoundError
from graph.instant import BEGINNING
from graph.vocabulary import KINDS, NODE_KINDS, Form
from ingest.checks.texts import file_texts
from ingest.files.native import atomic_folder, file_columns, write_file
from ingest.loading.record_names import natural_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.instant import At
    from graph.interchange.outgoing import Extract
    from graph.progress import Progress
    from graph.stores.base import Store
    from graph.vocabulary import Kind

_OWNER_ONLY = 0o700
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Counts of facts by kind, and of referenced nodes without a description.

    A load refuses facts about such nodes: their descriptions were retracted.
    """

    facts: dict[str, int] = field(default_factory=dict)
    undescribed: dict[str, int] = field(default_factory=dict)


def export_facts(
    store: Store,
    folder: Path,
    at: At,
    *,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the facts visible at an instant, one CSV file per kind.

    The folder appears whole or not at all, and only its owner can open it: personal
    data stand in it in clear. Of nodes that visible facts name but that are not
    visible themselves, such as a closed account, the descriptions known at that
    instant are written too, with their own periods.

    Parameters
    ----------
    store
        Any store.
    folder
        New or empty.
    at
        What was true when, as known when.
    progress
        Called with a stage, what is done of it and its total.

    Raises
    ------
    OptionError
        The folder has something in it.
    NotFoundError
        No fact is visible.

    Notes
    -----
    Holds the facts of one kind at a time, and the ids of all nodes that are named.
    """
    report = ExportReport()
    named: dict[str, list[pa.Array]] = {name: [] for name in NODE_KINDS}
    with atomic_folder(folder, _OWNER_ONLY) as draft:
        # a kind refers to earlier ones only: backwards, all who name a node are known
        for kind in reversed(KINDS.values()):
            facts = _visible(store, kind, at)
            if kind.form is Form.NODE:
                facts, missing = _with_named(store, kind, at, facts, named[kind.name])
                if missing:
                    report.undescribed[kind.name] = missing
            for item in kind.references:
                named[item.node_kind].append(
                    facts[item.column].combine_chunks().unique()
                )
            if facts.num_rows:
                rows = _text_chunks(kind, facts, progress)
                report.facts[kind.name] = write_file(
                    draft, kind, file_columns(kind), rows
                )
        if not report.facts:
            raise NotFoundError("visible fact", str(at))
    return report


def export_extract(
    extract: Extract, folder: Path, *, progress: Progress | None = None
) -> ExportReport:
    """Write a part of the facts, with personal data, as `export_facts` writes all.

    Of several descriptions of a node the one that counts is written.

    Parameters
    ----------
    extract
        Made with `sees_personal`.
    folder
        New or empty.

    Raises
    ------
    OptionError
        The folder has something in it.
    """
    report = ExportReport()
    with atomic_folder(folder, _OWNER_ONLY) as draft:
        for name, facts in extract.facts.items():
            kind = KINDS[name]
            described = facts.filter(facts["source"].is_valid())
            if missing := facts.num_rows - described.num_rows:
                report.undescribed[name] = missing
            if described.num_rows:
                rows = _text_chunks(kind, described, progress)
                columns = file_columns(kind)
                report.facts[name] = write_file(draft, kind, columns, rows)
    return report


def _visible(store: Store, kind: Kind, at: At) -> pa.Table:
    return store.view(at).select(kind)


def _with_named(
    store: Store, kind: Kind, at: At, facts: pa.Table, named: list[pa.Array]
) -> tuple[pa.Table, int]:
    """Adds descriptions of referenced invisible nodes; counts nodes without any."""
    ids = pa.chunked_array(named, pa.string()).unique().drop_null()
    column = kind.tail.column
    missing = ids.filter(pc.invert(pc.is_in(ids, value_set=facts[column])))
    if not len(missing):
        return facts, 0
    versions = store.changes(kind, BEGINNING - 1)
    known = pc.and_(
        pc.less_equal(versions["recorded_from"], at.known_at),
        pc.fill_null(pc.greater(versions["recorded_to"], at.known_at), fill_value=True),
    )
    others = versions.filter(
        pc.and_(known, pc.is_in(versions[column], value_set=missing))
    )
    described = len(others[column].unique())
    return pa.concat_tables([facts, others]), len(missing) - described


def _text_chunks(
    kind: Kind, facts: pa.Table, progress: Progress | None
) -> Iterator[pa.Table]:
    """Text tables of the kind's file, in chunks; reports progress."""
    for start in range(0, facts.num_rows, _CHUNK):
        chunk = facts.slice(start, _CHUNK)
        yield file_texts(kind, _without_natural_names(kind, chunk))
        if progress:
            done = min(start + _CHUNK, facts.num_rows)
            progress(f"export {kind.name}", done, facts.num_rows)


def _without_natural_names(kind: Kind, facts: pa.Table) -> pa.Table:
    """Leave out names that a load makes itself: not all could stand in a file."""
    given = facts["record_id"].combine_chunks()
    natural = pc.equal(given, natural_names(kind, facts))
    names = pc.if_else(natural, pa.scalar(None, pa.string()), given)
    place = facts.schema.get_field_index("record_id")
    return facts.set_column(place, "record_id", names)
