"""How the SQL tables are made in a SQLite file, and its full-text index."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from graph.stores.sql.tables import CONFIRMED, FACTS, KEYS, NODES
from graph.vocabulary import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.sql import ClauseElement

DIALECT = sqlite.dialect(paramstyle="named")


def sql_text(statement: ClauseElement) -> str:
    """Text of a statement, with named parameters."""
    return str(statement.compile(dialect=DIALECT))


@cache
def index_texts(kind_name: str) -> dict[str, str]:
    """Statement that creates each index of a kind's facts and keys, by index name."""
    indexes = set(FACTS[kind_name].indexes)
    if kind_name in KEYS:
        indexes |= KEYS[kind_name].indexes
    return {
        str(index.name): sql_text(CreateIndex(index, if_not_exists=True))
        for index in sorted(indexes, key=lambda index: str(index.name))
    }


def derived_tables() -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, column types and statement of each table that the vocabulary implies."""
    for table in (
        *NODES.values(),
        *FACTS.values(),
        *CONFIRMED.values(),
        *KEYS.values(),
    ):
        columns = {
            column.name: column.type.compile(DIALECT) for column in table.columns
        }
        yield table.name, columns, sql_text(CreateTable(table, if_not_exists=True))


def confirmation_indexes() -> Iterator[str]:
    """Statements that create the indexes of confirmations, where they are missing."""
    for table in CONFIRMED.values():
        for index in table.indexes:
            yield sql_text(CreateIndex(index, if_not_exists=True))


@cache
def vocabulary_digest() -> str:
    """Changes whenever a derived table does."""
    texts = "".join(text for _, _, text in derived_tables())
    return f"{VERSION}-{blake2b(texts.encode(), digest_size=8).hexdigest()}"
