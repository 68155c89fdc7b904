"""Facts of rows, checked: a row becomes all of its facts or none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.vocabulary import KINDS
from ingest.checks.facts import NATURAL, facts
from ingest.checks.words import EXPECTED_CURRENCY, EXPECTED_ID
from ingest.files.delimited import Block
from ingest.mapping.contradictions import reject_contradictions, reject_disputed
from ingest.mapping.document import NUMBER, ROLES
from ingest.mapping.fact_rows import BlockFacts
from ingest.mapping.party_rows import described

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.vocabulary import Kind
    from ingest.checks.facts import Declared
    from ingest.errors import FileFormatError
    from ingest.files.rejects import Rejected
    from ingest.mapping.fact_rows import FactRows
    from ingest.mapping.party_rows import Parties
    from ingest.mapping.row_facts import RowFacts

    Places = NDArray[np.int64]

PARTY = KINDS["party"]
_EXPECTED = {
    EXPECTED_ID: "a name or a code (fill_down in the mapping where the one above "
    "counts, as in merged cells)",
    EXPECTED_CURRENCY: "a currency in the cell or the head, a column for it, or "
    "currency: CNY in the mapping",
}
"""What people with a table can do, where native files have a column of another name."""


@dataclass(slots=True)
class WholeRows:
    """What came of the rows of a mapping's sheets.

    Attributes
    ----------
    tables
        Facts as stores take them, by file and kind.
    rejected
        By file.
    taken
        Names for which the id of a described company was taken, with that id.
    faults
        Why a file as a whole could not be read.
    rows
        By file, the numbers of the rows that were read, table by table.
    """

    tables: dict[tuple[str, str], list[pa.Table]] = field(
        default_factory=lambda: defaultdict(list)
    )
    rejected: dict[str, list[Rejected]] = field(
        default_factory=lambda: defaultdict(list)
    )
    taken: Mapping[str, str] = field(default_factory=dict)
    faults: dict[str, FileFormatError] = field(default_factory=dict)
    rows: dict[str, list[Places]] = field(default_factory=lambda: defaultdict(list))


def whole_rows(
    blocks: Sequence[RowFacts],
    declared: Declared,
    companies: Mapping[str, str],
    types: Mapping[str, str],
) -> WholeRows:
    """Facts of all rows of which nothing is wrong.

    Parameters
    ----------
    blocks
        Of all sheets, each read by its mapping.
    companies
        Ids of described companies by folded name.
    types
        What other sources state that parties are, by id.

    Notes
    -----
    O(rows) for each kind of fact.
    """
    made = WholeRows()
    if not blocks:
        return made
    parties = described(blocks, companies, types)
    made.taken = parties.identities.taken
    read = [
        (block, [*BlockFacts(number, block, parties, declared.source)])
        for number, block in enumerate(blocks)
    ]
    checked = [[_checked(rows, block, declared) for rows in own] for block, own in read]
    reject_contradictions(read)
    reject_disputed(blocks, parties)
    descriptions = _checked_parties(blocks, parties, declared)
    _keep_parties(blocks, parties, descriptions, made)
    for block, found in zip(blocks, checked, strict=True):
        made.rejected[block.file] += sorted(block.rejected, key=lambda item: item.row)
        made.rows[block.file].append(block.rows)
        for item in found:
            kept = item.table.filter(pa.array(~block.bad[item.places]))
            made.tables[block.file, item.kind.name].append(kept)
    return made


@dataclass(frozen=True, slots=True)
class _Checked:
    """Facts of a kind with the places of their rows in the block."""

    kind: Kind
    places: Places
    table: pa.Table


def _checked(rows: FactRows, block: RowFacts, declared: Declared) -> _Checked:
    """Facts that can be; rows of the others are rejected."""
    table, rejected = facts(rows.kind, rows.block, declared)
    for item in rejected:
        told = replace(item, expected=_EXPECTED.get(item.expected, item.expected))
        block.reject(int(np.searchsorted(block.rows, item.row)), told)
    places = np.searchsorted(block.rows, table["row"].to_numpy())
    if rows.by_texts:
        flags = pa.repeat(pa.scalar(value=True), table.num_rows)
        table = table.append_column(NATURAL, flags)
    return _Checked(rows.kind, places, table)


def _checked_parties(
    blocks: Sequence[RowFacts], parties: Parties, declared: Declared
) -> pa.Table:
    """Descriptions that can be, by number in `row`; who mentions others is rejected."""
    told = parties.descriptions
    table, rejected = facts(PARTY, Block("", told, np.arange(told.num_rows)), declared)
    wrong = {item.row: item for item in rejected}
    for at in np.flatnonzero(np.isin(parties.party, list(wrong))).tolist():
        block, role = blocks[parties.block[at]], ROLES[parties.role[at]]
        place, fault = int(parties.row[at]), wrong[int(parties.party[at])]
        found = block.parties[role]
        name = NUMBER if fault.column == "party_id" else fault.column
        cell = found.told.get(name)
        head, value = found.head, fault.value
        if cell is not None:
            own = at - parties.starts[int(parties.block[at]), role]
            head, value = cell.head or found.head, cell.typed[own].as_py() or ""
        row = int(block.rows[place])
        block.reject(
            place, replace(fault, file=block.file, row=row, column=head, value=value)
        )
    return table


def _keep_parties(
    blocks: Sequence[RowFacts], parties: Parties, table: pa.Table, made: WholeRows
) -> None:
    """Descriptions of parties that a whole row mentions, where the first one does."""
    good = np.concatenate([~block.bad for block in blocks])
    starts = np.cumsum([0, *(len(block.rows) for block in blocks)])[:-1]
    place = starts[parties.block] + parties.row
    mentions = np.flatnonzero(good[place])
    mentions = mentions[np.argsort(place[mentions], kind="stable")]
    told, first = np.unique(parties.party[mentions], return_index=True)
    number = table["row"].to_numpy()
    at = np.searchsorted(told, number)
    known = np.append(told, -1)[at] == number
    table, mention = table.filter(pa.array(known)), mentions[first[at[known]]]
    rows = np.concatenate([block.rows for block in blocks])[place[mention]]
    files = np.array([block.file for block in blocks])[parties.block[mention]]
    for name, values in (("file", pa.array(files.tolist(), pa.string())),
                         ("row", pa.array(rows, pa.int64()))):  # fmt: skip
        index = table.schema.get_field_index(name)
        table = table.set_column(index, table.schema.field(index), values)
    for file in dict.fromkeys(block.file for block in blocks):
        own = pa.array(files == file)
        made.tables[file, PARTY.name].append(table.filter(own))
