"""Reader of data frames by kind, with the columns of native files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.vocabulary import KINDS, PropertyType
from ingest.files.delimited import Block
from ingest.files.native import file_columns, required_columns, time_columns
from ingest.files.rejects import Rejected
from ingest.files.sheets.cells import CellKind
from ingest.readers.near import check_columns
from ingest.readers.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from graph.vocabulary import Kind
    from ingest.errors import FileFormatError
    from ingest.files.bundle import Bundle
    from ingest.files.sheets.frames import FrameSheet
    from ingest.files.sheets.grid import Grid

_COUNTED = {PropertyType.MONEY, PropertyType.NUMBER, PropertyType.SHARE}
_LOST = r"^-?[0-9]{16,}$"  # more digits than a float has


class FramesReader:
    """Reads frames by name of their kind."""

    name = "frames"
    default_source: str | None = None
    needs_currency = False

    def __init__(self, sheets: Mapping[str, FrameSheet]) -> None:
        self._sheets = sheets

    def recognises(self, bundle: Bundle) -> bool:
        """Never: a path holds no frames."""
        del bundle
        return False

    def pieces(self, bundle: Bundle) -> Iterator[Piece | FileFormatError]:
        """One piece per frame, in the vocabulary's order."""
        del bundle
        for kind in KINDS.values():
            sheet = self._sheets.get(kind.name)
            if sheet is not None:
                yield Piece(kind, sheet.file, partial(_blocks, kind, sheet))


def _blocks(kind: Kind, sheet: FrameSheet) -> Iterator[Block]:
    check_columns(sheet.file, sheet.names, file_columns(kind), required_columns(kind))
    counted = {item.name for item in kind.properties if item.type in _COUNTED}
    for grid in _exact(kind, sheet).data():
        yield _block(sheet, grid, counted)


def _exact(kind: Kind, sheet: FrameSheet) -> FrameSheet:
    """The frame with times that have a zone as instants, midnight too."""
    named = {item.name for item in kind.properties if item.type is PropertyType.INSTANT}
    named |= {*time_columns(kind), "collected_at"}
    columns = [
        _instants(column) if name in named else column
        for name, column in zip(sheet.names, sheet.columns, strict=True)
    ]
    return replace(sheet, columns=tuple(columns))


def _instants(column: pa.ChunkedArray | list[Any]) -> pa.ChunkedArray | list[Any]:
    if isinstance(column, list):
        return [
            value.astimezone(UTC).isoformat()
            if isinstance(value, datetime) and value.tzinfo
            else value
            for value in column
        ]
    if getattr(column.type, "tz", None) is None:
        return column
    return column.cast(pa.timestamp("ms", "UTC"), safe=False).cast(pa.string())


def _block(sheet: FrameSheet, grid: Grid, counted: set[str]) -> Block:
    table = pa.table(list(grid.columns), names=list(sheet.names))
    rejected: list[Rejected] = []
    bad = np.zeros(len(grid.rows), dtype=np.bool_)
    for place, name in enumerate(sheet.names):
        texts, kinds = grid.columns[place], grid.kinds[:, place]
        faults = {"is no value": kinds == CellKind.ERROR}
        if name not in counted:
            faults["has lost digits as a float"] = _lost(texts, kinds)
        for reason, where in faults.items():
            bad |= where
            rejected += [
                Rejected(
                    sheet.file,
                    int(grid.rows[at]),
                    name,
                    texts[at].as_py(),
                    reason,
                    "a value"
                    if kinds[at] == CellKind.ERROR
                    else "whole numbers or text",
                )
                for at in np.flatnonzero(where).tolist()
            ]
    keep = grid.kinds.any(axis=1) & ~bad
    return Block(
        sheet.file,
        table.filter(pa.array(keep)),
        grid.rows[keep],
        tuple(rejected),
        table.nbytes,
    )


def _lost(texts: pa.StringArray, kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Numbers with more digits than their floats had."""
    numbers: NDArray[np.bool_] = kinds == CellKind.NUMBER
    if numbers.any():
        long = pc.fill_null(pc.match_substring_regex(texts, _LOST), fill_value=False)
        numbers &= long.to_numpy(zero_copy_only=False)
    return numbers
