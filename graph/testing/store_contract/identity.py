# ruff: noqa: D102 - the names of tests are sentences
"""What a store says of itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.stores import open_store
from graph.testing.facts import guarantee_rows, write

if TYPE_CHECKING:
    from graph.stores.base import Store


class IdentityContract:
    """Who a store is."""

    def test_a_store_has_an_id_that_no_other_has(self, store: Store) -> None:
        assert re.fullmatch("[0-9a-f]{32}", store.store_id)
        with open_store("memory://") as other:
            assert other.store_id != store.store_id

    def test_what_is_written_does_not_change_its_id(self, store: Store) -> None:
        before = store.store_id
        write(store, guarantee_rows(("a", "b")))
        assert store.store_id == before

    def test_its_url_holds_no_password(self, store: Store) -> None:
        assert "@" not in store.url
        assert store.url in repr(store)

    def test_only_a_durable_store_may_be_read_from_a_file(self, store: Store) -> None:
        file = store.bulk_source()
        assert file is None or (store.durable and file.is_file())
        assert store.durable or not store.remote
