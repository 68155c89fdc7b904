"""A plain file of transfers: payer, payee, time, amount and id, and nothing else.

It needs no store: searches read it as it is. A row that cannot be used refuses the
whole file, since a search over the rest would miss what that row was part of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.analysis.plain_rings import PlainTransfers
from ingest.errors import FileFormatError
from ingest.files.bundle import open_bundle
from ingest.files.delimited import DelimitedFile
from ingest.files.rejects import Rejected, shortened

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ingest.files.delimited import Block

COLUMNS = ("payer", "payee", "time", "amount", "id")
_WHOLE = r"^-?[0-9]{1,18}$"
_DECIMAL = r"^(?P<whole>[0-9]{1,18})(?:\.(?P<part>[0-9]{1,18}))?$"


def read_transfer_file(path: Path) -> PlainTransfers:
    """The transfers of a CSV file with the columns `COLUMNS`.

    Raises
    ------
    IngestError
        There is no such file.
    FileFormatError
        It is no such file, or a row of it cannot be used; it names row and column.
    """
    bundle = open_bundle(path)
    if len(bundle.members) != 1:
        raise FileFormatError(bundle.name, "is not one file", "a CSV file of transfers")
    file = DelimitedFile(next(iter(bundle.members.values())))
    names = file.header()
    if sorted(names) != sorted(COLUMNS):
        raise FileFormatError(
            file.name,
            f"has the columns {', '.join(names)}",
            f"the columns {', '.join(COLUMNS)}",
        )
    blocks = list(file.blocks())
    for block in blocks:
        _check(block)
    table = pa.concat_tables([block.table for block in blocks] or [_nothing()])
    rows = np.concatenate([block.rows for block in blocks] or [np.zeros(0, np.int64)])
    _check_ids(file.name, table, rows)
    return _in_order(table.combine_chunks())


def _nothing() -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in COLUMNS})


def _check(block: Block) -> None:
    for fault in block.rejected[:1]:
        _refuse(fault)
    table = block.table
    for name in COLUMNS:
        _refuse_where(block, name, table[name].is_null(), "is empty", "a value")
    for name, pattern, expected in (
        ("time", _WHOLE, "a whole number of at most 18 digits"),
        (
            "amount",
            _DECIMAL,
            "a decimal number, at most 18 digits each side of a point",
        ),
    ):
        fits = pc.match_substring_regex(table[name], pattern)
        _refuse_where(block, name, pc.invert(fits), "cannot be used", expected)
    nought = pc.match_substring_regex(table["amount"], r"^[0.]*$")
    _refuse_where(block, "amount", nought, "is zero", "a decimal number above 0")


def _refuse_where(
    block: Block, name: str, wrong: pa.ChunkedArray, reason: str, expected: str
) -> None:
    places = np.flatnonzero(wrong.to_numpy())
    if places.size:
        first = int(places[0])
        value = block.table[name][first].as_py() or ""
        row = int(block.rows[first])
        _refuse(Rejected(block.file, row, name, value, reason, expected))


def _refuse(fault: Rejected) -> None:
    where = f"row {fault.row}" + (f", column {fault.column}" if fault.column else "")
    reason = f"{where}: {shortened(fault.value)!r} {fault.reason}"
    raise FileFormatError(fault.file, reason, fault.expected)


def _check_ids(file: str, table: pa.Table, rows: NDArray[np.int64]) -> None:
    codes = pa.chunked_array(table["id"]).combine_chunks().dictionary_encode()
    if len(codes.dictionary) == table.num_rows:
        return
    places = codes.indices.to_numpy()
    first = np.unique(places, return_index=True)[1]
    again = int(np.setdiff1d(np.arange(places.size), first)[0])
    value = table["id"][again].as_py()
    row = int(rows[again])
    _refuse(Rejected(file, row, "id", value, "was there before", "each id once"))


def _in_order(table: pa.Table) -> PlainTransfers:
    table = table.set_column(
        table.column_names.index("time"), "time", table["time"].cast(pa.int64())
    )
    table = table.sort_by([("time", "ascending"), ("id", "ascending")])
    ends = pa.concat_arrays(
        [part for name in ("payer", "payee") for part in table[name].chunks]
    )
    codes = ends.dictionary_encode()
    numbers = codes.indices.to_numpy().astype(np.int32)
    amount, unit = _in_smallest_unit(table["amount"])
    return PlainTransfers(
        accounts=codes.dictionary,
        ids=table["id"].combine_chunks(),
        payer=numbers[: table.num_rows],
        payee=numbers[table.num_rows :],
        time=table["time"].to_numpy(),
        amount=amount,
        unit=unit,
    )


def _in_smallest_unit(amounts: pa.ChunkedArray) -> tuple[NDArray[np.float64], float]:
    """Amounts as whole numbers, for exact ratios, and what 1 is among them."""
    parts = pc.extract_regex(amounts, _DECIMAL)
    whole, part = (pc.struct_field(parts, name) for name in ("whole", "part"))
    digits = pc.max(pc.utf8_length(part)).as_py() or 0
    padded = pc.utf8_rpad(part, digits, "0")
    joined = pc.binary_join_element_wise(whole, padded, "")
    return np.asarray(joined.cast(pa.float64()).to_numpy(), np.float64), 10.0**digits
