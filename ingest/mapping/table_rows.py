"""Rows of a foreign sheet, and what a mapping reads in their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.mapping.header import plain
from ingest.mapping.values import Amounts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ingest.files.sheets.grid import Grid
    from ingest.mapping.document import FieldRule, Notation, TableMapping
    from ingest.mapping.field_values import Field
    from ingest.mapping.header import Header
    from ingest.mapping.values import Fault


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
    """

    texts: pa.Array
    typed: pa.Array
    head: str
    faults: Mapping[int, Fault] = field(default_factory=dict)
    currencies: pa.Array | None = None


class TableRows:
    """Rows that hold data, without those that a mapping drops.

    Attributes
    ----------
    rows
        Shape (rows,). Numbers in the sheet.
    rejected
        Rows that could not be read.
    """

    def __init__(self, grid: Grid, header: Header, mapping: TableMapping) -> None:
        self._header = header
        self.rejected = grid.rejected
        nulls = pa.array(mapping.nulls)
        columns = [_without(column, nulls) for column in grid.columns]
        kept = _kept(columns, mapping.drop)
        self.rows: NDArray[np.int64] = grid.rows[kept]
        self._columns = [column.filter(pa.array(kept)) for column in columns]
        self._kinds = grid.kinds[kept]

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
        return Cells(self._header.heads[places[0]], *self._first(places))

    def told(self, rule: FieldRule, field: Field, form: Notation | None) -> Told:
        """What the rows say of a field.

        Parameters
        ----------
        form
            How numbers of the column are meant, where that is known of it as a whole.
        """
        n = len(self)
        if rule.constant is not None:
            same = pa.repeat(pa.scalar(rule.constant), n)
            return Told(same, same, "")
        cells = self.cells(rule)
        if cells is None:
            nothing = pa.nulls(n, pa.string())
            return Told(nothing, nothing, "")
        texts = _meant(cells.texts, rule.values)
        made = field.read(texts, cells.kinds, rule, head=cells.head, form=form)
        currencies = made.currencies if isinstance(made, Amounts) else None
        return Told(made.texts, cells.texts, cells.head, made.faults, currencies)

    def _first(self, places: Sequence[int]) -> tuple[pa.Array, NDArray[np.uint8]]:
        """Of several columns the cells of the first that is filled."""
        texts, kinds = self._columns[places[0]], self._kinds[:, places[0]]
        for place in places[1:]:
            empty = texts.is_null().to_numpy(zero_copy_only=False)
            kinds = np.where(empty, self._kinds[:, place], kinds)
            texts = pc.coalesce(texts, self._columns[place])
        return texts, kinds


def _without(column: pa.Array, nulls: pa.Array) -> pa.Array:
    """Trimmed texts, of which those that stand for nothing are null."""
    texts = pc.utf8_trim_whitespace(column)
    nothing = pc.or_kleene(pc.is_in(texts, nulls), pc.equal(texts, ""))
    return pc.if_else(pc.fill_null(nothing, fill_value=True), None, texts)


def _kept(columns: Sequence[pa.Array], drop: Sequence[str]) -> NDArray[np.bool_]:
    """Rows with something in them that do not begin like those to be dropped."""
    first = pc.coalesce(*columns)
    begin = pc.replace_substring_regex(first, r"\s+", "")
    kept: NDArray[np.bool_] = first.is_valid().to_numpy(zero_copy_only=False).copy()
    for text in drop:
        hit = pc.fill_null(pc.starts_with(begin, plain(text)), fill_value=False)
        kept &= ~hit.to_numpy(zero_copy_only=False)
    return kept


def _meant(texts: pa.Array, values: Mapping[str, str]) -> pa.Array:
    """Texts of which those that a mapping explains are what they mean."""
    if not values:
        return texts
    found = pc.index_in(texts, pa.array(list(values)))
    return pc.coalesce(pa.array(list(values.values())).take(found), texts)
