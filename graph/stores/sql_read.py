"""The statements that read facts, composed once per kind.

Composing one costs forty times what running it does, so its text is kept.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from graph.stores.columns import export_schema
from graph.stores.sql_schema import COMMITS, FACTS, FILE, NODES, SOURCE, sql_text
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, FromClause, Label, Select

    from graph.vocabulary import Kind


def visible(fact: FromClause) -> ColumnElement[bool]:
    """The condition that a version is visible at ``:as_of, :known_at``."""
    later = fact.alias("later")
    return and_(
        _seen(fact),
        ~exists().where(
            later.c.source_no == fact.c.source_no,
            later.c.record_id == fact.c.record_id,
            later.c.valid_from > fact.c.valid_from,
            _seen(later),
        ),
    )


@cache
def select_text(kind_name: str, by: str | None) -> str:
    """Visible facts as `select` returns them.

    More parameters: ids (JSON) unless `by` is None, and limit (-1 for none).
    """
    kind, fact = KINDS[kind_name], FACTS[kind_name]
    statement = _described(kind).where(visible(fact))
    if by is not None:
        statement = statement.where(_among(kind, by))
    statement = statement.order_by(literal_column("source"), fact.c.record_id)
    return sql_text(statement.limit(bindparam("limit")).offset(literal_column("0")))


@cache
def page_text(kind_name: str) -> str:
    """The first ``:limit`` visible facts of the source ``:source_no``, by record.

    The index has them in this order, so that the rest is not read.
    """
    fact = FACTS[kind_name]
    statement = _described(KINDS[kind_name]).where(
        fact.c.source_no == bindparam("source_no"), visible(fact)
    )
    statement = statement.order_by(fact.c.record_id).limit(bindparam("limit"))
    return sql_text(statement.offset(literal_column("0")))


@cache
def node_text(kind_name: str) -> str:
    """Visible descriptions of the node ``:node_id``."""
    kind, fact, node = KINDS[kind_name], FACTS[kind_name], NODES[kind_name]
    number = select(node.c.node_no).where(node.c.node_id == bindparam("node_id"))
    own = fact.c[f"{kind.tail.name}_no"] == number.scalar_subquery()
    return sql_text(_described(kind).where(own, visible(fact)))


@cache
def count_by_text(kind_name: str, by: str) -> str:
    """Number of visible facts per id among ``:ids`` (JSON)."""
    kind, fact = KINDS[kind_name], FACTS[kind_name]
    statement = (
        select(_node_id(kind, by), func.count())
        .where(visible(fact), _among(kind, by))
        .group_by(fact.c[f"{by}_no"])
    )
    return sql_text(statement)


@cache
def history_text(kind_name: str) -> str:
    """Every version of the record ``:record_id`` of ``:source``."""
    fact = FACTS[kind_name]
    source = select(SOURCE.c.source_no).where(SOURCE.c.name == bindparam("source"))
    statement = _described(KINDS[kind_name]).where(
        fact.c.source_no == source.scalar_subquery(),
        fact.c.record_id == bindparam("record_id"),
    )
    return sql_text(statement.order_by(fact.c.recorded_from, fact.c.valid_from))


@cache
def changes_text(kind_name: str) -> str:
    """Versions recorded or closed after ``:after``.

    Versions are numbered in the order of their recording.
    """
    fact = FACTS[kind_name]
    first = select(func.min(COMMITS.c.first_fact_no)).where(
        COMMITS.c.recorded_at > bindparam("after"),
        COMMITS.c.kind == literal_column(f"'{kind_name}'"),
    )
    statement = _described(KINDS[kind_name]).where(
        or_(
            fact.c.fact_no >= first.scalar_subquery(),
            fact.c.recorded_to > bindparam("after"),
        )
    )
    source = literal_column("source", Text)
    order = (fact.c.recorded_from, source, fact.c.record_id, fact.c.valid_from)
    return sql_text(statement.order_by(*order))


@cache
def export_text(kind_name: str) -> str:
    """Visible facts as `export` returns them; parameters as_of, then known_at."""
    fact = FACTS[kind_name]
    columns = [
        source_name(fact) if name == "source" else fact.c[name]
        for name in export_schema(KINDS[kind_name]).names
    ]
    return sql_text(select(*columns).where(visible(fact)))


def _seen(fact: FromClause) -> ColumnElement[bool]:
    column = fact.c
    as_of: BindParameter[int] = bindparam("as_of")
    known_at: BindParameter[int] = bindparam("known_at")
    return and_(
        column.valid_from <= as_of,
        or_(column.valid_to.is_(None), column.valid_to > as_of),
        column.recorded_from <= known_at,
        or_(column.recorded_to.is_(None), column.recorded_to > known_at),
    )


def _described(kind: Kind) -> Select[Any]:
    """All versions with the columns of `select`.

    Names come from scalar subqueries: with joins the planner may start from them.
    """
    fact = FACTS[kind.name]
    column = fact.c
    file = select(FILE.c.name).where(FILE.c.file_no == column.file_no)
    return select(
        *(_node_id(kind, item.name) for item in kind.references),
        *(column[item.name] for item in kind.properties),
        source_name(fact),
        column.record_id,
        column.valid_from,
        column.valid_to,
        column.collected_at,
        file.scalar_subquery().label("file"),
        column.row,
        column.recorded_from,
        column.recorded_to,
    )


def source_name(fact: FromClause) -> Label[Any]:
    """Name of a version's source, as column `source`."""
    name = select(SOURCE.c.name).where(SOURCE.c.source_no == fact.c.source_no)
    return name.scalar_subquery().label("source")


def _node_id(kind: Kind, by: str) -> Label[Any]:
    fact, node = FACTS[kind.name], NODES[_node_kind(kind, by)]
    node_id = select(node.c.node_id).where(node.c.node_no == fact.c[f"{by}_no"])
    return node_id.scalar_subquery().label(f"{by}_id")


def _among(kind: Kind, by: str) -> ColumnElement[bool]:
    node = NODES[_node_kind(kind, by)]
    ids = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
    numbers = select(node.c.node_no).where(node.c.node_id.in_(ids))
    return FACTS[kind.name].c[f"{by}_no"].in_(numbers)


def _node_kind(kind: Kind, by: str) -> str:
    return next(item.node_kind for item in kind.references if item.name == by)
