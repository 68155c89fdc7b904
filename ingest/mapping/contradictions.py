"""Rows that cannot all be true: one number said two ways, a debtor for itself.

A load would find both once facts are written, when the rest of a row is in already.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.vocabulary import KINDS, Form
from ingest.files.rejects import Rejected, shortened
from ingest.mapping.document import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.vocabulary import Kind
    from ingest.files.delimited import Block
    from ingest.mapping.fact_rows import FactRows
    from ingest.mapping.party_rows import Parties
    from ingest.mapping.row_facts import RowFacts

    Read = tuple[RowFacts, Sequence[FactRows]]

_NODES = [kind for kind in KINDS.values()
          if kind.form is Form.NODE and kind.name != "party"]  # fmt: skip
_ALIKE = "the same in all rows of a number"
_OF_PARTY = "the same in all rows that name it, or nothing"
_TIMES = {"valid_from", "valid_to", "collected_at"}
"""A party may be described at several times."""


class _Said(NamedTuple):
    """A row that says something of a node: `at` counts in the block of its facts."""

    rows: RowFacts
    block: Block
    place: int
    at: int


def reject_contradictions(read: Sequence[Read]) -> None:
    """Reject rows of one number that differ, and guarantees of a debtor for itself.

    Parameters
    ----------
    read
        Blocks of rows, each with its facts as they are read.

    Notes
    -----
    O(facts), and words for those only that contradict.
    """
    for kind in _NODES:
        _reject_differing(kind, read)
    for rows, facts in read:
        _reject_own_debtors(rows, {item.kind.name: item for item in facts})


def _reject_differing(kind: Kind, read: Sequence[Read]) -> None:
    found = [(rows, item) for rows, facts in read for item in facts
             if item.kind is kind and item.block.table.num_rows]  # fmt: skip
    if not found:
        return
    ids = pa.chunked_array(
        [item.block.table[kind.tail.column].combine_chunks() for _, item in found]
    )
    codes = pc.fill_null(ids.combine_chunks().dictionary_encode().indices, -1)
    numbers = codes.to_numpy(zero_copy_only=False)
    counts = np.bincount(numbers + 1)
    counts[0] = 0
    several = np.flatnonzero(counts[numbers + 1] > 1)
    if not len(several):
        return
    starts = np.cumsum([0, *(item.block.table.num_rows for _, item in found)])
    groups: dict[int, list[_Said]] = {}
    for place in several.tolist():
        block = int(np.searchsorted(starts, place, side="right")) - 1
        rows, item = found[block]
        at = place - int(starts[block])
        said = _Said(rows, item.block, int(item.places[at]), at)
        groups.setdefault(int(numbers[place]), []).append(said)
    for group in groups.values():
        _reject_group(group)


def _reject_group(group: Sequence[_Said]) -> None:
    """Of rows that say one thing differently each names one that differs from it."""
    names = [name for name in group[0].block.table.column_names if name != "record_id"]
    for name in names:
        values = [said.block.table[name][said.at].as_py() for said in group]
        if all(value == values[0] for value in values):
            continue
        second = next(at for at, value in enumerate(values) if value != values[0])
        for said, value in zip(group, values, strict=True):
            other = group[second if value == values[0] else 0]
            _reject(said, name, other)
        return


def _reject(said: _Said, name: str, other: _Said) -> None:
    head, value = _typed(said, name)
    row = int(other.rows.rows[other.place])
    where = f"row {row}" if other.rows is said.rows else f"{other.rows.file}, row {row}"
    shown = shortened(_typed(other, name)[1])
    reason = f"is {shown!r} in {where}, under the same number"
    number = int(said.rows.rows[said.place])
    said.rows.reject(
        said.place, Rejected(said.rows.file, number, head, value, reason, _ALIKE)
    )


def _typed(said: _Said, name: str) -> tuple[str, str]:
    """Head and text of a cell as the file has them."""
    origin = said.block.origins.get(name)
    if origin is None:
        return name, said.block.table[name][said.at].as_py() or ""
    return origin.column, origin.texts[said.at].as_py() or ""


def _reject_own_debtors(rows: RowFacts, facts: dict[str, FactRows]) -> None:
    contracts, promises = facts.get("guarantee"), facts.get("guarantor")
    if contracts is None or promises is None:
        return
    debtors = contracts.block.table["debtor_id"]
    whose = np.searchsorted(contracts.places, promises.places)
    same = pc.equal(promises.block.table["guarantor_id"], debtors.take(pa.array(whose)))
    origin = promises.block.origins["guarantor_id"]
    for at in _true(same):
        place = int(promises.places[at])
        rows.reject(
            place,
            Rejected(
                rows.file,
                int(rows.rows[place]),
                origin.column,
                origin.texts[at].as_py() or "",
                "is the debtor of the contract itself",
                "another party than the debtor",
            ),
        )


def reject_disputed(blocks: Sequence[RowFacts], parties: Parties) -> None:
    """Reject rows that state what other rows state otherwise of the same party.

    Notes
    -----
    O(descriptions), and words for those only that contradict.
    """
    told = parties.descriptions
    owners: dict[tuple[str, str], list[int]] = defaultdict(list)
    pairs = zip(
        told["party_id"].to_pylist(), told["record_id"].to_pylist(), strict=True
    )
    for number, pair in enumerate(pairs):
        owners[pair].append(number)
    for group in owners.values():
        rows = told.take(pa.array(group)).to_pylist() if len(group) > 1 else []
        for name in told.column_names if rows else ():
            values = {row[name] for row in rows} - {None}
            if len(values) > 1 and name not in _TIMES:
                mentions = np.flatnonzero(np.isin(parties.party, group))
                _reject_disputed(name, blocks, parties, mentions.tolist())


def _reject_disputed(
    name: str, blocks: Sequence[RowFacts], parties: Parties, mentions: Sequence[int]
) -> None:
    said = []
    for at in mentions:
        number, role = int(parties.block[at]), ROLES[parties.role[at]]
        cells = blocks[number].parties[role].told.get(name)
        own = at - parties.starts[number, role]
        if cells is not None and cells.head and cells.texts[own].is_valid:
            said.append((blocks[number], int(parties.row[at]), cells, own))
    texts = [cells.texts[own].as_py() for *_, cells, own in said]
    for (rows, place, cells, own), text in zip(said, texts, strict=True):
        other, where, its_cells, its_own = said[
            next(at for at, value in enumerate(texts) if value != text)
        ]
        row = f"row {other.rows[where]}"
        row = row if other is rows else f"{other.file}, {row}"
        shown = shortened(its_cells.typed[its_own].as_py() or "")
        typed = cells.typed[own].as_py() or ""
        reason = f"is {shown!r} in {row}, of the same party"
        number = int(rows.rows[place])
        rows.reject(
            place, Rejected(rows.file, number, cells.head, typed, reason, _OF_PARTY)
        )


def _true(flags: pa.ChunkedArray) -> Iterable[int]:
    chosen = pc.fill_null(flags, fill_value=False).to_numpy()
    return map(int, np.flatnonzero(chosen))
