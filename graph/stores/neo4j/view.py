# ruff: noqa: D102 - what each method does is said once, in the base class
"""Reads from a Neo4j database at one instant, each in one query."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.stores.columns import dormant_schema, export_schema, select_schema
from graph.stores.counting import BY_ENDS, UNKNOWN, last_types
from graph.stores.neo4j.cypher import reads
from graph.stores.neo4j.cypher.facts import TEXTS
from graph.stores.neo4j.search import alias_owner, facts_with, search_parties
from graph.stores.view import StoreView
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from neo4j import Record

    from graph.instant import At
    from graph.lookup_keys import Lookup
    from graph.model import SearchHit
    from graph.stores.base import Store
    from graph.stores.neo4j.database import Neo4jDatabase
    from graph.text import Query
    from graph.vocabulary import Kind


class Neo4jView(StoreView):
    """What a Neo4j database shows at one instant.

    Rows cross a network at some 12,000 a second, so that whatever answers with fewer
    rows than it looks at is asked there.
    """

    def __init__(self, store: Store, at: At, database: Neo4jDatabase) -> None:
        super().__init__(store, at)
        self._database = database
        self._axes = {"as_of": at.as_of, "known_at": at.known_at}

    def select(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        text = TEXTS[kind.name].select(by, limited=limit is not None)
        return self._database.table(
            text, select_schema(kind), ids=list(ids), limit=limit, **self._axes
        )

    def dormant(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        text = TEXTS[kind.name].dormant(by)
        return self._database.table(
            text, dormant_schema(kind), ids=list(ids), **self._axes
        )

    def ended(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        text = TEXTS[kind.name].ended(by)
        return self._database.table(
            text, select_schema(kind), ids=list(ids), **self._axes
        )

    def count_by(
        self, kind: Kind, *, by: str, ids: Sequence[str], distinct: str | None = None
    ) -> dict[str, int]:
        text = TEXTS[kind.name].count_by(by, distinct)
        rows = self._database.rows(text, ids=list(ids), **self._axes)
        return {row["node_id"]: row["facts"] for row in rows}

    def counts(self) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for name in KINDS:
            rows = self._database.rows(reads.count(name), **self._axes)
            if name in BY_ENDS:
                counts.update(self._by_ends(BY_ENDS[name].name, rows))
                continue
            for labels, facts in rows:
                if facts:
                    counts[".".join((name, *labels))] += facts
        return dict(counts)

    def _by_ends(self, name: str, rows: Sequence[Record]) -> Counter[str]:
        absent = {party for row in rows for party in row["absent"] if party}
        lasts = last_types(self, absent) if absent else {}
        counts: Counter[str] = Counter()
        for row in rows:
            tail, head = (
                label or lasts.get(party, UNKNOWN)
                for label, party in zip(row["labels"], row["absent"], strict=True)
            )
            counts[f"{name}.{tail}-{head}"] += row["facts"]
        return counts

    def _search(
        self, query: Query, limit: int, party_types: Sequence[str]
    ) -> list[SearchHit]:
        return search_parties(self._database, query, self._axes, limit, party_types)

    def _with_keys(self, kind: Kind, lookup: Lookup) -> tuple[pa.Table, bool]:
        return facts_with(self._database, kind, lookup, self._axes)

    def _alias_owner(self, alias: str) -> str | None:
        return alias_owner(self._database, alias, self._axes)

    def export(self, kind: Kind, *, ended: bool = False) -> pa.Table:
        if ended:
            return super().export(kind, ended=True)
        return self._database.table(
            TEXTS[kind.name].export, export_schema(kind), **self._axes
        )
