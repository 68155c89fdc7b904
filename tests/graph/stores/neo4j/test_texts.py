"""Cypher statements as texts, without a server."""

from __future__ import annotations

import inspect
import re

import pytest

from graph.stores.neo4j.cypher import findings, publications, reads, writes
from graph.stores.neo4j.cypher.conditions import link
from graph.stores.neo4j.cypher.facts import TEXTS
from graph.stores.neo4j.search import escaped
from graph.stores.neo4j.write import Neo4jTransaction
from graph.stores.transaction import Transaction
from graph.vocabulary import KINDS, NODE_KINDS, PROVENANCE_COLUMNS, Form

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
MARKED_LABEL = re.compile(r"(?<![`.\w]):([A-Za-z_]+)")
TEXT_LITERAL = re.compile(r"'([^']*)'")

FIXED_LABELS = {
    "Circle",
    "Commit",
    "FindingPart",
    "GUARANTEES",
    "LedgerEntry",
    "Lock",
    "MEMBER_OF",
    "Publication",
    "Run",
    "Store",
}
FIXED_LITERALS = {
    "current",
    "facts",
    "guarantees",
    "whitespace",
    ";",
    "ONLINE",
}


def reading_texts() -> list[str]:
    texts = [reads.alias_owner()]
    texts += [reads.search(typed=typed) for typed in (False, True)]
    texts += [reads.node_ids(name) for name in NODE_KINDS]
    for name, kind in KINDS.items():
        fact = TEXTS[name]
        texts += [fact.history, fact.changes, fact.export, reads.count(name)]
        texts += reads.complaints(name).values()
        for by in (None, *(end.name for end in kind.references)):
            texts += [fact.select(by, limited=limited) for limited in (False, True)]
        texts += [fact.count_by(end.name) for end in kind.references]
        if fact.is_edge:
            tail, head = (end.name for end in kind.references)
            texts += [fact.count_by(tail, head), fact.count_by(head, tail)]
    return texts


def writing_texts() -> list[str]:
    texts = [writes.LOCK, writes.COMMIT, writes.SHOW_COMMIT]
    texts += writes.schema_texts().values()
    for name in NODE_KINDS:
        texts += [
            writes.missing(name),
            writes.create_nodes(name),
            writes.described(name),
        ]
    for name, kind in KINDS.items():
        texts += [
            writes.insert(name),
            writes.open_versions(name),
            writes.open_facts(name),
            writes.close_facts(name),
        ]
        texts += [writes.connect(name, end) for end in writes.optional_ends(kind)]
    return texts


def finding_texts() -> list[str]:
    constants = vars(findings) | vars(publications)
    texts = [text for name, text in constants.items() if name.isupper()]
    texts += findings.view_indexes(findings.FIRST_VIEWS.values()).values()
    for name, view in findings.FIRST_VIEWS.items():
        texts += [findings.clear_view(name, view), findings.write_view(name, view)]
    return [text for text in texts if isinstance(text, str)]


ALL_TEXTS = [*reading_texts(), *writing_texts(), *finding_texts()]


def test_labels_and_types_come_from_the_vocabulary():
    links = {link(kind, end) for kind in KINDS.values() for end in kind.references}
    known = (
        FIXED_LABELS
        | links
        | {kind.cypher for kind in KINDS.values()}
        | {fact.label for fact in TEXTS.values()}
    )
    used = {name for text in ALL_TEXTS for name in MARKED_LABEL.findall(text)}
    assert used <= known


def test_no_value_is_written_into_a_statement():
    used = {value for text in ALL_TEXTS for value in TEXT_LITERAL.findall(text)}
    assert used <= FIXED_LITERALS


def test_every_name_of_the_vocabulary_needs_no_quotes():
    names = {kind.cypher for kind in KINDS.values()}
    for kind in KINDS.values():
        names |= {item.name for item in (*kind.references, *kind.properties)}
    assert all(NAME.fullmatch(name) for name in names)


def test_versions_of_two_kinds_are_never_labelled_alike():
    labels = [fact.label for fact in TEXTS.values()]
    labels += [kind.cypher for kind in NODE_KINDS.values()]
    links = {link(kind, end) for kind in KINDS.values() for end in kind.references}
    assert len({*labels}) == len(labels)
    assert links.isdisjoint(labels)


@pytest.mark.parametrize("name", KINDS)
def test_a_version_carries_all_that_a_fact_says(name):
    kind = KINDS[name]
    columns = writes.fact_columns(kind)
    assert {item.name for item in kind.properties} <= {*columns}
    assert {*PROVENANCE_COLUMNS, "recorded_from", "content_hash"} <= {*columns}
    assert len({*columns}) == len(columns)


@pytest.mark.parametrize("name", KINDS)
def test_versions_are_unique_by_number_and_found_by_record(name):
    texts = writes.schema_texts()
    label = TEXTS[name].label
    assert f":{label}" in texts[f"suretynet_{name}_fact_no"]
    assert texts[f"suretynet_{name}_fact_no"].endswith("REQUIRE n.fact_no IS UNIQUE")
    assert texts[f"suretynet_{name}_record"].endswith("ON (n.source, n.record_id)")


@pytest.mark.parametrize("name", KINDS)
def test_edges_are_relationships_and_all_else_is_nodes(name):
    is_edge = KINDS[name].form is Form.EDGE
    assert (f"-[:{TEXTS[name].label} {{" in writes.insert(name)) == is_edge


def test_a_node_is_looked_up_by_index_and_parameter():
    found, unknown = writes.missing("party").splitlines()
    assert found.startswith("UNWIND $ids AS id OPTIONAL MATCH (n:Party) USING INDEX")
    assert found.endswith("n:Party(party_id) WHERE n.party_id = id")
    assert unknown == "WITH id, n WHERE n IS NULL RETURN id"


def test_a_statement_of_nobody_has_no_ends():
    assert "MATCH (f:ExchangeRate)\nWHERE" in TEXTS["exchange_rate"].export
    assert "-[" not in TEXTS["exchange_rate"].export


@pytest.mark.parametrize("mark", list('+-&|!(){}[]^"~*?:\\/'))
def test_marks_of_the_query_language_are_escaped(mark):
    assert escaped(f"a{mark}b") == f"a\\{mark}b"


def test_signatures_are_those_of_the_transaction():
    for name, member in inspect.getmembers(Transaction, inspect.isfunction):
        if not name.startswith("_"):
            found = inspect.signature(getattr(Neo4jTransaction, name))
            assert found == inspect.signature(member)
