"""Statements that read facts, as any SQL database takes them; composed once per kind.

Where names, ids and limits are handed over in a way that only one database has, its
store adds to these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Text,
    and_,
    bindparam,
    desc,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
)

from graph.descriptions import ORDER
from graph.stores.sql import visible as visibility
from graph.stores.sql.tables import COMMITS, CONFIRMED, FACTS, FILE, NODES, SOURCE
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from sqlalchemy import (
        ColumnElement,
        FromClause,
        Label,
        ScalarSelect,
        Select,
        Table,
    )

    from graph.vocabulary import Kind


def visible(fact: FromClause) -> ColumnElement[bool]:
    """The condition that a version is visible at ``:as_of, :known_at``.

    `fact` is a table of facts or an alias of one.
    """
    later = getattr(fact, "element", fact).alias("later")
    return and_(
        text(visibility.seen(fact.description)),
        ~exists().where(
            later.c.source_no == fact.c.source_no,
            later.c.record_id == fact.c.record_id,
            later.c.valid_from > fact.c.valid_from,
            text(visibility.seen("later")),
        ),
    )


def collected(
    fact: FromClause, kind_name: str, *, now: bool = False
) -> ColumnElement[int]:
    """When a version was last collected, as known at ``:known_at`` or by now."""
    again = CONFIRMED[kind_name].c
    last = select(func.max(again.collected_at)).where(again.fact_no == fact.c.fact_no)
    if not now:
        last = last.where(again.recorded_from <= bindparam("known_at"))
    return func.coalesce(last.scalar_subquery(), fact.c.collected_at)


def newest_first(fact: FromClause, kind_name: str) -> list[ColumnElement[Any]]:
    """What puts descriptions of a node into order; the first counts most."""
    columns: dict[str, ColumnElement[Any]] = dict(fact.c) | {
        "collected_at": collected(fact, kind_name),
        "source": source_name(fact).element,
    }
    return [desc(columns[name]) for name in ORDER]


def counted_value(fact: FromClause, kind: Kind, column: str) -> ScalarSelect[Any]:
    """What the visible descriptions of a version's node say in a column, as one."""
    other, node = FACTS[kind.name].alias("other"), f"{kind.tail.name}_no"
    statement = (
        select(other.c[column])
        .where(
            other.c[node] == fact.c[node], other.c[column].is_not(None), visible(other)
        )
        .order_by(*newest_first(other, kind.name))
    )
    return (
        statement.limit(literal_column("1")).offset(literal_column("0"))
    ).scalar_subquery()


def described(kind: Kind, *, now: bool = False) -> Select[Any]:
    """All versions with the columns of `select`.

    Names come from scalar subqueries: with joins a planner may start from them.
    """
    fact = FACTS[kind.name]
    column = fact.c
    file = select(FILE.c.name).where(FILE.c.file_no == column.file_no)
    return select(
        *(node_id(kind, item.name) for item in kind.references),
        *(column[item.name] for item in kind.properties),
        source_name(fact),
        column.record_id,
        column.valid_from,
        column.valid_to,
        collected(fact, kind.name, now=now).label("collected_at"),
        file.scalar_subquery().label("file"),
        column.row,
        column.recorded_from,
        column.recorded_to,
    )


def as_written(kind: Kind) -> Select[Any]:
    """All versions with the columns of a batch, content hash and `recorded_from`."""
    fact = FACTS[kind.name].c
    file = select(FILE.c.name).where(FILE.c.file_no == fact.file_no)
    return select(
        *(node_id(kind, item.name) for item in kind.references),
        *(fact[item.name] for item in kind.properties),
        source_name(FACTS[kind.name]),
        fact.record_id,
        fact.valid_from,
        fact.valid_to,
        fact.collected_at,
        file.scalar_subquery(),
        fact.row,
        fact.content_hash,
        fact.recorded_from,
    )


def dormant(kind: Kind) -> Select[Any]:
    """Versions known at ``:known_at`` but not valid at ``:as_of``: ends, valid time."""
    fact = FACTS[kind.name]
    return select(
        *(node_id(kind, item.name) for item in kind.references),
        fact.c.valid_from,
        fact.c.valid_to,
    ).where(text(visibility.dormant(fact.description)))


def ended(kind: Kind) -> Select[Any]:
    """Versions known at ``:known_at`` and over at ``:as_of``; columns of `select`."""
    fact = FACTS[kind.name]
    return described(kind).where(text(visibility.ended(fact.description)))


def ended_node(fact: FromClause, kind: Kind) -> ColumnElement[bool]:
    """The condition that a version is over, and its node is not described any more."""
    other, node = FACTS[kind.name].alias("current"), f"{kind.tail.name}_no"
    return and_(
        text(visibility.ended(fact.description)),
        ~exists().where(
            other.c[node] == fact.c[node], text(visibility.seen("current"))
        ),
    )


def description(kind_name: str) -> Select[Any]:
    """Visible descriptions of the node ``:node_id``."""
    kind, fact, node = KINDS[kind_name], FACTS[kind_name], NODES[kind_name]
    number = select(node.c.node_no).where(node.c.node_id == bindparam("node_id"))
    own = fact.c[f"{kind.tail.name}_no"] == number.scalar_subquery()
    return described(kind).where(own, visible(fact))


def history(kind_name: str) -> Select[Any]:
    """Every version of the record ``:record_id`` of ``:source``."""
    fact = FACTS[kind_name]
    source = select(SOURCE.c.source_no).where(SOURCE.c.name == bindparam("source"))
    statement = described(KINDS[kind_name], now=True).where(
        fact.c.source_no == source.scalar_subquery(),
        fact.c.record_id == bindparam("record_id"),
    )
    return statement.order_by(fact.c.recorded_from, fact.c.valid_from)


def changes(kind_name: str) -> Select[Any]:
    """Versions recorded, closed or, of several of a node, confirmed after ``:after``.

    Versions are numbered in the order of their recording.
    """
    kind, fact = KINDS[kind_name], FACTS[kind_name]
    first = select(func.min(COMMITS.c.first_fact_no)).where(
        COMMITS.c.recorded_at > bindparam("after"),
        COMMITS.c.kind == literal_column(f"'{kind_name}'"),
    )
    changed = [
        fact.c.fact_no >= first.scalar_subquery(),
        fact.c.recorded_to > bindparam("after"),
    ]
    if kind.form is Form.NODE:
        changed.append(fact.c.fact_no.in_(_confirmed_rivals(kind)))
    statement = described(kind, now=True).where(or_(*changed))
    source = literal_column("source", Text)
    order = (fact.c.recorded_from, source, fact.c.record_id, fact.c.valid_from)
    return statement.order_by(*order)


def _confirmed_rivals(kind: Kind) -> Select[Any]:
    """Versions confirmed after ``:after`` whose node others describe, too."""
    again, fact = CONFIRMED[kind.name], FACTS[kind.name].alias("again")
    other = FACTS[kind.name].alias("other")
    node = f"{kind.tail.name}_no"
    return (
        select(again.c.fact_no)
        .join_from(again, fact, fact.c.fact_no == again.c.fact_no)
        .where(
            again.c.recorded_from > bindparam("after"),
            exists().where(
                other.c[node] == fact.c[node], other.c.fact_no != fact.c.fact_no
            ),
        )
    )


def source_name(fact: FromClause) -> Label[Any]:
    """Name of a version's source, as column `source`."""
    name = select(SOURCE.c.name).where(SOURCE.c.source_no == fact.c.source_no)
    return name.scalar_subquery().label("source")


def node_id(kind: Kind, by: str) -> Label[Any]:
    """Id of the node at a reference, as column `<by>_id`."""
    fact, node = FACTS[kind.name], node_table(kind, by)
    found = select(node.c.node_id).where(node.c.node_no == fact.c[f"{by}_no"])
    return found.scalar_subquery().label(f"{by}_id")


def node_table(kind: Kind, by: str) -> Table:
    """Ids and numbers of the nodes at a reference."""
    return NODES[next(item.node_kind for item in kind.references if item.name == by)]
