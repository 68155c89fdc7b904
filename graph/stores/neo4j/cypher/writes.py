"""Texts of the Cypher statements that set up and change a store; nothing runs here.

Rows come as lists in `$rows`, `row` is one of them, and columns go by their place.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.stores.neo4j.cypher.conditions import (
    OPEN,
    by_id,
    collected,
    link,
    newest_first,
)
from graph.stores.neo4j.cypher.facts import DERIVED, SHOWN, TEXTS
from graph.vocabulary import KINDS, NODE_KINDS, PROVENANCE_COLUMNS

if TYPE_CHECKING:
    from graph.vocabulary import Kind, Reference

PREFIX = "suretynet"
"""First part of the name of every constraint and index."""

WORDS_INDEX = {
    name: f"{PREFIX}_{name}_words"
    for name in DERIVED
    if "search_words" in DERIVED[name]
}
"""Full-text index of the words by which versions of a kind are found, by kind."""

LAYOUT = 3
"""Which layout of the database these statements expect; kept in its node."""

INDEX_NAMES = """
SHOW INDEXES YIELD name WHERE name STARTS WITH $prefix RETURN name
"""

AWAIT_INDEXES = "CALL db.awaitIndexes($seconds)"

# A commit's changes come into sight one by one, so that what readers go by is not
# counted by the same transaction: the writer's node is ahead of the readers' until a
# second transaction, after the commit, lets them catch up.

LOCK = "MERGE (l:Lock {name: $name}) SET l.holder = $holder"
"""Whoever sets a property holds the node's lock until the transaction ends."""

COUNTERS = "MATCH (l:Lock {name: 'facts'}) RETURN properties(l) AS counters"

COMMIT = """
MATCH (l:Lock {name: 'facts'}) SET l += $counters
CREATE (c:Commit) SET c = $commit
"""

SHOW_COMMIT = """
MERGE (s:Store {name: 'facts'}) SET s.layout = $layout
WITH s WHERE coalesce(s.sequence, 0) < $sequence
SET s.sequence = $sequence, s.recorded_at = $recorded_at
"""

NAME_STORE = """
MERGE (s:Store {name: 'facts'})
SET s.store_id = coalesce(s.store_id, $store_id)
"""
"""To be run under a lock: what is read before it is had may be out of date."""

STATE = "MATCH (s:Store {name: 'facts'}) RETURN properties(s) AS state"

MARK_DONE = "MERGE (:LedgerEntry {key: $key})"

_UNIQUE = {
    "store": "(n:Store) REQUIRE n.name",
    "lock": "(n:Lock) REQUIRE n.name",
    "commit_sequence": "(n:Commit) REQUIRE n.sequence",
    "commit_recorded_at": "(n:Commit) REQUIRE n.recorded_at",
    "ledger": "(n:LedgerEntry) REQUIRE n.key",
    "run": "(n:Run) REQUIRE n.analysis",
    "publication": "(n:Publication) REQUIRE n.name",
}
_INDEXED = {
    "finding": "(n:FindingPart) ON (n.table)",
    "confirmation_fact_no": "(n:Confirmation) ON (n.fact_no)",
    "confirmation_recorded": "(n:Confirmation) ON (n.recorded_from)",
}


@cache
def schema_texts() -> dict[str, str]:
    """Statement that creates each constraint and index, by its name.

    Those of the Community edition: uniqueness, range and full text.
    """
    unique = dict(_UNIQUE)
    indexed = dict(_INDEXED)
    for name, kind in NODE_KINDS.items():
        unique[f"{name}_id"] = f"(n:{kind.cypher}) REQUIRE n.{kind.tail.column}"
    for name, texts in TEXTS.items():
        pattern = texts.bare("n").replace("->", "-")
        unique[f"{name}_fact_no"] = f"{pattern} REQUIRE n.fact_no"
        indexed[f"{name}_record"] = f"{pattern} ON (n.source, n.record_id)"
        indexed[f"{name}_closed"] = f"{pattern} ON (n.recorded_to)"
    created = {
        f"{PREFIX}_{name}": f"CREATE CONSTRAINT {PREFIX}_{name} IF NOT EXISTS "
        f"FOR {target} IS UNIQUE"
        for name, target in unique.items()
    } | {
        f"{PREFIX}_{name}": f"CREATE INDEX {PREFIX}_{name} IF NOT EXISTS FOR {target}"
        for name, target in indexed.items()
    }
    for kind_name, index in WORDS_INDEX.items():
        created[index] = (
            f"CREATE FULLTEXT INDEX {index} IF NOT EXISTS "
            f"FOR (n:{TEXTS[kind_name].label}) ON EACH [n.search_words] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
        )
    return created


def fact_columns(kind: Kind) -> tuple[str, ...]:
    """Properties of a version, in the order in which `insert` takes them."""
    return (
        *(item.name for item in kind.properties),
        *PROVENANCE_COLUMNS,
        *DERIVED.get(kind.name, ()),
        "content_hash",
        "fact_no",
        "recorded_from",
    )


def shown_columns(kind: Kind) -> tuple[str, ...]:
    """Properties that a node repeats from its newest description."""
    return tuple(name for name in SHOWN if name in kind.property_by_name)


@cache
def missing(node_kind: str) -> str:
    """Those $ids that no node has."""
    end = NODE_KINDS[node_kind].tail
    return (
        f"UNWIND $ids AS id OPTIONAL {by_id(end, 'n', '= id')}\n"
        "WITH id, n WHERE n IS NULL RETURN id"
    )


@cache
def create_nodes(node_kind: str) -> str:
    """Nodes of rows [id, node_no, shown columns...]."""
    kind = NODE_KINDS[node_kind]
    names = (kind.tail.column, "node_no", *shown_columns(kind))
    return f"UNWIND $rows AS row\nCREATE (:{kind.cypher} {_properties(names)})"


@cache
def show_newest(node_kind: str) -> str:
    """Let nodes with these $ids repeat what counts of what is still open.

    Of a record that says something new from later on only that is looked at.
    """
    kind = NODE_KINDS[node_kind]
    texts = TEXTS[node_kind]
    later = texts.of_record("f.source", "f.record_id", "later")
    counted = (
        f"head(COLLECT {{ MATCH (n)<-[:DESCRIBES]-{texts.bare()} "
        f"WHERE f.recorded_to IS NULL AND f.%s IS NOT NULL AND NOT EXISTS {{ {later} "
        "AND later.valid_from > f.valid_from AND later.recorded_to IS NULL }\n"
        f"RETURN f.%s ORDER BY {newest_first('f', str(OPEN))} LIMIT 1 }})"
    )
    copied = ", ".join(
        f"n.{name} = {counted % (name, name)}" for name in shown_columns(kind)
    )
    return f"UNWIND $ids AS id {by_id(kind.tail, 'n', '= id')}\nSET {copied}"


CONFIRM = """
UNWIND $rows AS row
CREATE (:Confirmation {fact_no: row[0], recorded_from: row[1], collected_at: row[2]})
"""


@cache
def insert(kind_name: str) -> str:
    """Versions of rows [ids of required ends..., fact columns...]."""
    kind = KINDS[kind_name]
    texts = TEXTS[kind_name]
    ends = required_ends(kind)
    lines = ["UNWIND $rows AS row"]
    for place, end in enumerate(ends):
        lines.append(by_id(end, end.name, f"= row[{place}]"))
    values = _properties(fact_columns(kind), first=len(ends))
    if texts.is_edge:
        tail, head = ends
        lines.append(f"CREATE ({tail.name})-[:{texts.label} {values}]->({head.name})")
    else:
        legs = (f", (f)-[:{link(kind, end)}]->({end.name})" for end in ends)
        lines.append(f"CREATE (f:{texts.label} {values}){''.join(legs)}")
    return "\n".join(lines)


def required_ends(kind: Kind) -> tuple[Reference, ...]:
    """References that every version has."""
    return tuple(end for end in kind.references if end.required)


def optional_ends(kind: Kind) -> tuple[Reference, ...]:
    """References that a version may lack."""
    return tuple(end for end in kind.references if not end.required)


@cache
def connect(kind_name: str, end: Reference) -> str:
    """Relationships of rows [fact_no, id] to an end that not every version has."""
    kind = KINDS[kind_name]
    return (
        f"UNWIND $rows AS row\n{TEXTS[kind_name].numbered('row[0]')}\n"
        f"{by_id(end, end.name, '= row[1]')}\n"
        f"CREATE (f)-[:{link(kind, end)}]->({end.name})"
    )


@cache
def open_versions(kind_name: str) -> str:
    """Open versions of rows [place, source, record_id, valid_from]."""
    return (
        f"UNWIND $rows AS row\n{TEXTS[kind_name].of_record('row[1]', 'row[2]')} "
        "AND f.valid_from = row[3] AND f.recorded_to IS NULL\n"
        "RETURN row[0] AS place, f.fact_no AS fact_no, "
        f"f.content_hash AS content_hash, {collected('f', str(OPEN))} AS collected_at"
    )


@cache
def open_facts(kind_name: str) -> str:
    """Numbers of the open versions of $record_ids."""
    return (
        "UNWIND $record_ids AS record_id\n"
        f"{TEXTS[kind_name].of_record('$source', 'record_id')} "
        "AND f.recorded_to IS NULL\nRETURN f.fact_no AS fact_no ORDER BY fact_no"
    )


@cache
def close_facts(kind_name: str) -> str:
    """End the recorded time of the versions numbered $fact_nos."""
    texts = TEXTS[kind_name]
    return (
        f"UNWIND $fact_nos AS fact_no\n{texts.numbered('fact_no')}\n"
        "SET f.recorded_to = $instant"
    )


@cache
def cut_words(kind_name: str) -> str:
    """Let versions of rows [fact_no, words] be found by these words."""
    texts = TEXTS[kind_name]
    return (
        f"UNWIND $rows AS row\n{texts.numbered('row[0]')}\nSET f.search_words = row[1]"
    )


SHOW_LAYOUT = "MATCH (s:Store {name: 'facts'}) SET s.layout = $layout"


@cache
def described(node_kind: str) -> str:
    """Ids of the nodes that the versions numbered $fact_nos describe."""
    kind = NODE_KINDS[node_kind]
    texts = TEXTS[node_kind]
    return (
        f"UNWIND $fact_nos AS fact_no\n{texts.numbered('fact_no')}\n"
        f"MATCH (f)-[:DESCRIBES]->(n) RETURN DISTINCT n.{kind.tail.column} AS id"
    )


def _properties(names: tuple[str, ...], *, first: int = 0) -> str:
    """A map of properties, from the places in `row` that begin with `first`."""
    pairs = (f"{name}: row[{place}]" for place, name in enumerate(names, first))
    return f"{{{', '.join(pairs)}}}"
