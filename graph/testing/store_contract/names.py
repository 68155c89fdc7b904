# ruff: noqa: D102 - the names of tests are sentences
"""Parties known under several ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import NotFoundError
from graph.testing.facts import batch, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PARTY = KINDS["party"]


class NameContract:
    """Aliases."""

    def test_a_party_is_known_by_its_own_id(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a"}]})
        assert store.view().resolve("a") == "a"

    def test_an_alias_leads_to_its_party(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a", "aliases": "old:1;old:2"}]})
        assert store.view().resolve("old:1") == "a"
        assert store.view().resolve("old:2") == "a"

    def test_a_part_of_an_alias_is_none(self, store: Store) -> None:
        write(store, {"party": [{"party_id": "a", "aliases": "old:1;old:22"}]})
        for name in ("old:2", "old", "1;old:22", ""):
            with pytest.raises(NotFoundError):
                store.view().resolve(name)

    def test_a_merged_party_leads_to_the_one_that_lists_it(self, store: Store) -> None:
        parties = [{"party_id": "a"}, {"party_id": "b", "aliases": "a;b"}]
        write(store, {"party": parties})
        assert store.view().resolve("a") == "b"
        assert store.view().resolve("b") == "b"

    def test_aliases_of_aliases_are_followed(self, store: Store) -> None:
        parties = [{"party_id": "b", "aliases": "a"}, {"party_id": "c", "aliases": "b"}]
        write(store, {"party": parties})
        assert store.view().resolve("a") == "c"

    def test_parties_that_list_each_other_have_one_name(self, store: Store) -> None:
        parties = [
            {"party_id": "a", "aliases": "c"},
            {"party_id": "b", "aliases": "a"},
            {"party_id": "c", "aliases": "b"},
            {"party_id": "d", "aliases": "e"},
        ]
        write(store, {"party": parties})
        assert {store.view().resolve(name) for name in "abc"} == {"a"}
        assert store.view().resolve("e") == "d"

    def test_the_claim_collected_last_counts(self, store: Store) -> None:
        parties = [
            {"party_id": "a", "aliases": "x", "collected_at": 2},
            {"party_id": "b", "aliases": "x", "collected_at": 1},
        ]
        write(store, {"party": parties})
        assert store.view().resolve("x") == "a"

    def test_an_alias_holds_at_its_instant_only(self, store: Store) -> None:
        row = {"party_id": "a", "aliases": "x", "valid_from": 100}
        store.append(batch(PARTY, [row]))
        before = store.at(as_of=200)
        store.append(batch(PARTY, [row | {"aliases": "y"}]))
        assert store.view(before).resolve("x") == "a"
        assert store.view(store.at(as_of=200)).resolve("y") == "a"
        for name, at in (
            ("x", store.at(as_of=200)),
            ("y", before),
            ("y", store.at(as_of=99)),
            ("a", store.at(as_of=99)),
        ):
            with pytest.raises(NotFoundError) as caught:
                store.view(at).resolve(name)
            assert caught.value.name == name
