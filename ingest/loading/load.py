"""Loading the files of a path into a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.files.bundle import open_bundle
from ingest.files.names import FOREIGN_SUFFIXES
from ingest.loading.bundle_load import load_bundle
from ingest.readers import reader_of
from ingest.readers.mapped import MappedReader

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from graph.progress import Progress
    from graph.stores.base import Store
    from ingest.files.bundle import Limits
    from ingest.loading.report import LoadReport
    from ingest.mapping.files import MappingFile
    from ingest.readers.piece import Reader


def load(
    path: Path,
    store: Store,
    *,
    format: str | None = None,  # noqa: A002 - the option is called so everywhere
    mapping: MappingFile | None = None,
    sheets: tuple[str, ...] = (),
    encoding: str | None = None,
    source: str | None = None,
    collected_at: datetime | None = None,
    currency: str | None = None,
    timezone: str = "UTC",
    rejects_path: Path | None = None,
    limits: Limits | None = None,
    data_dir: Path | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load the files at a path; rows that cannot be are reported, the rest is.

    Parameters
    ----------
    path
        A folder, a CSV file, ``.csv.gz`` or ``.zip``.
    store
        Where the facts go.
    format
        Name of a reader; found out from the file names when absent.
    mapping
        What the columns of a foreign table mean; in place of a format.
    sheets
        Names of the sheets to be read, with a mapping; by default those that it names.
    encoding
        Of text files, with a mapping; by default it is found.
    source
        Who says so, where rows do not; by default the bundle's name.
    collected_at
        When it was collected, where rows do not say; by default the beginning of the
        current day in UTC, so that loads of one day agree. Say it yourself where a
        repeated load must be the same on another day.
    currency
        Currency of amounts that name none, an assumption that the report records.
    timezone
        IANA name of the zone of dates and of instants without an offset.
    rejects_path
        CSV file for the rejected rows; made when there is one. An older file of
        rejects there is replaced, any other file refused.
    limits
        What is accepted from strangers.
    data_dir
        Folder in whose drafts checked facts wait, in clear, until they are written; by
        default that of the store's file, and where it has none the system's folder for
        temporary files. What a killed load left there is deleted.
    progress
        Called with a stage, what is done of it and its total.

    Raises
    ------
    UnknownFormatError
        No reader recognises the files.
    MissingOptionError
        The format needs a currency.
    OptionError
        The currency, the zone or the rejects file cannot be used.
    IngestError
        The path cannot be opened.
    StoreError
        The store failed; batches written before stay.
    """
    reader: Reader
    if mapping is None:
        bundle = open_bundle(path, limits)
        reader = reader_of(bundle, format)
    else:
        bundle = open_bundle(path, limits, FOREIGN_SUFFIXES)
        currency = currency or mapping[0].currency
        reader = MappedReader(
            mapping,
            store,
            sheets=sheets,
            encoding=encoding,
        )
    return load_bundle(
        bundle,
        reader,
        store,
        source=source,
        collected_at=collected_at,
        currency=currency,
        timezone=timezone,
        rejects_path=rejects_path,
        data_dir=data_dir,
        progress=progress,
    )
