"""Counting visible facts in SQL by what they are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, func, literal_column, select

from graph.stores.sql_read import visible
from graph.stores.sql_schema import FACTS, SOURCE, sql_text
from graph.vocabulary import KINDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from sqlalchemy import CTE, ColumnElement, FromClause, Select, Table

_FIRST = literal_column("1", Integer)

UNKNOWN = "unknown"
"""Type of a party without a visible description."""


def count_facts(
    connection: sqlite3.Connection, at: Mapping[str, Any]
) -> dict[str, int]:
    """Visible facts under the names of `Store.counts`. O(facts)."""
    counts: dict[str, int] = {}
    for name in KINDS:
        for *labels, count in connection.execute(_text(name), at):
            if count:
                prefix = "guarantee" if name == "guarantor" else name
                ends = "-".join(label or UNKNOWN for label in labels)
                counts[f"{prefix}.{ends}" if labels else name] = count
    return counts


@cache
def _text(name: str) -> str:
    fact, subtype = FACTS[name], KINDS[name].subtype
    if name == "ownership":
        return sql_text(_by_types(fact, fact.c.owner_no, fact, fact.c.asset_no))
    if name == "guarantor":
        contract = _latest("guarantee", "debtor_no")
        joined = fact.outerjoin(
            contract, contract.c.guarantee_no == fact.c.guarantee_no
        )
        return sql_text(
            _by_types(fact, fact.c.guarantor_no, joined, contract.c.debtor_no)
        )
    if subtype:
        column = fact.c[subtype]
        return sql_text(
            select(column, func.count()).where(visible(fact)).group_by(column)
        )
    return sql_text(select(func.count()).select_from(fact).where(visible(fact)))


def _by_types(
    fact: Table, tail: ColumnElement[int], joined: FromClause, head: ColumnElement[int]
) -> Select[Any]:
    """Visible facts by the types of the parties at both ends."""
    types = _latest("party", "party_type")
    tails, heads = types.alias("tails"), types.alias("heads")
    return (
        select(tails.c.party_type, heads.c.party_type, func.count())
        .select_from(
            joined.outerjoin(tails, tails.c.party_no == tail).outerjoin(
                heads, heads.c.party_no == head
            )
        )
        .where(visible(fact))
        .group_by(tails.c.party_type, heads.c.party_type)
    )


def _latest(node_kind: str, value: str) -> CTE:
    """Each visible node with one value of the description that `node` would give."""
    fact = FACTS[node_kind]
    column = fact.c
    source = select(SOURCE.c.name).where(SOURCE.c.source_no == column.source_no)
    number = column[f"{node_kind}_no"]
    place = func.row_number().over(
        partition_by=number,
        order_by=[
            column.collected_at.desc(),
            source.scalar_subquery().desc(),
            column.record_id.desc(),
        ],
    )
    placed = select(number, column[value], place.label("place")).where(visible(fact))
    inner = placed.subquery()
    chosen = select(inner.c[number.name], inner.c[value]).where(inner.c.place == _FIRST)
    return chosen.cte(f"latest_{node_kind}").prefix_with("MATERIALIZED")
