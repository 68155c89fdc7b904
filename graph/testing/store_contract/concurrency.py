# ruff: noqa: D102 - the names of tests are sentences
"""Readers beside a writer, and writers beside each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]
_SIZE = 40
_ROUNDS = 12


class ConcurrencyContract:
    """Threads."""

    def test_readers_see_whole_batches(self, store: Store) -> None:
        finished = threading.Event()
        seen: set[tuple[int, int]] = set()

        def read() -> None:
            while not finished.is_set():
                table = store.view().select(PARTY)
                names = set(table["name"].to_pylist())
                seen.add((table.num_rows, len(names)))

        def rewrite() -> None:
            try:
                for number in range(_ROUNDS):
                    rows = [
                        {"party_id": f"p{i}", "name": f"name {number}"}
                        for i in range(_SIZE)
                    ]
                    store.append(batch(PARTY, rows))
            finally:
                finished.set()

        with ThreadPoolExecutor() as pool:
            tasks = [pool.submit(task) for task in (read, read, rewrite)]
            for task in tasks:
                task.result()
        assert seen <= {(0, 0), (_SIZE, 1)}
        assert store.sequence() == _ROUNDS
        assert store.check() == []

    def test_writers_take_turns(self, store: Store) -> None:
        def load(writer: int) -> list[int]:
            return [
                store.append(batch(PARTY, [{"party_id": f"p{writer}-{i}"}])).sequence
                for i in range(_ROUNDS)
            ]

        with ThreadPoolExecutor() as pool:
            sequences = [n for found in pool.map(load, range(3)) for n in found]
        assert sorted(sequences) == list(range(1, 3 * _ROUNDS + 1))
        assert store.view().counts() == {"party.company": 3 * _ROUNDS}
        assert store.check() == []

    def test_writers_of_the_same_fact_write_it_once(self, store: Store) -> None:
        rows = [{"party_id": f"p{i}", "name": str(i)} for i in range(_SIZE)]

        def load(_: int) -> int:
            return store.append(batch(PARTY, rows)).added

        with ThreadPoolExecutor() as pool:
            added = list(pool.map(load, range(4)))
        assert sorted(added) == [0, 0, 0, _SIZE]
        assert store.check() == []

    def test_an_instant_stays_what_it_was(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a", "name": "before"}]})
        at = store.at()
        seen = store.view(at).select(PARTY)
        for name in ("after", "later"):
            write(store, {"party": [{"party_id": "a", "name": name}]})
        names = store.view(at).select(PARTY)["name"].to_pylist()
        assert names == seen["name"].to_pylist() == ["before"]
