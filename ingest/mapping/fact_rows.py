"""Texts of the facts of one kind in a block of rows, with the ids at their ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.vocabulary import KINDS, Form, PropertyType, Timing
from ingest.files.delimited import Block, Origin
from ingest.mapping.document import NUMBER
from ingest.mapping.identity import node_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.vocabulary import Kind
    from ingest.mapping.party_rows import Parties
    from ingest.mapping.row_facts import RowFacts

    Places = NDArray[np.int64]

_NAMING = {PropertyType.DATE, PropertyType.MONEY}


@dataclass(frozen=True, slots=True)
class FactRows:
    """Facts of one kind.

    Attributes
    ----------
    places
        Shape (facts,). Rows of the block that each is told by.
    block
        Texts to be checked.
    by_texts
        Whether records are named by what rows say, so that several may have one name.
    """

    kind: Kind
    places: Places
    block: Block
    by_texts: bool


@dataclass(frozen=True, slots=True)
class _End:
    """Of each fact the id at one end, the text that names it, and how it is typed."""

    ids: pa.Array
    keys: pa.Array
    typed: pa.Array
    head: str


class BlockFacts:
    """All kinds of facts of a block of rows.

    Parameters
    ----------
    number
        Of the block among those that `parties` are of.
    source
        Who says so; numbers of contracts are its own.
    """

    def __init__(
        self,
        number: int,
        block: RowFacts,
        parties: Parties,
        source: str,
    ) -> None:
        self._number, self._block, self._mapping = number, block, block.mapping
        self._parties, self._source = parties, source
        self._nodes: dict[str, pa.Array] = {}

    def __iter__(self) -> Iterator[FactRows]:
        for name in self._mapping.facts:
            yield self._facts(KINDS[name])

    def _facts(self, kind: Kind) -> FactRows:
        places = self._places(kind)
        ends = {item.name: self._end(kind, item.name, item.node_kind, places)
                for item in kind.references}  # fmt: skip
        if self._mapping.facts[kind.name].optional:
            chosen = self._with_all_ends(kind, ends)
            places = places[chosen]
            ends = {name: None if end is None else _chosen(end, chosen)
                    for name, end in ends.items()}  # fmt: skip
        columns: dict[str, pa.Array] = {}
        origins: dict[str, Origin] = {}
        for item in kind.references:
            end = ends[item.name]
            if end is not None:
                columns[item.column] = end.ids
                origins[item.column] = Origin(end.head, end.typed)
        taken = pa.array(places)
        for name, told in self._block.facts[kind.name].items():
            if name != NUMBER:
                columns[name] = told.texts.take(taken).cast(pa.string())
                origins[name] = Origin(told.head, told.typed.take(taken))
        self._add_currency(kind, columns, taken)
        by_texts = kind.form is not Form.NODE and "record_id" not in columns
        if by_texts:
            columns["record_id"] = _record_names(kind, ends, columns)
        table = pa.table(columns)
        rows = self._block.rows[places]
        block = Block(self._block.file, table, rows, origins=origins)
        return FactRows(kind, places, block, by_texts)

    def _add_currency(
        self, kind: Kind, columns: dict[str, pa.Array], taken: pa.Array
    ) -> None:
        """Where no column states the currency, what amounts or their unit say."""
        said = [told.currencies for told in self._block.facts[kind.name].values()
                if told.currencies is not None]  # fmt: skip
        if said:
            own = columns.get("currency")
            found = [part.take(taken) for part in said]
            columns["currency"] = pc.coalesce(*([] if own is None else [own]), *found)

    def _places(self, kind: Kind) -> Places:
        """A row for each fact; several where a role has several parties in a row."""
        for item in kind.references:
            role = self._mapping.role_of(kind.name, item.name)
            if item.node_kind == "party" and role and self._mapping.parties[role].split:
                rows = self._block.parties[role].rows
                rest = np.setdiff1d(np.arange(len(self._block.rows)), rows)
                return np.sort(np.concatenate([rows, rest]), kind="stable")
        return np.arange(len(self._block.rows))

    def _end(self, kind: Kind, name: str, node: str, places: Places) -> _End | None:
        if node != "party":
            ids = self._node_ids(KINDS[node]).take(pa.array(places))
            told = self._block.facts[node].get(NUMBER)
            typed = ids if told is None else told.typed.take(pa.array(places))
            return _End(ids, ids, typed, "" if told is None else told.head)
        role = self._mapping.role_of(kind.name, name)
        if role is None:
            return None
        found = self._block.parties[role]
        whole = self._parties.of(self._number, role, len(found.rows))
        at = _matched(found.rows, places)
        return _End(
            self._parties.ids[whole].take(at),
            self._parties.keys[whole].take(at),
            found.typed.take(at),
            found.head,
        )

    def _node_ids(self, kind: Kind) -> pa.Array:
        """The id of each row's own node of a kind, by its number or by what it says."""
        if kind.name not in self._nodes:
            told = self._block.facts[kind.name]
            n = len(self._block.rows)
            numbers = [None] * n
            if NUMBER in told:
                numbers = told[NUMBER].texts.to_pylist()
            texts = [
                told[item.name].texts.to_pylist()
                for item in kind.properties
                if item.type in _NAMING and item.name in told
            ]
            for item in kind.references:
                if item.node_kind == "party":
                    end = self._end(kind, item.name, "party", np.arange(n))
                    texts += [] if end is None else [end.keys.to_pylist()]
            rows = zip(*texts, strict=True) if texts else [()] * n
            self._nodes[kind.name] = pa.array(
                [
                    node_id(
                        kind.name, self._source, number, [text or "" for text in row]
                    )
                    for number, row in zip(numbers, rows, strict=True)
                ],
                pa.string(),
            )
        return self._nodes[kind.name]

    def _with_all_ends(self, kind: Kind, ends: dict[str, _End | None]) -> Places:
        there = [
            end.ids.is_valid().to_numpy(zero_copy_only=False)
            for item in kind.references
            if item.required and (end := ends[item.name]) is not None
        ]
        return np.flatnonzero(np.logical_and.reduce(there))


def _matched(rows: Places, places: Places) -> pa.Array:
    """For each place its mention, null where it has none; of several in their order.

    Both are ascending; a row that stands in `places` as often as in `rows` takes each
    of its mentions once.
    """
    first = np.searchsorted(rows, places)
    again = np.arange(len(places)) - np.searchsorted(places, places)
    count = np.searchsorted(rows, places, side="right") - first
    at = first + np.minimum(again, np.maximum(count - 1, 0))
    return pa.array(at, mask=count == 0)


def _chosen(end: _End, places: Places) -> _End:
    at = pa.array(places)
    return _End(end.ids.take(at), end.keys.take(at), end.typed.take(at), end.head)


def _record_names(
    kind: Kind, ends: dict[str, _End | None], columns: dict[str, pa.Array]
) -> pa.Array:
    """What names each fact, from the texts of rows alone."""
    texts = [end.keys for item in kind.references
             if (end := ends[item.name]) is not None]  # fmt: skip
    others = {item.column for item in kind.references}
    texts += [columns[name] for name in kind.natural_key
              if name not in others and name in columns]  # fmt: skip
    if kind.timing is Timing.EVENT:
        texts.append(columns[kind.timing.value])
    filled = [pc.fill_null(text, "") for text in texts]
    return pc.binary_join_element_wise(*filled, ">")
