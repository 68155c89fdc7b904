# ruff: noqa: D102 - the names of tests are sentences
"""What is published: one record, outside of the facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from graph.instant import BEGINNING, At
from graph.model import Publication
from graph.testing.facts import guarantee_rows, write
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from graph.stores.base import Store

PUBLICATION = Publication("5" * 32, 1_000, 2_000, "CNY", 3, 4_000)


def pairs(*ends: str) -> pa.Table:
    """Derived pairs such as ``ab``, guarantor before debtor."""
    return pa.table(
        {
            "guarantor_id": pa.array([end[0] for end in ends], pa.string()),
            "debtor_id": pa.array([end[1] for end in ends], pa.string()),
            "effective": pa.array([float("nan")] * len(ends), pa.float64()),
            "face": pa.array([2.5] * len(ends), pa.float64()),
            "contracts": pa.array([1] * len(ends), pa.int64()),
        }
    )


class PublicationContract:
    """Publications."""

    def test_nothing_is_published_at_first(self, store: Store) -> None:
        assert store.publication() is None

    def test_a_publication_comes_back_as_it_was(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b")))
        store.publish(PUBLICATION, pairs("ab"))
        found = store.publication()
        assert found == PUBLICATION
        assert found is not None
        assert found.at == At(1_000, 2_000)

    def test_the_next_one_takes_its_place(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b"), ("b", "c")))
        store.publish(PUBLICATION, pairs("ab", "bc"))
        other = Publication("6" * 32, BEGINNING, 2**53, "EUR", 0, 4_001)
        store.publish(other, pairs())
        assert store.publication() == other
        assert store.check() == []

    def test_the_same_snapshot_published_again_is_another_publication(
        self, store: Store
    ) -> None:
        later = replace(PUBLICATION, published_at=4_001)
        for publication in (PUBLICATION, later):
            store.publish(publication, pairs())
        assert store.publication() == later != PUBLICATION

    def test_to_publish_changes_no_fact(self, store: Store) -> None:
        write(store, guarantee_rows(("a", "b")))
        before = store.sequence(), store.last_instant(), store.view().counts()
        changes = {name: store.changes(kind, BEGINNING) for name, kind in KINDS.items()}
        store.publish(PUBLICATION, pairs("ab"))
        after = store.sequence(), store.last_instant(), store.view().counts()
        assert after == before
        for name, kind in KINDS.items():
            assert store.changes(kind, BEGINNING).equals(changes[name])

    def test_what_is_written_leaves_it_alone(self, store: Store) -> None:
        store.publish(PUBLICATION, pairs())
        write(store, guarantee_rows(("a", "b")))
        assert store.publication() == PUBLICATION
