# ruff: noqa: D102 - the names of tests are sentences
"""Blocks of many appends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import DanglingReferenceError
from graph.testing.facts import batch, guarantee_rows, memory_store, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]
ROWS = guarantee_rows(("a", "b"), ("b", "c"), cap=5)


class LoadContract:
    """Loads."""

    def test_a_block_ends_in_what_single_appends_end_in(self, store: Store) -> None:
        with store.bulk_load():
            write(store, ROWS)
        single = memory_store(ROWS)
        assert store.view().counts() == single.view().counts()
        assert store.sequence() == single.sequence()
        assert store.check() == []

    def test_facts_are_in_before_the_block_ends(self, store: Store) -> None:
        with store.bulk_load():
            write(store, ROWS)
            assert store.view().node(PARTY, "a").properties["name"] == "a"
            assert store.append(batch(PARTY, ROWS["party"])).unchanged == 3

    def test_an_error_in_a_block_leaves_what_was_written(self, store: Store) -> None:
        orphan = {"guarantee_id": "g", "debtor_id": "nobody"}

        def load() -> None:
            with store.bulk_load():
                write(store, {"party": ROWS["party"]})
                store.append(batch(KINDS["guarantee"], [orphan]))

        with pytest.raises(DanglingReferenceError):
            load()
        assert store.view().counts() == {"party.company": 3}
        write(store, ROWS)
        assert store.view().counts()["guarantee"] == 2
