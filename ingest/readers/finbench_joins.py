"""Joins of FinBench files: deletions with accounts, applications with loans."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.errors import FileFormatError
from ingest.files.delimited import Origin
from ingest.files.rejects import Rejected
from ingest.readers.finbench_files import mapped_blocks
from ingest.readers.finbench_tables import (
    CONTRACT,
    DELETED,
    LOANS,
    UPDATED,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ingest.files.bundle import Member
    from ingest.files.delimited import Block
    from ingest.readers.finbench_tables import Cell

    Blocks = Callable[[], Iterator[Block]]

_DELETION = ("deletes an unknown account", "an account that some file opens")
_APPLICATION = (
    "applies for an unknown loan or one that has an applicant",
    "one application for each loan of Loan.csv",
)
_TOLD_BY_ROW = "createTime"
"""When an application was made: the row of its loan says so too."""
_UPDATE = ("is an update, which this reader does not apply", "no rows")
_SELF = ("is the guarantor itself", "another party than the guarantor")


class Accounts:
    """Accounts and their holders, ended where an account was deleted."""

    def __init__(self, deletions: Member | None) -> None:
        self._deletions = deletions
        self._opened: list[pa.Array] = []

    @cached_property
    def _blocks(self) -> list[Block]:
        return list(mapped_blocks(self._deletions, DELETED)) if self._deletions else []

    @cached_property
    def _ends(self) -> tuple[pa.Array, ...]:
        try:
            blocks = self._blocks
        except FileFormatError:  # told where the file itself is read
            blocks = []
        return _columns(blocks, ("account_id", "valid_to"))

    def ended(self, kind: str, blocks: Blocks) -> Iterator[Block]:
        """The blocks with `valid_to`."""
        ids, ends = self._ends
        for block in blocks():
            accounts = block.table["account_id"].combine_chunks()
            if kind == "account":
                self._opened.append(accounts)
            places = pc.index_in(accounts, value_set=ids)
            table = block.table.append_column("valid_to", ends.take(places))
            yield replace(block, table=table)

    def deletions_of_none(self) -> Iterator[Block]:
        """No facts; deletions of accounts that no file opens are refused."""
        opened = pa.chunked_array(self._opened, pa.string())
        for block in self._blocks:
            unknown = pc.invert(pc.is_in(block.table["account_id"], value_set=opened))
            yield _unused(block, unknown, "account_id", _DELETION)


class Loans:
    """Loans of the snapshot with those who applied for them."""

    def __init__(
        self, applications: Sequence[tuple[Member, Mapping[str, Cell]]]
    ) -> None:
        self._applications = applications
        self._opened: list[pa.Array] = []
        self._checked = 0

    @cached_property
    def _applied(self) -> tuple[pa.Array, ...]:
        blocks: list[Block] = []
        for member, cells in self._applications:
            try:
                blocks += list(mapped_blocks(member, cells))
            except FileFormatError:  # told where the file itself is read
                continue
        return _columns(blocks, ("loan_id", "borrower_id", "organization"))

    def applied(self, member: Member) -> Iterator[Block]:
        """The blocks of the loans with `borrower_id` and `organization`."""
        ids, borrowers, organizations = self._applied
        for block in mapped_blocks(member, LOANS.cells):
            loans = block.table["loan_id"].combine_chunks()
            self._opened.append(loans)
            places = pc.index_in(loans, value_set=ids)
            table = block.table.append_column("borrower_id", borrowers.take(places))
            table = table.append_column("organization", organizations.take(places))
            yield replace(block, table=table)

    def applications_of_none(
        self, member: Member, cells: Mapping[str, Cell]
    ) -> Iterator[Block]:
        """No facts; applications for unknown loans and second ones are refused."""
        opened = pa.chunked_array(self._opened, pa.string())
        for block in list(mapped_blocks(member, cells)):  # a broken file counts nowhere
            loans = block.table["loan_id"].combine_chunks()
            places = np.arange(self._checked, self._checked + len(loans))
            self._checked += len(loans)
            first = pc.index_in(loans, value_set=self._applied[0])
            second = pc.not_equal(first, pa.array(places))
            unknown = pc.invert(pc.is_in(loans, value_set=opened))
            yield _unused(block, pc.or_(unknown, second), "loan_id", _APPLICATION)


def contracts(rows: Blocks) -> Iterator[Block]:
    """Guarantee rows as facts of the kind guarantee; nobody's own are refused whole."""
    for block in rows():
        own = pc.equal(block.table["guarantor_id"], block.table["debtor_id"])
        own = pc.fill_null(own, fill_value=False)
        refused = _unused(block, own, "debtor_id", _SELF).rejected
        kept = _rows(block, pc.invert(own))
        table = _with_contract(kept.table).drop_columns(["guarantor_id"])
        origins = _with_origin(kept.origins)
        yield replace(kept, table=table, origins=origins, rejected=refused)


def promises(rows: Blocks) -> Iterator[Block]:
    """Guarantee rows as facts of the kind guarantor; faults were told before."""
    for block in rows():
        others = pc.not_equal(block.table["guarantor_id"], block.table["debtor_id"])
        kept = _rows(block, pc.fill_null(others, fill_value=True))
        table = _with_contract(kept.table)
        table = table.select(["guarantor_id", "guarantee_id", "valid_from"])
        origins = _with_origin(kept.origins)
        yield replace(kept, table=table, origins=origins, rejected=())


def unread(member: Member) -> Iterator[Block]:
    """No facts: this reader rejects every update."""
    for block in mapped_blocks(member, UPDATED):
        every = pa.repeat(pa.scalar(value=True), block.table.num_rows)
        yield _unused(block, every, "id", _UPDATE)


def _rows(block: Block, mask: pa.Array) -> Block:
    """Those rows of a block."""
    kept = np.asarray(mask, np.bool_)
    origins = {
        name: origin._replace(texts=origin.texts.filter(mask))
        for name, origin in block.origins.items()
    }
    table = block.table.filter(mask)
    return replace(block, table=table, rows=block.rows[kept], origins=origins)


def _with_contract(table: pa.Table) -> pa.Table:
    ends = [table["guarantor_id"], table["debtor_id"]]
    # finbench-person:1 guarantees finbench-person:2 -> finbench-guarantee:person:1:2
    tail = pc.replace_substring(ends[0], "finbench-", CONTRACT)
    head = pc.replace_substring_regex(ends[1], "^[^:]*:", "")
    ids = pc.binary_join_element_wise(tail, head, ":")
    return table.append_column("guarantee_id", ids)


def _with_origin(origins: Mapping[str, Origin]) -> Mapping[str, Origin]:
    """Also that of the contract's id, which both ends make."""
    ends = [origins[name] for name in ("guarantor_id", "debtor_id")]
    column = ", ".join(end.column for end in ends)
    texts = pc.binary_join_element_wise(*(end.texts for end in ends), ", ")
    return {**origins, "guarantee_id": Origin(column, texts)}


def _columns(blocks: Iterable[Block], names: Sequence[str]) -> tuple[pa.Array, ...]:
    """Columns through all blocks; nulls for those that the files lack."""
    columns: list[list[pa.Array]] = [[pa.array([], pa.string())] for _ in names]
    for block in blocks:
        for name, column in zip(names, columns, strict=True):
            held = name in block.table.column_names
            nulls = pa.nulls(block.table.num_rows, pa.string())
            column.append(block.table[name].combine_chunks() if held else nulls)
    return tuple(pa.concat_arrays(column) for column in columns)


def _unused(block: Block, mask: pa.Array, field: str, words: tuple[str, str]) -> Block:
    """Empty block with rejected rows; the others are joined.

    `words` are reason and expectation.
    """
    origin = block.origins[field]
    refused = pc.fill_null(mask, fill_value=True)
    texts = origin.texts.filter(refused).to_pylist()
    rows = block.rows[np.asarray(refused)].tolist()
    rejected = [
        Rejected(block.file, row, origin.column, text or "", *words)
        for row, text in zip(rows, texts, strict=True)
    ]
    return replace(
        block,
        table=block.table.slice(0, 0),
        rows=block.rows[:0],
        rejected=(*block.rejected, *rejected),
        unread=tuple(name for name in block.unread if name != _TOLD_BY_ROW),
        joined=block.table.num_rows - len(rejected),
    )
