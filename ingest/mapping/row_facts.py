"""What each row of a sheet says: texts of its facts, and mentions of parties."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.rejects import Rejected
from ingest.mapping.document import NUMBER
from ingest.mapping.field_values import fact_field, party_field
from ingest.mapping.table_rows import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ingest.mapping.document import FieldRule, TableMapping
    from ingest.mapping.field_values import Field
    from ingest.mapping.table_rows import TableRows
    from ingest.mapping.values import Question

    Places = NDArray[np.int64]

MENTIONED = ("name", "uscc", "lei", NUMBER, "party_type")
"""Fields that say who is meant, beside the company of a person."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Parties of one role.

    Attributes
    ----------
    rows
        Shape (mentions,). Places of their rows in the block, ascending.
    told
        By field, each of shape (mentions,).
    """

    rows: Places
    told: Mapping[str, Told]

    @property
    def head(self) -> str:
        """Head of the column that they are named in."""
        named = (self.told[name].head for name in MENTIONED if name in self.told)
        return next((head for head in named if head), "")

    @property
    def typed(self) -> pa.Array:
        """How the file names them."""
        first = next(self.told[name] for name in MENTIONED if name in self.told)
        return first.typed


@dataclass(slots=True)
class RowFacts:
    """The rows of a sheet.

    Attributes
    ----------
    rows
        Shape (rows,). Numbers in the sheet.
    facts
        Fields by kind and name.
    rejected
        Faults of cells, and rows that could not be read at all.
    bad
        Shape (rows,). Rows of which no fact is kept.
    """

    file: str
    mapping: TableMapping
    rows: Places
    parties: dict[str, Mentioned]
    facts: dict[str, dict[str, Told]]
    rejected: list[Rejected]
    bad: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.rows), np.bool_)

    @property
    def questions(self) -> list[Question]:
        """What columns leave open, each once."""
        fields = (*self.facts.values(), *(item.told for item in self.parties.values()))
        asked = (told.question for group in fields for told in group.values())
        return list(dict.fromkeys(found for found in asked if found is not None))

    def reject(self, place: int, rejected: Rejected) -> None:
        """Keep no fact of a row."""
        self.bad[place] = True
        self.rejected.append(rejected)


def fields_of(mapping: TableMapping) -> Iterator[tuple[Field, FieldRule]]:
    """All fields of parties and facts, with their rules."""
    for role, party in mapping.parties.items():
        for name, rule in party.fields.items():
            yield party_field(role, name), rule
    for kind, fact in mapping.facts.items():
        for name, rule in fact.fields.items():
            yield fact_field(kind, name), rule


def read_rows(file: str, rows: TableRows, mapping: TableMapping) -> RowFacts:
    """What a mapping reads in a sheet."""
    said: dict[str, dict[str, Told]] = {role: {} for role in mapping.parties}
    facts: dict[str, dict[str, Told]] = {kind: {} for kind in mapping.facts}
    for item, rule in fields_of(mapping):
        groups = said if item.of_party else facts  # a kind and a role may be namesakes
        groups[item.group][item.name] = rows.told(rule, item)
    parties = {
        role: _mentioned(said[role], rule.split, len(rows))
        for role, rule in mapping.parties.items()
    }
    made = RowFacts(file, mapping, rows.rows, parties, facts, rows.rejected)
    for fields in facts.values():
        for cells in fields.values():
            _note(made, cells, np.arange(len(rows)))
    for found in parties.values():
        for cells in found.told.values():
            _note(made, cells, found.rows)
    return made


def _note(made: RowFacts, told: Told, rows: Places) -> None:
    for place, fault in told.faults.items():
        row = int(rows[place])
        number, value = int(made.rows[row]), told.typed[place].as_py() or ""
        made.reject(
            row,
            Rejected(made.file, number, told.head, value, fault.reason, fault.expected),
        )


def _mentioned(told: dict[str, Told], split: str | None, n: int) -> Mentioned:
    places = np.arange(n)
    if split:
        told, places = _apart(told, split)
    named = np.zeros(len(places), np.bool_)
    for name in MENTIONED[:-1]:
        if name in told:
            named |= told[name].texts.is_valid().to_numpy(zero_copy_only=False)
            named[list(told[name].faults)] = True
    chosen = np.flatnonzero(named)
    return Mentioned(
        places[chosen], {name: _taken(item, chosen) for name, item in told.items()}
    )


def _apart(told: Mapping[str, Told], separators: str) -> tuple[dict[str, Told], Places]:
    """Several parties of one cell, each in a row of its own.

    A number beside several names is nobody's: it is told of none.
    """
    pattern = "[" + "".join(f"\\x{{{ord(mark):x}}}" for mark in separators) + "]"
    lists = pc.split_pattern_regex(told["name"].texts, pattern)
    rows = pc.list_parent_indices(lists).to_numpy()
    parts = pc.utf8_trim_whitespace(lists.flatten())
    kept = pc.not_equal(parts, "").to_numpy(zero_copy_only=False)
    rows, parts = rows[kept], parts.filter(pa.array(kept))
    alone = np.bincount(rows, minlength=len(lists))[rows] == 1
    found = {name: _taken(item, rows) for name, item in told.items()}
    for name in ("uscc", "lei", NUMBER):
        if name in found:
            texts = pc.if_else(pa.array(alone), found[name].texts, None)
            found[name] = Told(texts, found[name].typed, found[name].head)
    found["name"] = Told(parts, found["name"].typed, found["name"].head)
    return found, rows


def _taken(told: Told, places: Places) -> Told:
    """The same at these places."""
    new = {}
    if told.faults:  # few rows have any, and none is looked for otherwise
        new = {place: at for at, place in reversed([*enumerate(places.tolist())])}
    faults = {new[at]: fault for at, fault in told.faults.items() if at in new}
    chosen = pa.array(places)
    return Told(told.texts.take(chosen), told.typed.take(chosen), told.head, faults)
