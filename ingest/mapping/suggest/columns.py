"""The columns of a sheet: heads, examples, and what each may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ingest.files.sheets.cells import Cell, CellKind
from ingest.mapping.document import NULLS, TableMapping
from ingest.mapping.header import LOOKED_AT, header_at
from ingest.mapping.suggest.context import Context, context_of
from ingest.mapping.suggest.heads import Head, head_of
from ingest.mapping.suggest.matching import NOBODY, Match, match
from ingest.mapping.table_rows import drop_pattern
from ingest.mapping.values import Unit, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


EXAMPLES = 3
_NO_CELL = Cell("", CellKind.EMPTY)
_DROPPED = drop_pattern(TableMapping.model_fields["drop"].default)
_cut = lru_cache(maxsize=4096)(head_of)


@dataclass(frozen=True)
class Column:
    """A column with what its head may mean.

    Attributes
    ----------
    texts, kinds
        Cells of the first rows below the heads, shape (rows,).
    """

    head: Head
    match: Match
    texts: pa.StringArray
    kinds: NDArray[np.uint8]

    @property
    def name(self) -> str:
        """Its head as typed."""
        return self.head.text

    @property
    def examples(self) -> list[str]:
        """Its first different texts."""
        return [text for text in self.texts.unique().to_pylist() if text][:EXAMPLES]

    def with_match(self, match: Match) -> Column:
        """The same column with another meaning."""
        return replace(self, match=match)


@dataclass(frozen=True)
class Table:
    """A sheet whose heads were found.

    Attributes
    ----------
    rows
        Numbers of the rows with the heads, the first of a sheet being 1.
    titles
        Texts above the heads.
    """

    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    context: Context
    titles: tuple[str, ...]

    @property
    def unit(self) -> Unit | None:
        """The unit that a line above the heads names, as 单位：万元."""
        found = {unit for text in self.titles if (unit := unit_of(text))}
        return found.pop() if len(found) == 1 else None

    @property
    def weight(self) -> float:
        """How much of the table is understood."""
        return sum(column.match.confidence for column in self.columns)


def table_of(top: Sequence[Sequence[Cell]]) -> Table | None:
    """The table whose heads are understood best; None where a sheet has no cell.

    Heads stand in one row or in two that join, below titles; of equal ones the upper
    row is meant. O(rows looked at x columns).
    """
    best: tuple[float, Table] | None = None
    for rows in _candidates(min(len(top), LOOKED_AT)):
        heads = header_at(top, rows).heads
        if not any(heads):
            continue
        cut = [_cut(head) for head in heads]
        context = context_of(cut)
        matches = _matches(cut, context, alike=False)
        # a second row must tell something: data below heads adds nothing to them
        weight = sum(found.confidence for found in matches) - 0.5 * (len(rows) - 1)
        if best is None or weight > best[0]:
            matches = _matches(cut, context, alike=True)
            columns = _filled(top[rows[-1] :], cut, matches)
            above = (cell.text for row in top[: rows[0] - 1] for cell in row)
            titles = tuple(text for text in above if text)
            best = weight, Table(rows, columns, context, titles)
    return best[1] if best else None


def _candidates(count: int) -> list[tuple[int, ...]]:
    single: list[tuple[int, ...]] = [(row,) for row in range(1, count + 1)]
    return single + [(row, row + 1) for row in range(1, count)]


def _matches(heads: Sequence[Head], context: Context, *, alike: bool) -> list[Match]:
    found = []
    neighbours = NOBODY
    for head in heads:
        found.append(match(head, context, neighbours, alike=alike))
        neighbours = neighbours.after(found[-1].target)
    return found


def _filled(
    below: Sequence[Sequence[Cell]], heads: Sequence[Head], matches: Sequence[Match]
) -> tuple[Column, ...]:
    data = [row for row in below if not _is_dropped(row)]
    columns = []
    for place, (head, found) in enumerate(zip(heads, matches, strict=True)):
        cells = [row[place] if place < len(row) else _NO_CELL for row in data]
        texts = [None if _blank(cell.text) else cell.text.strip() for cell in cells]
        kinds = np.array([cell.kind for cell in cells], np.uint8)
        if head.text or any(texts):
            columns.append(Column(head, found, pa.array(texts, pa.string()), kinds))
    return tuple(columns)


def _is_dropped(row: Sequence[Cell]) -> bool:
    """Whether it is a row of totals."""
    first = next((cell.text for cell in row if not _blank(cell.text)), "")
    return re.match(_DROPPED, "".join(first.split())) is not None


def _blank(text: str) -> bool:
    return text.strip() in {"", *NULLS}
