"""Loading what a reader finds: check, resolve duplicates, write in batches.

A kind of fact is read as a whole before its first batch is written, so that a file
that is wrong somewhere is not half loaded, and facts that contradict each other are
found wherever they stand. Every batch is whole or absent; running the same load again
after it was cut short writes what is missing, without repair.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from graph.drafts import Drafts
from graph.errors import StoreFullError
from graph.vocabulary import KINDS
from ingest.errors import FileFormatError, MissingOptionError
from ingest.files.native import kind_of_file
from ingest.files.rejects import RejectsFile
from ingest.loading.options import declared_by
from ingest.loading.refusals import Refusals
from ingest.loading.report import LoadReport
from ingest.loading.staging import Stage
from ingest.loading.writing import Writer
from ingest.readers.piece import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from graph.progress import Progress
    from graph.stores.base import Store
    from ingest.checks.facts import Declared
    from ingest.files.bundle import Bundle
    from ingest.readers.piece import Piece, Reader


def load_bundle(
    bundle: Bundle,
    reader: Reader,
    store: Store,
    *,
    source: str | None = None,
    collected_at: datetime | None = None,
    currency: str | None = None,
    timezone: str = "UTC",
    rejects_path: Path | None = None,
    data_dir: Path | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load what a reader finds in a bundle, as `ingest.loading.load.load` says it.

    Raises
    ------
    MissingOptionError
        The format needs a currency.
    OptionError
        The currency, the zone or the rejects file cannot be used.
    StoreError
        The store failed; batches written before stay.
    """
    finished: list[LoadReport] = []
    with (
        RejectsFile(rejects_path) as rejects,
        _spool(data_dir, store) as folder,
        _bulk_load(store, finished),
    ):
        _check_currency(reader, currency)
        declared = declared_by(
            source or reader.default_source or bundle.name,
            collected_at,
            currency,
            timezone,
        )
        report = LoadReport(bundle.name, reader.name, declared.source)
        report.passed_over += bundle.passed_over
        if currency is not None:
            report.assumptions.append(f"amounts without a currency are in {currency}")
        refusals = Refusals(report, rejects)
        writer = Writer(store, report, refusals, _digest(bundle, reader, declared))
        stage = Stage(folder, declared, report, refusals, progress)
        for kind_name, pieces in _by_kind(reader, bundle, report, refusals).items():
            kind = KINDS[kind_name]
            for piece in pieces:
                stage.read(piece, bundle.members.get(piece.member))
            writer.write(kind, stage.take(), progress)
        writer.finish()
        if isinstance(reader, TableReader):
            report.assumptions += reader.assumptions
            report.tables += reader.tables
            report.notes += reader.notes
        finished.append(report)
    return report


@contextmanager
def _spool(data_dir: Path | None, store: Store) -> Iterator[Path]:
    """A private folder for checked facts, which are in clear."""
    file = store.bulk_source()
    root = data_dir or (file and file.parent)
    if root is None:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)
        return
    drafts = Drafts(root)
    drafts.sweep()
    with drafts.draft() as folder:
        yield folder


@contextmanager
def _bulk_load(store: Store, finished: list[LoadReport]) -> Iterator[None]:
    """The store's block; a disk that is full after the last commit fails no load."""
    try:
        with store.bulk_load():
            yield
    except StoreFullError as error:
        if not finished:
            raise
        finished[0].notes.append(
            f"every fact is in, but indexes wait for room, and reads are slow: {error}"
        )


def _by_kind(
    reader: Reader, bundle: Bundle, report: LoadReport, refusals: Refusals
) -> dict[str, list[Piece]]:
    """Pieces by kind, each kind behind those that it refers to.

    Whatever the reader leaves out is named here, so that no file is lost unseen.
    """
    pieces: dict[str, list[Piece]] = {name: [] for name in KINDS}
    left = dict.fromkeys(bundle.members)
    refused = list(bundle.unread)
    for piece in reader.pieces(bundle):
        left.pop(piece.file.partition("#")[0], None)
        if isinstance(piece, FileFormatError):
            refused.append(piece)
        else:
            pieces[piece.kind.name].append(piece)
    refused += [
        FileFormatError(name, f"is no file of the format {reader.name}", "its names")
        for name in left
    ]
    for error in refused:
        report.refuse(error)
        kind = kind_of_file(PurePosixPath(error.file).with_suffix(".csv").name)
        if kind is not None:
            refusals.lost(kind.name, error.file)
    return {name: found for name, found in pieces.items() if found}


def _check_currency(reader: Reader, currency: str | None) -> None:
    if currency is None and reader.needs_currency:
        raise MissingOptionError(
            "--currency", f"files of the format {reader.name} state no currency"
        )


def _digest(bundle: Bundle, reader: Reader, declared: Declared) -> str:
    """Identity of a load: hash of its files and its declared options."""
    options = (
        reader.name,
        declared.source,
        declared.collected_at,
        declared.currency,
        declared.zone.key,
    )
    return f"{bundle.digest().hex()}:{options!r}"
