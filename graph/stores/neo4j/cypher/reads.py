"""Texts of the Cypher statements that count, search and check; nothing runs here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.stores.counting import BY_ENDS, EndCount
from graph.stores.neo4j.cypher.conditions import link, newest_first, over, seen
from graph.stores.neo4j.cypher.facts import TEXTS
from graph.stores.search_order import FOUND_COLUMNS
from graph.vocabulary import KINDS, NODE_KINDS, Form

if TYPE_CHECKING:
    from graph.vocabulary import Kind

CONSIDERED = 10_000
"""More versions than this are not put in order: the text says too little."""

DONE = """
UNWIND $keys AS key
MATCH (n:LedgerEntry {key: key}) RETURN DISTINCT n.key AS key
"""

SEQUENCE = """
MATCH (c:Commit) WHERE c.recorded_at <= $known_at
RETURN coalesce(max(c.sequence), 0)
"""

LAST_FACT_NO = """
MATCH (c:Commit) WHERE c.recorded_at <= $after
RETURN c.last_fact_no AS fact_no ORDER BY c.recorded_at DESC LIMIT 1
"""

_NEWEST = f"ORDER BY {newest_first('f')} LIMIT 1"


@cache
def node_ids(node_kind: str) -> str:
    """Number and id of every node."""
    kind = NODE_KINDS[node_kind]
    return (
        f"MATCH (n:{kind.cypher}) "
        f"RETURN n.node_no AS node_no, n.{kind.tail.column} AS node_id"
    )


@cache
def count(kind_name: str) -> str:
    """Visible versions by the labels that `counts` splits the kind by.

    Of what is counted by its ends also who is there without a description.
    """
    kind, texts = KINDS[kind_name], TEXTS[kind_name]
    if kind_name in BY_ENDS:
        return _count_by_types(BY_ENDS[kind_name])
    if kind.form is Form.NODE:
        return _count_nodes(kind)
    labels = f"[f.{kind.subtype}]" if kind.subtype else "[]"
    return (
        f"MATCH {texts.bare()}\nWHERE {texts.visible}\n"
        f"RETURN {labels} AS labels, count(f) AS facts"
    )


def _count_nodes(kind: Kind) -> str:
    """Nodes once each, however many records describe them."""
    found = _described("n", kind.name)
    labels = f"[f.{kind.subtype}]" if kind.subtype else "[]"
    return (
        f"MATCH (n:{kind.cypher})\nCALL (n) {{ {found.removeprefix('OPTIONAL ')}\n"
        f"RETURN f {_NEWEST} }}\nRETURN {labels} AS labels, count(f) AS facts"
    )


def _count_by_types(counted: EndCount) -> str:
    texts, middle, onward = TEXTS[counted.kind.name], counted.middle, counted.onward
    tail, head = (f"({end.name})" for end in texts.kind.references)
    lines = [
        f"MATCH {tail}-[f:{texts.label}]->{head}\nWHERE {texts.visible}",
        f"WITH {tail} AS tail, {head} AS head, count(f) AS facts",
    ]
    if onward is not None:
        lines += [
            f"CALL (head) {{ {_described('head', middle.name)}",
            f"WITH f {_NEWEST}",
            f"OPTIONAL MATCH (f)-[:{link(middle, onward)}]->(onward) RETURN onward }}",
            "WITH tail, onward AS head, facts",
        ]
    for end in ("tail", "head"):
        lines += [
            f"CALL ({end}) {{ {_described(end, 'party')}",
            f"RETURN f.party_type AS {end}_type {_NEWEST} }}",
        ]
    absent = (
        f"CASE WHEN {end}_type IS NULL THEN {end}.party_id END"
        for end in ("tail", "head")
    )
    lines.append(
        "RETURN [tail_type, head_type] AS labels, "
        f"[{', '.join(absent)}] AS absent, sum(facts) AS facts"
    )
    return "\n".join(lines)


def _described(node: str, node_kind: str) -> str:
    texts = TEXTS[node_kind]
    return (
        f"OPTIONAL MATCH ({node})<-[:DESCRIBES]-{texts.bare()}\nWHERE {texts.visible}"
    )


@cache
def search(*, typed: bool) -> str:
    """Parties that hold $words, seen or ended, one version each, best first."""
    texts = TEXTS["party"]
    ended = (
        f"{over('f')} AND NOT EXISTS {{ MATCH (f)-[:DESCRIBES]->(own)\n"
        f"MATCH (own)<-[:DESCRIBES]-{texts.bare('o')} WHERE {seen('o')} }}"
    )
    types = f" AND coalesce({_type_of('f')}, f.party_type) IN $types" if typed else ""
    starts = "f.folded_name STARTS WITH $folded OR f.folded_name_en STARTS WITH $folded"
    return f"""
{_found(f"({texts.visible} OR {ended}){types}")}
WITH f, n, CASE WHEN {starts} THEN 0 ELSE 1 END AS rank
ORDER BY rank, size(f.name), n.party_id, f.collected_at DESC
WITH n, collect(f)[0] AS f, collect(rank)[0] AS rank
ORDER BY rank, size(f.name), n.party_id LIMIT $limit
RETURN {_columns()}
"""


FOUND = """
CALL db.index.fulltext.queryNodes($index, $words, {limit: $considered})
YIELD node AS f RETURN f.fact_no AS fact_no
"""
"""Numbers of the versions that hold $words, the best first."""


@cache
def alias_owner() -> str:
    """The party that lists $alias; the index is asked with $words first."""
    listed = "$alias IN split(f.aliases, ';')"
    return f"""
{_found(f"{TEXTS['party'].visible} AND {listed}")}
WITH f, n WHERE n.party_id <> $alias
RETURN n.party_id AS party_id
ORDER BY {newest_first("f")}, n.party_id DESC LIMIT 1
"""


def _type_of(fact: str) -> str:
    """Party type of the party that a version describes, by the one that counts."""
    texts = TEXTS["party"]
    return (
        f"head(COLLECT {{ MATCH ({fact})-[:DESCRIBES]->(own)\n"
        f"MATCH (own)<-[:DESCRIBES]-{texts.bare('o')} WHERE {texts.visible_as('o')}\n"
        f"RETURN o.party_type ORDER BY {newest_first('o')} LIMIT 1 }})"
    )


def _found(condition: str) -> str:
    return (
        "CALL db.index.fulltext.queryNodes($index, $words, {limit: $considered})\n"
        f"YIELD node AS f WHERE {condition}\n"
        "MATCH (f)-[:DESCRIBES]->(n)"
    )


def _columns() -> str:
    return ", ".join(
        f"{'n' if name == 'party_id' else 'f'}.{name} AS {name}"
        for name in FOUND_COLUMNS
    )


@cache
def complaints(kind_name: str) -> dict[str, str]:
    """Statements that count what should not be, by what that is."""
    texts = TEXTS[kind_name]
    found = {
        f"{kind_name} facts with two open versions": (
            f"MATCH {texts.bare()} WHERE f.recorded_to IS NULL\n"
            "WITH f.source AS source, f.record_id AS record_id, "
            "f.valid_from AS valid_from, count(f) AS versions WHERE versions > 1\n"
            "RETURN count(*) AS found"
        ),
        f"{kind_name} facts of no known commit": (
            f"MATCH {texts.bare()}\n"
            f"WHERE NOT EXISTS {{ {_COMMIT} f.recorded_from }}\n"
            "OR f.recorded_to IS NOT NULL "
            f"AND NOT EXISTS {{ {_COMMIT} f.recorded_to }}\n"
            "RETURN count(f) AS found"
        ),
    }
    for end in texts.kind.references if not texts.is_edge else ():
        if end.required:
            found[f"{kind_name} facts without their {end.name}"] = (
                f"MATCH {texts.bare()}\n"
                f"WHERE count {{ (f)-[:{link(texts.kind, end)}]->() }} <> 1\n"
                "RETURN count(f) AS found"
            )
    return found


_COMMIT = "MATCH (c:Commit) WHERE c.recorded_at ="

COMMITS = """
MATCH (c:Commit) RETURN count(c) AS commits, coalesce(max(c.sequence), 0) AS last
"""

ALL_COMMITS = "MATCH (c:Commit) RETURN properties(c) AS commit ORDER BY c.sequence"

WITHOUT_DIGEST = """
MATCH (c:Commit) WHERE c.digest IS NULL RETURN count(c) AS commits
"""

CONFIRMATIONS = """
MATCH (c:Confirmation) RETURN c.recorded_from, c.fact_no, c.collected_at
ORDER BY c.recorded_from, c.fact_no
"""

NOT_ONLINE = """
SHOW INDEXES YIELD name, state WHERE name STARTS WITH $prefix AND state <> 'ONLINE'
RETURN name, state ORDER BY name
"""
