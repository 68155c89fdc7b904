# ruff: noqa: D102 - what each method does is said once, in the transaction protocol
"""One write to Neo4j: a transaction that holds the writer's lock."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import asdict
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.errors import StoreError
from graph.instant import BEGINNING
from graph.lookup_keys import lookup_keys
from graph.stores.digest import Commit, Written, commit_digest, rows_digest
from graph.stores.neo4j.cypher import writes
from graph.stores.neo4j.cypher.facts import DERIVED
from graph.stores.search_order import SEARCHED, party_words
from graph.stores.transaction import Versions
from graph.text import fold
from graph.vocabulary import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import neo4j
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.model import FactBatch
    from graph.vocabulary import Kind

CHUNK = 5_000
"""Rows of one statement; a transaction has as many statements as it needs."""


def chunks(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """The rows in parts that fit a statement."""
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


class Neo4jTransaction:
    """The inside of one write."""

    def __init__(self, transaction: neo4j.Transaction, store_id: str) -> None:
        self._transaction = transaction
        row = self._run(writes.COUNTERS).single(strict=True)
        self._counters: dict[str, Any] = dict(row["counters"])
        self._sequence = int(self._counters.get("sequence", 0))
        self._last_instant = int(self._counters.get("recorded_at", BEGINNING))
        self._instant = max(time.time_ns() // 1_000_000, self._last_instant + 1)
        self._former: str | None = self._counters.get("digest")
        if not self._sequence:
            self._former = store_id
        self._kind = ""
        self._added = 0
        self._written = Written()
        self._described: dict[str, set[str]] = defaultdict(set)

    @property
    def _changed(self) -> bool:
        written = self._written
        return bool(self._added or written.closed.size or written.confirmed.size)

    @property
    def sequence(self) -> int:
        return self._sequence + self._changed

    @property
    def instant(self) -> int:
        """`recorded_from` of this commit, or of the last one, likewise."""
        return self._instant if self._changed else self._last_instant

    def open_versions(self, batch: FactBatch) -> Versions:
        names = (batch.table[name] for name in ("source", "record_id", "valid_from"))
        places = range(batch.table.num_rows)
        keys = list(zip(places, *(name.to_pylist() for name in names), strict=True))
        found = np.zeros((batch.table.num_rows, 3), np.int64)
        found[:, 0] = -1
        for rows in chunks(keys):
            text = writes.open_versions(batch.kind.name)
            for place, *version in self._run(text, rows=rows):
                found[place] = version
        return Versions(*found.T)

    def open_facts(
        self, kind: Kind, source: str, record_ids: Sequence[str]
    ) -> NDArray[np.int64]:
        found: list[int] = []
        for ids in chunks(list(dict.fromkeys(record_ids))):
            text = writes.open_facts(kind.name)
            rows = self._run(text, source=source, record_ids=ids)
            found.extend(row["fact_no"] for row in rows)
        return np.array(found, np.int64)

    def close_facts(self, kind: Kind, fact_nos: NDArray[np.int64]) -> None:
        self._kind, self._written.closed = kind.name, np.sort(fact_nos)
        for part in chunks(fact_nos.tolist()):
            text = writes.close_facts(kind.name)
            summary = self._run(text, fact_nos=part, instant=self._instant).consume()
            _expect(len(part), summary.counters.properties_set, "versions closed")
            self._note_described(kind, part)

    def confirm(
        self,
        kind: Kind,
        fact_nos: NDArray[np.int64],
        collected_at: NDArray[np.int64],
    ) -> None:
        order = np.argsort(fact_nos)
        numbers, collected = fact_nos[order], collected_at[order]
        self._kind = kind.name
        self._written.confirmed, self._written.collected_at = numbers, collected
        rows = zip(numbers.tolist(), repeat(self._instant), collected.tolist())
        for part in chunks(list(rows)):
            counters = self._run(writes.CONFIRM, rows=part).consume().counters
            _expect(len(part), counters.nodes_created, "versions confirmed")
            self._note_described(kind, [row[0] for row in part])

    def _note_described(self, kind: Kind, fact_nos: Sequence[int]) -> None:
        """Note the nodes that may have to be shown otherwise."""
        if writes.shown_columns(kind):
            rows = self._run(writes.described(kind.name), fact_nos=fact_nos)
            self._described[kind.name].update(row["id"] for row in rows)

    def insert(self, kind: Kind, table: pa.Table, hashes: NDArray[np.int64]) -> None:
        self._kind, self._added = kind.name, table.num_rows
        self._written.rows = rows_digest(kind, table, hashes)
        if kind.form is Form.NODE:
            self._add_nodes(kind, table)
        last = int(self._counters.get("last_fact_no", 0))
        numbers = range(last + 1, last + 1 + table.num_rows)
        self._counters["last_fact_no"] = last + table.num_rows
        derived = derived_columns(kind, table)
        columns = {
            "content_hash": hashes.tolist(),
            "fact_no": numbers,
            "recorded_from": [self._instant] * table.num_rows,
        } | derived
        names = (
            *(end.column for end in writes.required_ends(kind)),
            *writes.fact_columns(kind),
        )
        values = (
            columns[name] if name in columns else table[name].to_pylist()
            for name in names
        )
        for part in chunks(list(zip(*values, strict=True))):
            text = writes.insert(kind.name)
            counters = self._run(text, rows=part).consume().counters
            _expect(len(part), _created(kind, counters), "versions added")
        for end in writes.optional_ends(kind):
            pairs = zip(numbers, table[end.column].to_pylist(), strict=True)
            known = [pair for pair in pairs if pair[1] is not None]
            for part in chunks(known):
                text = writes.connect(kind.name, end)
                counters = self._run(text, rows=part).consume().counters
                _expect(len(part), counters.relationships_created, "ends connected")

    def mark_done(self, ledger_key: str) -> None:
        self._run(writes.MARK_DONE, key=ledger_key).consume()

    def finish(self) -> None:
        """Number the commit, if there is anything that readers will see."""
        if not self._changed:
            return
        for name, ids in self._described.items():
            for part in chunks(sorted(ids)):
                self._run(writes.show_newest(name), ids=part).consume()
        last = int(self._counters.get("last_fact_no", 0))
        commit = Commit(
            self.sequence,
            self._instant,
            self._kind,
            last + 1 - self._added if self._added else None,
            self._added,
            int(self._written.closed.size),
            int(self._written.confirmed.size),
        )
        digest = commit_digest(self._former, commit, self._written)
        self._counters |= {
            "sequence": self.sequence,
            "recorded_at": self._instant,
            "last_fact_no": last,
            "digest": digest,
        }
        own = asdict(commit) | {"last_fact_no": last, "digest": digest}
        self._run(writes.COMMIT, counters=self._counters, commit=own).consume()

    def _add_nodes(self, kind: Kind, table: pa.Table) -> None:
        """Create the nodes that are new, and note those described anew."""
        shown = [table[name].to_pylist() for name in writes.shown_columns(kind)]
        ids = table[kind.tail.column].to_pylist()
        values = {node_id: row for node_id, *row in zip(ids, *shown, strict=True)}
        new: set[str] = set()
        for part in chunks(list(values)):
            rows = self._run(writes.missing(kind.name), ids=part)
            new.update(row["id"] for row in rows)
        counter = f"last_{kind.name}_no"
        last = int(self._counters.get(counter, 0))
        numbered = enumerate((key for key in values if key in new), last + 1)
        nodes = [(node_id, number, *values[node_id]) for number, node_id in numbered]
        self._counters[counter] = last + len(nodes)
        for part in chunks(nodes):
            self._run(writes.create_nodes(kind.name), rows=part).consume()
        if shown and len(new) < len(ids):
            again = {node_id for node_id, times in Counter(ids).items() if times > 1}
            self._described[kind.name] |= again | (values.keys() - new)

    def _run(self, text: str, **parameters: Any) -> neo4j.Result:
        return self._transaction.run(text, parameters)


def derived_columns(kind: Kind, table: pa.Table) -> dict[str, list[str | None]]:
    """What versions of some kinds carry besides, for searching."""
    if kind.name not in DERIVED:
        return {}
    values: list[list[str | None]] = [list(words_of(kind, table.to_pydict()))]
    if kind.name == "party":
        values += [
            [name and fold(name) for name in table[column].to_pylist()]
            for column in ("name", "name_en")
        ]
    return dict(zip(DERIVED[kind.name], values, strict=True))


def words_of(kind: Kind, columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """The words by which versions with these columns are found, in one text each."""
    count = len(columns[kind.tail.column])
    if kind.name == "party":
        rows = zip(*(columns[name] for name in SEARCHED), strict=True)
        found = [party_words(dict(zip(SEARCHED, row, strict=True))) for row in rows]
    else:
        found = [set() for _ in range(count)]
        for key, place in lookup_keys(kind, columns, range(count)):
            found[place].add(key)
    return [" ".join(sorted(words)) for words in found]


def _created(kind: Kind, counters: neo4j.SummaryCounters) -> int:
    if kind.form is Form.EDGE:
        return counters.relationships_created
    return counters.nodes_created


def _expect(expected: int, done: int, what: str) -> None:
    """Refuse to commit half of what was meant."""
    if done != expected:
        raise StoreError(f"{done} {what} instead of {expected}")
