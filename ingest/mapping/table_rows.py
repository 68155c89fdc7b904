"""Rows of a foreign sheet, and what a mapping reads in their columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.mapping.field_faults import constant
from ingest.mapping.header import plain
from ingest.mapping.values import Amounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ingest.files.rejects import Rejected
    from ingest.files.sheets.grid import Grid
    from ingest.mapping.document import FieldRule, TableMapping
    from ingest.mapping.field_values import Field
    from ingest.mapping.header import Header
    from ingest.mapping.values import Fault, Question


class Cells(NamedTuple):
    """A column's cells with its head; texts and kinds have the shape (rows,)."""

    head: str
    texts: pa.Array
    kinds: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows say of a field, each of shape (rows,).

    Attributes
    ----------
    texts
        As native files have it.
    typed
        As the cells have it.
    head
        Of its column, or of the first of several; empty for a constant.
    faults
        By place of the row.
    currencies
        Shape (rows,). Of amounts, what cells or unit say; null where neither does.
    question
        What the column as a whole leaves open.
    """

    texts: pa.Array
    typed: pa.Array
    head: str
    faults: Mapping[int, Fault] = field(default_factory=dict)
    currencies: pa.Array | None = None
    question: Question | None = None


class TableRows:
    """Rows of a sheet that hold data, without those that a mapping drops.

    Attributes
    ----------
    rows
        Shape (rows,). Numbers in the sheet.
    rejected
        Rows that could not be read.
    left_out
        Number of rows that the mapping drops, or reads nothing in.
    """

    def __init__(
        self, grids: Iterable[Grid], header: Header, mapping: TableMapping
    ) -> None:
        self._header = header
        found = [header.columns(rule) for rule in mapping.read]
        self._read = sorted({at for heads in found for at, *_ in heads.values()})
        self.rejected: list[Rejected] = []
        self.left_out = 0
        nulls = pa.array(mapping.nulls)
        dropped = drop_pattern(mapping.drop)
        rows: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
        kinds = [np.zeros((0, len(self._read)), np.uint8)]
        texts: list[list[pa.Array]] = [[pa.array([], pa.string())] for _ in self._read]
        for grid in grids:
            columns = [_without(column, nulls) for column in grid.columns]
            kept = _kept(columns, self._read, dropped)
            rows.append(grid.rows[kept])
            self.left_out += len(kept) - len(rows[-1])
            kinds.append(grid.kinds[kept][:, self._read])
            for part, at in zip(texts, self._read, strict=True):
                part.append(columns[at].filter(pa.array(kept)))
            self.rejected += grid.rejected
        self.rows: NDArray[np.int64] = np.concatenate(rows)
        self._kinds = np.concatenate(kinds)
        self._columns = [pa.concat_arrays(part) for part in texts]

    def __len__(self) -> int:
        return len(self.rows)

    def cells(self, rule: FieldRule) -> Cells | None:
        """Cells of a rule's column, or of the first of several that is filled.

        Returns
        -------
        cells
            None: the table has no such column.
        """
        places = [place for place, *_ in self._header.columns(rule).values()]
        if not places:
            return None
        texts, kinds = self._first(places)
        if rule.fill_down:
            texts, kinds = _filled_down(texts, kinds)
        return Cells(self._header.heads[places[0]], texts, kinds)

    def told(self, rule: FieldRule, field: Field) -> Told:
        """What the rows say of a field; numbers are meant alike in all of them."""
        n = len(self)
        if rule.constant is not None:
            made = constant(field, rule)
            typed = pa.repeat(pa.scalar(rule.constant), n)
            return Told(pa.repeat(made.texts[0], n), typed, "")
        cells = self.cells(rule)
        if cells is None:
            nothing = pa.nulls(n, pa.string())
            return Told(nothing, nothing, "")
        texts = _meant(cells.texts, rule.values)
        form, question = field.form(rule, cells.head, texts, cells.kinds)
        made = field.read(texts, cells.kinds, rule, head=cells.head, form=form)
        currencies = made.currencies if isinstance(made, Amounts) else None
        return Told(
            made.texts, cells.texts, cells.head, made.faults, currencies, question
        )

    def _first(self, places: Sequence[int]) -> tuple[pa.Array, NDArray[np.uint8]]:
        """Of several columns the cells of the first that is filled."""
        first, *others = [self._read.index(place) for place in places]
        texts, kinds = self._columns[first], self._kinds[:, first]
        for at in others:
            empty = texts.is_null().to_numpy(zero_copy_only=False)
            kinds = np.where(empty, self._kinds[:, at], kinds)
            texts = pc.coalesce(texts, self._columns[at])
        return texts, kinds


def _without(column: pa.Array, nulls: pa.Array) -> pa.Array:
    """Trimmed texts, of which those that stand for nothing are null."""
    texts = pc.utf8_trim_whitespace(column)
    nothing = pc.or_kleene(pc.is_in(texts, nulls), pc.equal(texts, ""))
    return pc.if_else(pc.fill_null(nothing, fill_value=True), None, texts)


def _filled_down(
    texts: pa.Array, kinds: NDArray[np.uint8]
) -> tuple[pa.Array, NDArray[np.uint8]]:
    """Cells of which the empty ones are as the filled one above them."""
    filled = texts.is_valid().to_numpy(zero_copy_only=False)
    above = np.maximum.accumulate(np.where(filled, np.arange(len(texts)), 0))
    return texts.take(pa.array(above)), kinds[above]


def drop_pattern(drop: Sequence[str]) -> str:
    """What rows to be dropped begin with; a word of Latin script is the whole cell.

    So that Total is one, and a firm of that name is not.
    """
    texts = {form for text in drop for form in (plain(text), "".join(text.split()))}
    parts = [re.escape(text) + (r":?$" if text.isascii() else "") for text in texts]
    return f"(?i)^(?:{'|'.join(sorted(parts))})" if parts else ""


def _kept(
    columns: Sequence[pa.Array], read: Sequence[int], dropped: str
) -> NDArray[np.bool_]:
    """Rows with something in the columns that are read that are not to be dropped."""
    said = pc.coalesce(*(columns[at] for at in read or range(len(columns)))).is_valid()
    kept: NDArray[np.bool_] = said.to_numpy(zero_copy_only=False).copy()
    if dropped:
        begin = pc.replace_substring_regex(pc.coalesce(*columns), r"\s+", "")
        hit = pc.fill_null(pc.match_substring_regex(begin, dropped), fill_value=False)
        kept &= ~hit.to_numpy(zero_copy_only=False)
    return kept


def _meant(texts: pa.Array, values: Mapping[str, str]) -> pa.Array:
    """Texts of which those that a mapping explains are what they mean."""
    if not values:
        return texts
    found = pc.index_in(texts, pa.array(list(values)))
    return pc.coalesce(pa.array(list(values.values())).take(found), texts)
