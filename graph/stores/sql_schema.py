"""SQL tables: the fixed ones, and for each kind of fact those its entry implies.

``node_<kind>`` maps the ids of a node kind to numbers, ``fact_<kind>`` holds the
versions of its facts. Numbers never leave the store, except in exports.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import REAL

from graph.vocabulary import KINDS, NODE_KINDS, VERSION, PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy.sql import ClauseElement
    from sqlalchemy.types import TypeEngine

    from graph.vocabulary import Kind, Property

METADATA = MetaData()
DIALECT = sqlite.dialect(paramstyle="named")

_TEXT_TYPES = {PropertyType.TEXT, PropertyType.CODE, PropertyType.IDS}


def _table(name: str, *columns: Column[Any] | Index, rowid: bool = True) -> Table:
    return Table(name, METADATA, *columns, sqlite_strict=True, sqlite_with_rowid=rowid)


META = _table("meta", Column("key", Text, primary_key=True), Column("value", Text))
SOURCE = _table(
    "source",
    Column("source_no", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)
FILE = _table(
    "file",
    Column("file_no", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)
COMMITS = _table(
    "commits",
    Column("seq", Integer, primary_key=True),
    Column("recorded_at", Integer, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("first_fact_no", Integer),  # of the versions added, which are numbered on
    Column("added", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
)
LEDGER = _table("ledger", Column("key", Text, primary_key=True), rowid=False)
RUN = _table(
    "run",
    Column("analysis", Text, primary_key=True),
    Column("run_id", Text, nullable=False),
    Column("snapshot_id", Text, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("receipt", Text, nullable=False),
)
FINDING = _table(
    "finding",
    Column("name", Text, primary_key=True),
    Column("analysis", ForeignKey("run.analysis"), nullable=False),
    Column("arrow_schema", LargeBinary, nullable=False),
)
ALIAS = _table(
    "alias",
    Column("alias_id", Text, primary_key=True),
    Column("fact_no", ForeignKey("fact_party.fact_no"), primary_key=True),
    rowid=False,
)
FIXED_TABLES = (META, SOURCE, FILE, COMMITS, LEDGER, RUN, FINDING, ALIAS)

# Words are cut by graph.text; this tokenizer leaves all that is not ASCII alone. The
# rows are versions, which are never deleted: so the index needs no copy of its text.
SEARCH_TABLE = """
CREATE VIRTUAL TABLE party_search
USING fts5(words, content='', detail='none', tokenize='ascii')
"""


def _node_table(kind: Kind) -> Table:
    return _table(
        f"node_{kind.name}",
        Column("node_no", Integer, primary_key=True),
        Column("node_id", Text, nullable=False, unique=True),
    )


def _fact_table(kind: Kind) -> Table:
    name = f"fact_{kind.name}"
    references: list[Column[int]] = [
        Column(
            f"{item.name}_no",
            ForeignKey(f"node_{item.node_kind}.node_no"),
            nullable=not item.required,
        )
        for item in kind.references
    ]
    recorded_to = Column("recorded_to", Integer)
    return _table(
        name,
        Column("fact_no", Integer, primary_key=True),
        *references,
        *(Column(item.name, _sql_type(item)) for item in kind.properties),
        Column("source_no", ForeignKey("source.source_no"), nullable=False),
        Column("record_id", Text, nullable=False),
        Column("valid_from", Integer, nullable=False),
        Column("valid_to", Integer),
        Column("collected_at", Integer, nullable=False),
        Column("file_no", ForeignKey("file.file_no")),
        Column("row", Integer),
        Column("content_hash", Integer, nullable=False),
        Column("recorded_from", Integer, nullable=False),
        recorded_to,
        Index(
            f"{name}_key",
            "source_no",
            "record_id",
            "valid_from",
            "recorded_from",
            unique=True,
        ),
        Index(f"{name}_closed", recorded_to, sqlite_where=recorded_to.is_not(None)),
        *(
            Index(f"{name}_{item.name}", column.name)
            for item, column in zip(kind.references, references, strict=True)
        ),
    )


def _sql_type(item: Property) -> TypeEngine[Any]:
    if item.type in _TEXT_TYPES:
        return Text()
    return REAL() if item.type is PropertyType.NUMBER else Integer()


NODES = {name: _node_table(kind) for name, kind in NODE_KINDS.items()}
"""Node table by node kind."""

FACTS = {name: _fact_table(kind) for name, kind in KINDS.items()}
"""Fact table by kind."""


def sql_text(statement: ClauseElement) -> str:
    """Text of a statement, with named parameters."""
    return str(statement.compile(dialect=DIALECT))


@cache
def index_texts(kind_name: str) -> dict[str, str]:
    """Statement that creates each index of a fact table, by index name."""
    indexes = FACTS[kind_name].indexes
    return {
        str(index.name): sql_text(CreateIndex(index, if_not_exists=True))
        for index in sorted(indexes, key=lambda index: str(index.name))
    }


def derived_tables() -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, column types and statement of each table that the vocabulary implies."""
    for table in (*NODES.values(), *FACTS.values()):
        columns = {column.name: str(column.type) for column in table.columns}
        yield table.name, columns, sql_text(CreateTable(table, if_not_exists=True))


@cache
def vocabulary_digest() -> str:
    """Changes whenever a derived table does."""
    texts = "".join(text for _, _, text in derived_tables())
    return f"{VERSION}-{blake2b(texts.encode(), digest_size=8).hexdigest()}"
