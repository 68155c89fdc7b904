"""SQL tables: the fixed ones, and for each kind of fact those its entry implies.

``node_<kind>`` maps the ids of a node kind to numbers, ``fact_<kind>`` holds the
versions of its facts, ``confirmed_<kind>`` says when these were collected again,
``key_<kind>`` by which keys they are looked up.
Numbers never leave the store, except in exports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import REAL

from graph.lookup_keys import LOOKED_UP
from graph.vocabulary import KINDS, NODE_KINDS, PropertyType

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.types import TypeEngine

    from graph.vocabulary import Kind, Property

METADATA = MetaData()

# 64 bits everywhere; a strict table of SQLite knows these under one name only.
_INTEGER: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
_NUMBER: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
_TEXT_TYPES = {PropertyType.TEXT, PropertyType.CODE, PropertyType.IDS}


def _table(name: str, *columns: Column[Any] | Index, rowid: bool = True) -> Table:
    return Table(name, METADATA, *columns, sqlite_strict=True, sqlite_with_rowid=rowid)


META = _table("meta", Column("key", Text, primary_key=True), Column("value", Text))
SOURCE = _table(
    "source",
    Column("source_no", _INTEGER, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)
FILE = _table(
    "file",
    Column("file_no", _INTEGER, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)
COMMITS = _table(
    "commits",
    Column("seq", _INTEGER, primary_key=True),
    Column("recorded_at", _INTEGER, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("first_fact_no", _INTEGER),  # of the versions added, which are numbered on
    Column("added", _INTEGER, nullable=False),
    Column("closed", _INTEGER, nullable=False),
    Column("confirmed", _INTEGER, nullable=False, server_default="0"),
    Column("digest", Text),  # here and below: null where an older release wrote the row
)
LEDGER = _table(
    "ledger",
    Column("key", Text, primary_key=True),
    Column("digest", Text),
    rowid=False,
)
RUN = _table(
    "run",
    Column("analysis", Text, primary_key=True),
    Column("run_id", Text, nullable=False),
    Column("snapshot_id", Text, nullable=False),
    Column("created_at", _INTEGER, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("digest", Text),
)
FINDING = _table(
    "finding",
    Column("name", Text, primary_key=True),
    Column("analysis", ForeignKey("run.analysis"), nullable=False),
    Column("arrow_schema", LargeBinary, nullable=False),
    Column("digest", Text),
)
PUBLICATION = _table(
    "publication",
    Column("snapshot_id", Text, primary_key=True),
    Column("as_of", _INTEGER, nullable=False),
    Column("known_at", _INTEGER, nullable=False),
    Column("reporting_currency", Text, nullable=False),
    Column("sequence", _INTEGER, nullable=False),
    Column("published_at", _INTEGER, nullable=False),
    Column("digest", Text),
)
ALIAS = _table(
    "alias",
    Column("alias_id", Text, primary_key=True),
    Column("fact_no", ForeignKey("fact_party.fact_no"), primary_key=True),
    rowid=False,
)


def _node_table(kind: Kind) -> Table:
    return _table(
        f"node_{kind.name}",
        Column("node_no", _INTEGER, primary_key=True),
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
    recorded_to = Column("recorded_to", _INTEGER)
    return _table(
        name,
        Column("fact_no", _INTEGER, primary_key=True),
        *references,
        *(Column(item.name, _sql_type(item)) for item in kind.properties),
        Column("source_no", ForeignKey("source.source_no"), nullable=False),
        Column("record_id", Text, nullable=False),
        Column("valid_from", _INTEGER, nullable=False),
        Column("valid_to", _INTEGER),
        Column("collected_at", _INTEGER, nullable=False),
        Column("file_no", ForeignKey("file.file_no")),
        Column("row", _INTEGER),
        Column("content_hash", _INTEGER, nullable=False),
        Column("recorded_from", _INTEGER, nullable=False),
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


def _confirmed_table(kind: Kind) -> Table:
    name = f"confirmed_{kind.name}"
    recorded_from = Column("recorded_from", _INTEGER, primary_key=True)
    return _table(
        name,
        Column("fact_no", ForeignKey(f"fact_{kind.name}.fact_no"), primary_key=True),
        recorded_from,
        Column("collected_at", _INTEGER, nullable=False),
        Index(f"{name}_recorded", recorded_from),
        rowid=False,
    )


def _key_table(kind: Kind) -> Table:
    key, fact_no = Column("key", Text, nullable=False), Column("fact_no", _INTEGER)
    name = f"key_{kind.name}"
    return _table(name, key, fact_no, Index(f"{name}_key", key))


def _sql_type(item: Property) -> TypeEngine[Any]:
    if item.type in _TEXT_TYPES:
        return Text()
    return _NUMBER if item.type is PropertyType.NUMBER else _INTEGER


NODES = {name: _node_table(kind) for name, kind in NODE_KINDS.items()}
"""Node table by node kind."""

FACTS = {name: _fact_table(kind) for name, kind in KINDS.items()}
"""Fact table by kind."""

CONFIRMED = {name: _confirmed_table(kind) for name, kind in KINDS.items()}
"""Confirmations by kind. Those of a version are later in both columns, one by one."""

KEYS = {name: _key_table(kind) for name, kind in LOOKED_UP.items()}
"""Keys of `graph.lookup_keys` by kind, each with the versions that have it."""
