"""Conversion of a block of text columns to facts of one kind, with rejected rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING, END
from graph.model import batch_schema
from graph.vocabulary import PropertyType, Timing
from ingest.checks import columns
from ingest.checks.reasons import Reason
from ingest.checks.times import UTC, instants
from ingest.checks.words import Cell, refusal
from ingest.files.rejects import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from graph.vocabulary import Kind, Property
    from ingest.checks.reasons import Reasons
    from ingest.files.delimited import Block


NATURAL = "natural"
"""Column of checked facts: whether what they say names their records."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Defaults that a load's caller declares for rows that lack them.

    No row can have been collected after `latest`.
    """

    source: str
    collected_at: int
    currency: str | None = None
    zone: ZoneInfo = UTC
    latest: int = END


@dataclass(slots=True)
class _Checking:
    """Columns of one block during checking, with the reason codes so far."""

    kind: Kind
    block: Block
    declared: Declared
    reasons: dict[str, Reasons] = field(default_factory=dict)

    def texts(self, name: str) -> pa.Array:
        """A column of text; nulls where the file does not have it."""
        if name not in self.block.table.column_names:
            return pa.nulls(self.block.table.num_rows, pa.string())
        return self.block.table[name].combine_chunks()

    def keep(self, name: str, column: columns.Column) -> pa.Array:
        """Remember the reasons of a column and hand on its values."""
        self.reasons[name] = column.reasons
        return column.values


def facts(
    kind: Kind,
    block: Block,
    declared: Declared,
    names: Mapping[str, str] | None = None,
) -> tuple[pa.Table, list[Rejected]]:
    """Valid rows of a block as a table of facts, and the rejected rows.

    Parameters
    ----------
    kind
        What the rows describe.
    block
        Columns of text named as in the vocabulary.
    declared
        Defaults.
    names
        Columns that the file calls otherwise, for messages.

    Returns
    -------
    tuple
        Columns of `graph.model.batch_schema`, `record_id` null where the file has
        none; and the rejected rows, at least one entry for each.
    """
    checking = _Checking(kind, block, declared)
    values = _references(checking) | _properties(checking) | _provenance(checking)
    values |= _periods(checking)
    values["file"] = pa.repeat(block.file, block.table.num_rows).cast(pa.string())
    values["row"] = pa.array(block.rows, pa.int64())
    schema = batch_schema(kind)
    # not null only once refused rows are gone and records are named
    schema = pa.schema([item.with_nullable(nullable=True) for item in schema])
    table = pa.table({name: values[name] for name in schema.names}, schema=schema)
    bad = np.bitwise_or.reduce(list(checking.reasons.values())) != 0
    if not bad.any():
        return table, []
    rejected = _rejected(checking, np.flatnonzero(bad), names or {})
    return table.filter(pa.array(~bad)), rejected


def _references(checking: _Checking) -> dict[str, pa.Array]:
    values = {}
    for item in checking.kind.references:
        texts = checking.texts(item.column)
        own = item is checking.kind.tail and checking.kind.name == "party"
        column = (columns.party_identifier if own else columns.identifier)(texts)
        if item.required:
            column = column.required(texts)
        values[item.column] = checking.keep(item.column, column)
    return values


def _properties(checking: _Checking) -> dict[str, pa.Array]:
    values: dict[str, pa.Array] = {}
    kind = checking.kind
    amounts = [item for item in kind.properties if item.type is PropertyType.MONEY]
    for item in sorted(kind.properties, key=amounts.__contains__):
        texts = checking.texts(item.name)
        if item in amounts:
            column = columns.money(texts, values["currency"], item.minimum)
        else:
            if amounts and item.name == "currency":
                texts = _completed(texts, checking, amounts)
            column = columns.convert(item, texts, checking.declared.zone)
        if item.required:
            column = column.required(texts)
        values[item.name] = checking.keep(item.name, column)
    return values


def _completed(
    texts: pa.Array, checking: _Checking, amounts: list[Property]
) -> pa.Array:
    """The currency column, with the declared one in rows that hold an amount."""
    if checking.declared.currency is None or not texts.null_count:
        return texts
    missing = pc.is_null(texts)
    empty = [columns.is_null_mask(checking.texts(item.name)) for item in amounts]
    used = pa.array(~np.logical_and.reduce(empty))
    default = pa.scalar(checking.declared.currency)
    return pc.if_else(pc.and_(missing, used), default, texts)


def _provenance(checking: _Checking) -> dict[str, pa.Array]:
    values = {}
    for name in ("source", "record_id"):
        column = columns.record_name(checking.texts(name))
        values[name] = checking.keep(name, column)
    values["source"] = pc.fill_null(values["source"], checking.declared.source)
    texts = checking.texts("collected_at")
    collected = columns.Column(*instants(texts, checking.declared.zone))
    _not_ahead(collected, checking.declared.latest)
    values["collected_at"] = pc.fill_null(
        checking.keep("collected_at", collected), checking.declared.collected_at
    )
    return values


def _not_ahead(moments: columns.Column, latest: int) -> None:
    """Note what lies after the last moment that can be known of."""
    late = pc.fill_null(pc.greater(moments.values, latest), fill_value=False)
    moments.reasons[late.to_numpy(zero_copy_only=False)] = Reason.NOT_YET


def _periods(checking: _Checking) -> dict[str, pa.Array]:
    timing, zone = checking.kind.timing, checking.declared.zone
    texts = checking.texts(timing.value)
    begin = columns.Column(*instants(texts, zone))
    if checking.kind.happened:
        _not_ahead(begin, checking.declared.latest)
    if timing is not Timing.STATE:
        begins = checking.keep(timing.value, begin.required(texts))
        ends = pa.nulls(len(texts), pa.int64())
        return {"valid_from": pc.fill_null(begins, BEGINNING), "valid_to": ends}
    begins = pc.fill_null(checking.keep("valid_from", begin), BEGINNING)
    end = columns.Column(*instants(checking.texts("valid_to"), zone, end=True))
    ends = checking.keep("valid_to", end)
    # the day before valid_from as last day ends the period where it begins
    early = pc.fill_null(pc.less_equal(ends, begins), fill_value=False)
    end.reasons[early.to_numpy(zero_copy_only=False)] = Reason.ENDS_EARLY
    return {"valid_from": begins, "valid_to": ends}


def _rejected(
    checking: _Checking, places: NDArray[np.int64], names: Mapping[str, str]
) -> list[Rejected]:
    rejected, file = [], checking.block.file
    rows = checking.block.table.take(places).to_pylist()
    for place, row in zip(places.tolist(), rows, strict=True):
        number = int(checking.block.rows[place])
        currency = row.get("currency") or checking.declared.currency
        for name, reasons in checking.reasons.items():
            if reasons[place]:
                cell = Cell(checking.kind, name, row.get(name) or "", currency)
                words = refusal(Reason(reasons[place]), cell)
                column, value = names.get(name, name), cell.text
                if origin := checking.block.origins.get(name):
                    column, value = origin.column, origin.texts[place].as_py() or ""
                rejected.append(Rejected(file, number, column, value, *words))
    return rejected
