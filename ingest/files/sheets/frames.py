"""Data frames as sheets: rows count from 1 below the columns' names."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pyarrow as pa

from ingest.errors import FileFormatError, OptionError
from ingest.files.bundle import Limits, Member
from ingest.files.sheets.grid import GRID_ROWS
from ingest.files.sheets.typed_columns import (
    INDEX,
    check_width,
    fitted,
    head_cells,
    names_grid,
    typed_grids,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.files.sheets.cells import Cell
    from ingest.files.sheets.grid import Grid
    from ingest.files.sheets.typed_columns import TypedColumn

_EXPECTED = "a data frame of pandas, or one with the Arrow interface"
_NO_ARRAY = (pa.ArrowException, TypeError, ValueError, OverflowError)
_PERIOD = "pandas.period"  # in Arrow a number that only pandas can read
_JOINT = "/"  # between the names of a column of several levels


@dataclass(frozen=True, slots=True)
class FrameSheet:
    """A data frame: a table without a file.

    `columns` are Arrow's, or lists where their values are of several types.
    """

    file: str
    name: str
    names: tuple[str, ...]
    columns: tuple[pa.ChunkedArray | list[Any], ...]
    limits: Limits
    hidden: bool = False
    sees_faults: bool = True

    def head(self, rows: int = 30) -> list[list[Cell]]:
        """The columns' names and the first rows as cells."""
        return head_cells(self._all(), rows)

    def grids(self, first: int, width: int) -> Iterator[Grid]:
        """The rows below the first `first` - 1, of which the names are one."""
        for grid in self.data():
            if int(grid.rows[-1]) >= first - 1:
                yield fitted(self.file, grid, first - 1, width)

    def data(self) -> Iterator[Grid]:
        """The rows below the names, from row 1 on."""
        n_rows = len(self.columns[0]) if self.columns else 0
        for start in range(0, n_rows, GRID_ROWS):
            columns = [_part(column, start) for column in self.columns]
            yield from typed_grids(self.file, columns, start + 1, self.limits)

    def as_member(self) -> Member:
        """What stands for the frame where files do: a hash of its texts."""
        size = sum(
            column.nbytes if isinstance(column, pa.ChunkedArray) else 8 * len(column)
            for column in self.columns
        )
        return Member(
            self.file.partition("#")[0],
            size,
            lambda: io.BytesIO(self._digest()),
            self.limits,
        )

    def _all(self) -> Iterator[Grid]:
        yield names_grid(self.names)
        for grid in self.data():
            yield replace(grid, rows=grid.rows + 1)

    def _digest(self) -> bytes:
        total = blake2b(repr(self.names).encode())
        for grid in self.data():
            places = [str(place) for place in range(len(self.names))]
            texts = pa.record_batch(list(grid.columns), places)
            total.update(texts.serialize())
            total.update(grid.kinds.tobytes())
        return total.digest()


def frame_sheet(
    file: str, frame: object, limits: Limits | None = None, name: str = ""
) -> FrameSheet:
    """A frame as a sheet.

    An index of pandas is a column where it has a name, and else left out.

    Parameters
    ----------
    file
        What messages call it.
    frame
        Of pandas, or anything that gives an Arrow stream, such as Arrow's own tables.
    name
        What a mapping calls it.

    Raises
    ------
    OptionError
        It is no frame.
    FileFormatError
        Two columns have one name.
    LimitError
        It has more columns than the limits allow.
    """
    limits = limits or Limits()
    if _is_pandas(frame):
        names, series = _of_pandas(frame)
        _check_names(file, names, limits)
        columns = [_column(values) for values in series]
    else:
        table = _arrow_table(file, frame)
        names, columns = table.column_names, table.columns
        _check_names(file, names, limits)
    return FrameSheet(file, name, tuple(names), tuple(columns), limits)


def _is_pandas(frame: object) -> bool:
    """Whether it is a frame of pandas, which need not be installed."""
    return any(
        kind.__name__ == "DataFrame" and kind.__module__.partition(".")[0] == "pandas"
        for kind in type(frame).__mro__
    )


def _of_pandas(frame: Any) -> tuple[list[str], list[Any]]:
    levels = [at for at, name in enumerate(frame.index.names) if name is not None]
    heads = [*(frame.index.names[at] for at in levels), *frame.columns]
    series = [frame.index.get_level_values(at).to_series() for at in levels]
    series += [frame.iloc[:, place] for place in range(frame.shape[1])]
    return [_head(head) for head in heads], series


def _head(head: object) -> str:
    if isinstance(head, tuple):
        head = _JOINT.join(str(part) for part in head if str(part))
    return shown(str(head))


def shown(text: str) -> str:
    """The text with what UTF-8 cannot hold written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()


def _arrow_table(file: str, frame: Any) -> pa.Table:
    arrow = isinstance(frame, pa.Table | pa.RecordBatch)
    if not arrow and not hasattr(frame, "__arrow_c_stream__"):
        raise OptionError(f"{file} is a {type(frame).__name__}; expected {_EXPECTED}")
    try:
        table = pa.table(frame)
        table.validate(full=True)
    except (pa.ArrowException, TypeError, ValueError) as error:
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileFormatError(file, f"cannot be read: {words}", _EXPECTED) from error
    for field in table.schema:
        told = (field.metadata or {}).get(b"ARROW:extension:name", b"").decode()
        if _PERIOD in (told, getattr(field.type, "extension_name", "")):
            reason = f"has periods of pandas in the column {field.name!r}"
            raise FileFormatError(file, reason, "dates or text")
    kept = [i for i, name in enumerate(table.column_names) if not INDEX.fullmatch(name)]
    return table.select(kept)


def _check_names(file: str, names: Sequence[str], limits: Limits) -> None:
    check_width(file, names, limits)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        reason = f"has several columns called {', '.join(map(repr, twice))}"
        raise FileFormatError(file, reason, "one column of a name")


def _column(series: Any) -> pa.ChunkedArray | list[Any]:
    """What pandas takes for missing is null."""
    kind = series.cat.categories.dtype if str(series.dtype) == "category" else None
    if str(kind or series.dtype).startswith("period"):  # else Arrow has their numbers
        series = series.astype("string")
    try:
        found = pa.array(series, from_pandas=True)
    except _NO_ARRAY:
        return _values(series)
    if series.dtype == object and getattr(found.type, "tz", None):
        return _values(series)  # each of a zone of its own
    return found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])


def _values(series: Any) -> list[object]:
    return [
        None if missing else _plain(value)
        for value, missing in zip(series, series.isna(), strict=True)
    ]


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, str) and shown(value) != value:
        return value.encode("utf-8", "surrogatepass")  # which is no text
    return value


def _part(column: pa.ChunkedArray | list[Any], start: int) -> TypedColumn:
    part = column[start : start + GRID_ROWS]
    if isinstance(part, list):
        return part
    return cast("pa.Array", part.combine_chunks())
