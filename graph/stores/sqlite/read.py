"""Texts of the statements that read facts in a SQLite file.

Composing one costs forty times what running it does, so its text is kept.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, literal_column, select

from graph.stores.sql import statements
from graph.stores.sql.statements import described, node_id, node_table, visible
from graph.stores.sql.tables import FACTS
from graph.stores.sqlite.schema import sql_text
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from graph.vocabulary import Kind


@cache
def select_text(kind_name: str, by: str | None) -> str:
    """Visible facts as `select` returns them.

    More parameters: ids (JSON) unless `by` is None, and limit (-1 for none).
    """
    kind, fact = KINDS[kind_name], FACTS[kind_name]
    statement = described(kind).where(visible(fact))
    if by is not None:
        statement = statement.where(_among(kind, by))
    statement = statement.order_by(literal_column("source"), fact.c.record_id)
    return sql_text(statement.limit(bindparam("limit")).offset(literal_column("0")))


@cache
def unsorted_text(kind_name: str) -> str:
    """All visible facts as `select` returns them, in the order of the file."""
    statement = described(KINDS[kind_name]).where(visible(FACTS[kind_name]))
    return sql_text(statement)


@cache
def dormant_text(kind_name: str, by: str | None) -> str:
    """What is known but not valid, as `dormant` returns it; ids as `select_text`."""
    kind = KINDS[kind_name]
    statement = statements.dormant(kind)
    if by is not None:
        statement = statement.where(_among(kind, by))
    return sql_text(statement)


@cache
def ended_text(kind_name: str, by: str | None) -> str:
    """What is known and over, as `ended` returns it; ids as `select_text`."""
    kind = KINDS[kind_name]
    statement = statements.ended(kind)
    if by is not None:
        statement = statement.where(_among(kind, by))
    return sql_text(statement)


@cache
def page_text(kind_name: str) -> str:
    """The first ``:limit`` visible facts of the source ``:source_no``, by record.

    The index has them in this order, so that the rest is not read.
    """
    fact = FACTS[kind_name]
    statement = described(KINDS[kind_name]).where(
        fact.c.source_no == bindparam("source_no"), visible(fact)
    )
    statement = statement.order_by(fact.c.record_id).limit(bindparam("limit"))
    return sql_text(statement.offset(literal_column("0")))


@cache
def node_text(kind_name: str) -> str:
    """Visible descriptions of the node ``:node_id``."""
    return sql_text(statements.description(kind_name))


@cache
def count_by_text(kind_name: str, by: str, distinct: str | None) -> str:
    """Number of visible facts, or of nodes, per id among ``:ids`` (JSON)."""
    kind, fact = KINDS[kind_name], FACTS[kind_name]
    end, count = fact.c[f"{by}_no"], func.count()
    conditions = [visible(fact), _among(kind, by)]
    if kind.form is Form.NODE:
        count = func.count(fact.c[f"{kind.tail.name}_no"].distinct())
        if by != kind.tail.name:
            conditions.append(end == statements.counted_value(fact, kind, end.name))
    elif distinct is not None:
        count = func.count(fact.c[f"{distinct}_no"].distinct())
    statement = select(node_id(kind, by), count).where(*conditions)
    return sql_text(statement.group_by(end))


@cache
def history_text(kind_name: str) -> str:
    """Every version of the record ``:record_id`` of ``:source``."""
    return sql_text(statements.history(kind_name))


@cache
def changes_text(kind_name: str) -> str:
    """Versions recorded or closed after ``:after``."""
    return sql_text(statements.changes(kind_name))


def _among(kind: Kind, by: str) -> ColumnElement[bool]:
    ids = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
    if by in kind.property_by_name:
        return FACTS[kind.name].c[by].in_(ids)
    node = node_table(kind, by)
    numbers = select(node.c.node_no).where(node.c.node_id.in_(ids))
    return FACTS[kind.name].c[f"{by}_no"].in_(numbers)
