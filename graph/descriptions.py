"""Which of several descriptions of a node counts: property by property, the newest.

A property, or a node that a description names, comes from the description collected
last that states it; of those collected at one time from the one recorded last, then the
last by source and record. One that was retracted is not there any more, so that the
next counts. What a row has once (source, record, times) is that of the newest.

Amounts of one row have one currency: that of the newest description with an amount.
Amounts that others state in another one are left out.

The rule is said here for facts one by one; `graph.snapshot.builder.tables.node_table`
and the stores' own statements follow it in bulk, by the same `ORDER`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graph.model import Fact, facts_of
from graph.vocabulary import PropertyType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from graph.vocabulary import Kind

ORDER = ("collected_at", "recorded_from", "source", "record_id", "valid_from")
"""Columns by which descriptions are ordered, the last of which counts most."""

REMEMBERED = frozenset({"party"})
"""Kinds of nodes that keep their last description when it ends: others lean on them.

Of contracts and loans an end says that nothing is owed any more, so that it stays.
"""


def last_descriptions(table: pa.Table, node: str) -> pa.Table:
    """Of what is known to be over, the descriptions that ended last, each node's own.

    Parameters
    ----------
    table
        Facts of a node kind with `source`, `record_id` and valid time; each is over.
    node
        Column that names the node.

    Notes
    -----
    Of two versions of a record that end together the one that began later counts, as
    among visible ones. O(n log n).
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if not table.num_rows:
        return table
    order = pc.sort_indices(
        table.select([node, "valid_to", "source", "record_id", "valid_from"]),
        sort_keys=[
            (node, "ascending"),
            ("valid_to", "descending"),
            ("source", "ascending"),
            ("record_id", "ascending"),
            ("valid_from", "descending"),
        ],
    )
    rows = table.take(order).combine_chunks()
    kept, before, end = [], (None, None, None), None
    names = zip(
        *(rows[n].to_pylist() for n in (node, "source", "record_id", "valid_to")),
        strict=True,
    )
    for place, (own, source, record, until) in enumerate(names):
        if own != before[0]:
            end = until
        if until == end and (own, source, record) != before:
            kept.append(place)
        before = (own, source, record)
    return rows.take(pa.array(kept, pa.int64()))


def merged(descriptions: Sequence[Fact]) -> Fact:
    """The one description that counts, made of all visible ones of a node.

    Parameters
    ----------
    descriptions
        One or more, in any order.
    """
    if len(descriptions) == 1:
        return descriptions[0]
    newest_first = sorted(descriptions, key=_rank, reverse=True)
    newest = newest_first[0]
    kind = newest.kind
    comparable = _of_one_currency(kind, newest_first)
    properties = {}
    for item in kind.properties:
        coupled = item.type is PropertyType.MONEY or item.name == "currency"
        value = _first(
            fact.properties.get(item.name)
            for fact in (comparable if coupled else newest_first)
        )
        if value is not None:
            properties[item.name] = value
    references = {
        end.name: _first(fact.references[end.name] for fact in newest_first)
        for end in kind.references
    }
    return newest._replace(references=references, properties=properties)


def _rank(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in ORDER)


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)


def _of_one_currency(kind: Kind, newest_first: Sequence[Fact]) -> Sequence[Fact]:
    """Descriptions whose amounts are in the currency that the node's row carries."""
    amounts = [p.name for p in kind.properties if p.type is PropertyType.MONEY]
    priced = next((f for f in newest_first if f.properties.keys() & {*amounts}), None)
    if priced is None or "currency" not in kind.property_by_name:
        return newest_first
    currency = priced.properties.get("currency")
    return [f for f in newest_first if f.properties.get("currency") == currency]


def merged_rows(kind: Kind, table: pa.Table) -> pa.Table:
    """One row per node of a table as `select` returns it, by source and record.

    Parameters
    ----------
    table
        All visible descriptions of each node in it.

    Notes
    -----
    O(rows); a table that describes each node once is returned as it is.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pc.count_distinct(table[kind.tail.column]).as_py() == table.num_rows:
        return table
    described: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts_of(kind, table):
        described[fact.subject_id].append(fact)
    rows = [_row(merged(facts)) for facts in described.values()]
    rows.sort(key=lambda row: (row["source"], row["record_id"]))
    return pa.Table.from_pylist(rows, schema=table.schema)


def _row(fact: Fact) -> dict[str, Any]:
    return {
        **{item.column: fact.references[item.name] for item in fact.kind.references},
        **fact.properties,
        "source": fact.source,
        "record_id": fact.record_id,
        "valid_from": fact.valid_from,
        "valid_to": fact.valid_to,
        "collected_at": fact.collected_at,
        "file": fact.file,
        "row": fact.row,
        "recorded_from": fact.recorded_from,
        "recorded_to": fact.recorded_to,
    }
