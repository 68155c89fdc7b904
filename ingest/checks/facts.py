"""A block of text becomes facts of one kind, and the rows that cannot are named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.instant import BEGINNING
from graph.model import batch_schema
from graph.vocabulary import PropertyType, Timing
from ingest.checks import columns
from ingest.checks.rows import explain
from ingest.checks.times import UTC, instants
from ingest.files.rejects import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from numpy.typing import NDArray

    from graph.vocabulary import Kind, Property
    from ingest.files.delimited import Block


@dataclass(frozen=True, slots=True)
class Declared:
    """What the caller of a load says about files that do not say it themselves."""

    source: str
    collected_at: int
    currency: str | None = None
    zone: ZoneInfo = UTC


@dataclass(slots=True)
class _Checking:
    """Columns of one block on their way, and which rows are refused so far."""

    kind: Kind
    block: Block
    declared: Declared
    wrong: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    def texts(self, name: str) -> pa.Array:
        """A column of text; nulls where the file does not have it."""
        if name not in self.block.table.column_names:
            return pa.nulls(self.block.table.num_rows, pa.string())
        return self.block.table[name].combine_chunks()

    def keep(self, name: str, column: columns.Column) -> pa.Array:
        """Remember the refusals of a column and hand on its values."""
        self.wrong[name] = self.wrong.get(name, False) | column.wrong
        return column.values


def facts(
    kind: Kind,
    block: Block,
    declared: Declared,
    names: Mapping[str, str] | None = None,
) -> tuple[pa.Table, list[Rejected]]:
    """The good rows of a block as a table of facts, and what is wrong with the others.

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
    bad = np.logical_or.reduce(list(checking.wrong.values()))
    if not bad.any():
        return table, []
    rejected = _explained(checking, np.flatnonzero(bad), names or {})
    return table.filter(pa.array(~bad)), rejected


def _references(checking: _Checking) -> dict[str, pa.Array]:
    values = {}
    for item in checking.kind.references:
        texts = checking.texts(item.column)
        column = columns.identifier(texts, required=item.required)
        values[item.column] = checking.keep(item.column, column)
    if checking.kind.name == "party":
        checking.wrong["party_id"] |= columns.party_identifier(values["party_id"])
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
            column.wrong[_empty(texts)] = True
        values[item.name] = checking.keep(item.name, column)
    return values


def _completed(
    texts: pa.Array, checking: _Checking, amounts: list[Property]
) -> pa.Array:
    """The currency column, with the declared one in rows that hold an amount."""
    if checking.declared.currency is None or not texts.null_count:
        return texts
    missing = pc.is_null(texts)
    empty = [_empty(checking.texts(item.name)) for item in amounts]
    used = pa.array(~np.logical_and.reduce(empty))
    default = pa.scalar(checking.declared.currency)
    return pc.if_else(pc.and_(missing, used), default, texts)


def _empty(texts: pa.Array) -> NDArray[np.bool_]:
    nulls: NDArray[np.bool_] = pc.is_null(texts).to_numpy(zero_copy_only=False)
    return nulls


def _provenance(checking: _Checking) -> dict[str, pa.Array]:
    values = {}
    for name in ("source", "record_id"):
        column = columns.identifier(checking.texts(name), required=False)
        values[name] = checking.keep(name, column)
    values["source"] = pc.fill_null(values["source"], checking.declared.source)
    texts = checking.texts("collected_at")
    collected = columns.Column(*instants(texts, checking.declared.zone))
    values["collected_at"] = pc.fill_null(
        checking.keep("collected_at", collected), checking.declared.collected_at
    )
    return values


def _periods(checking: _Checking) -> dict[str, pa.Array]:
    timing, zone = checking.kind.timing, checking.declared.zone
    texts = checking.texts(timing.value)
    begin = columns.Column(*instants(texts, zone))
    if timing is not Timing.STATE:
        begin.wrong[_empty(texts)] = True
        ends = pa.nulls(len(texts), pa.int64())
        begins = checking.keep(timing.value, begin)
        return {"valid_from": pc.fill_null(begins, BEGINNING), "valid_to": ends}
    begins = pc.fill_null(checking.keep("valid_from", begin), BEGINNING)
    end = columns.Column(*instants(checking.texts("valid_to"), zone, end=True))
    ends = checking.keep("valid_to", end)
    # the day before valid_from as last day ends the period where it begins
    empty = pc.fill_null(pc.less_equal(ends, begins), fill_value=False)
    checking.wrong["period"] = empty.to_numpy(zero_copy_only=False)
    return {"valid_from": begins, "valid_to": ends}


def _explained(
    checking: _Checking, places: NDArray[np.int64], names: Mapping[str, str]
) -> list[Rejected]:
    rejected, file = [], checking.block.file
    rows = checking.block.table.take(places).to_pylist()
    for place, row in zip(places.tolist(), rows, strict=True):
        number = int(checking.block.rows[place])
        found = explain(checking.kind, row, checking.declared.currency)
        faults = [(fault.column, fault.reason, fault.expected) for fault in found]
        flagged = [name for name, wrong in checking.wrong.items() if wrong[place]]
        if "period" in flagged:
            faults.append(("valid_to", "ends it before it begins", "a later day"))
        elif not faults:  # a rule of the columns that no cell rule repeats
            faults = [(name, "is not valid", "another value") for name in flagged]
        rejected += [
            Rejected(file, number, names.get(name, name), row.get(name) or "", *words)
            for name, *words in faults
        ]
    return rejected
