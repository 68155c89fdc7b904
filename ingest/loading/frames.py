"""Loading data frames into a store, by the path that files take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS
from ingest.errors import OptionError
from ingest.files.bundle import Bundle
from ingest.files.sheets.frames import frame_sheet, shown
from ingest.files.sheets.grid import Sheets
from ingest.loading.bundle_load import load_bundle
from ingest.mapping.files import mapping_of
from ingest.readers.frames import FramesReader
from ingest.readers.mapped import MappedReader
from ingest.readers.near import nearest

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from graph.progress import Progress
    from graph.stores.base import Store
    from ingest.files.bundle import Limits
    from ingest.files.sheets.frames import FrameSheet
    from ingest.loading.report import LoadReport
    from ingest.mapping.files import MappingFile
    from ingest.readers.piece import Reader

_NAME = "frames"
_ALONE = "frame"


def load_frames(
    frames: object,
    store: Store,
    *,
    mapping: MappingFile | str | None = None,
    source: str | None = None,
    collected_at: datetime | None = None,
    currency: str | None = None,
    timezone: str = "UTC",
    rejects_path: Path | None = None,
    limits: Limits | None = None,
    data_dir: Path | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Load data frames; rows that cannot be are reported, the rest is.

    Messages say ``frame party`` for a frame of a dict and ``frame`` for one alone.
    Their rows count from 1, the first row below the columns' names. A typed value is
    read as its text would be, by the table of `ingest.files.sheets.cells`; what pandas
    takes for missing is an empty cell. An index with a name is a column, one without
    is left out.

    Parameters
    ----------
    frames
        A dict of frames by kind of fact, whose columns are called as in native files;
        with a mapping one frame, or a dict by what the mapping calls sheets. A frame is
        one of pandas, or anything with the Arrow interface (``__arrow_c_stream__``),
        such as Arrow's own tables; without pandas the others load as well.
    store
        Where the facts go.
    mapping
        What the columns mean: the name of a ready mapping, the path of one's own, or
        what `ingest.mapping.files.read_mapping` gives.
    source
        Who says so, where rows do not; by default the mapping's source, or ``frames``.
    collected_at, currency, timezone, rejects_path, limits, data_dir, progress
        As of `ingest.loading.load.load`.

    Raises
    ------
    OptionError
        No frames, no kind of fact, or another option that cannot be used.
    MappingError
        There is no such mapping, or it is wrong.
    FileFormatError
        A frame has two columns of one name, or more than the limits allow.
    StoreError
        The store failed; batches written before stay.
    """
    alone = not isinstance(frames, Mapping)
    told = {_ALONE: frames} if alone else dict(frames)  # type: ignore[call-overload]
    if isinstance(mapping, str):
        mapping = mapping_of(mapping)
    if mapping is None:
        _check_kinds(told, alone=alone)
    sheets: dict[str, FrameSheet] = {}
    for key, frame in told.items():
        name = shown(str(key))
        file = _ALONE if alone else f"{_ALONE} {name}"
        sheets[name] = frame_sheet(file, frame, limits, "" if alone else name)
    members = [sheet.as_member() for sheet in sheets.values()]
    reader: Reader
    if mapping is None:
        reader = FramesReader(sheets)
    else:
        currency = currency or mapping[0].currency
        reader = MappedReader(
            mapping,
            store,
            sheets=(_ALONE,) if alone and len(mapping) == 1 else (),
            opened=Sheets(_NAME, tuple(sheets.values())),
        )
    report = load_bundle(
        Bundle(_NAME, {member.name: member for member in members}),
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
    report.tables = [replace(item, heads=()) for item in report.tables]  # in no row
    return report


def _check_kinds(frames: Mapping[object, object], *, alone: bool) -> None:
    if alone:
        raise OptionError(
            "one frame says no kind of fact; expected a mapping, or a dict by kind"
        )
    for key in frames:
        if key not in KINDS:
            near = nearest(str(key), KINDS)
            raise OptionError(f"frame {key!r} is of no kind; expected such as {near!r}")
