"""Texts of the Cypher statements, derived from the vocabulary; nothing runs here.

How facts lie in the database, to be read by people who ask it in Cypher:

* a node kind has one node per id, ``(:Party {party_id, node_no})``, and one node per
  version of its description, ``(:PartyFact)-[:DESCRIBES]->(:Party)``;
* a statement is a node per version, ``(:RiskEvent)-[:PARTY]->(:Party)``;
* further references of both are relationships called after them,
  ``(:GuaranteeFact)-[:DEBTOR]->(:Party)``;
* an edge kind is a relationship per version, ``(:Party)-[:OWNS]->(:Party)``.

Each version carries the four times, provenance, `content_hash` and a `fact_no` that is
unique among all facts. An open end, like any unknown value, is an absent property.
Nodes repeat the name and type of their newest description, which is derived.
``(:Store)`` tells how far readers may go, ``(:Commit)`` is there per commit.
Names come from the vocabulary only; every value is a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.stores.columns import dormant_schema, export_schema, select_schema
from graph.vocabulary import KINDS, NODE_KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.vocabulary import Kind, Reference

OPEN = 2**63 - 1
"""Later than any instant."""

SHOWN = ("party_type", "contact_type", "name", "name_en")
"""Description that nodes repeat from their newest version, for the eyes of users."""

DERIVED = {"party": ("search_words", "folded_name", "folded_name_en")}
"""What versions of a kind carry besides, for searching."""


def seen(fact: str) -> str:
    """Whether the four times of a version hold at ($as_of, $known_at).

    An open end is written as `coalesce`: from ``IS NULL OR`` the planner makes a
    union of two searches whose rows it must then tell apart.
    """
    return f"{_valid(fact)} AND {_recorded(fact)}"


def _valid(fact: str) -> str:
    return f"{fact}.valid_from <= $as_of AND coalesce({fact}.valid_to, {OPEN}) > $as_of"


def _recorded(fact: str) -> str:
    return (
        f"{fact}.recorded_from <= $known_at "
        f"AND coalesce({fact}.recorded_to, {OPEN}) > $known_at"
    )


def link(kind: Kind, reference: Reference) -> str:
    """Type of the relationship from a version of a node or statement to its end."""
    if kind.form is Form.NODE and reference == kind.tail:
        return "DESCRIBES"
    return reference.name.upper()


def by_id(reference: Reference, variable: str, condition: str) -> str:
    """Bind nodes by their id, from an index even where the planner sees no gain.

    Statistics of a database that was empty a moment ago make it scan all nodes once
    per row.

    Examples
    --------
    >>> print(by_id(KINDS["ownership"].tail, "n", "= $id"))
    MATCH (n:Party) USING INDEX n:Party(party_id) WHERE n.party_id = $id
    """
    key = node_key(reference)
    node = f"{variable}:{NODE_KINDS[reference.node_kind].cypher}"
    return (
        f"MATCH ({node}) USING INDEX {node}({key}) WHERE {variable}.{key} {condition}"
    )


def node_key(reference: Reference) -> str:
    """Property that holds the id of the node at a reference."""
    return NODE_KINDS[reference.node_kind].tail.column


@dataclass(frozen=True)
class FactTexts:
    """Statements on the versions of one kind; `f` is the version in each."""

    kind: Kind

    @property
    def is_edge(self) -> bool:
        """Whether versions are relationships."""
        return self.kind.form is Form.EDGE

    @property
    def label(self) -> str:
        """Label of the versions, or their relationship type."""
        name = self.kind.cypher
        return f"{name}Fact" if self.kind.form is Form.NODE else name

    def bare(self, variable: str = "f") -> str:
        """Pattern of a version alone."""
        if self.is_edge:
            return f"()-[{variable}:{self.label}]->()"
        return f"({variable}:{self.label})"

    def of_record(self, source: str, record_id: str, variable: str = "f") -> str:
        """Bind versions by record, likewise from an index."""
        return (
            f"MATCH {self.bare(variable)} "
            f"USING INDEX {variable}:{self.label}(source, record_id) "
            f"WHERE {variable}.source = {source} "
            f"AND {variable}.record_id = {record_id}"
        )

    def numbered(self, fact_no: str) -> str:
        """Bind the version of that number, likewise from an index."""
        return (
            f"MATCH {self.bare()} USING INDEX f:{self.label}(fact_no) "
            f"WHERE f.fact_no = {fact_no}"
        )

    @cached_property
    def visible(self) -> str:
        """Condition: the version is seen, and none of its record from later is."""
        others = self.of_record("f.source", "f.record_id", "o")
        return (
            f"{seen('f')} AND NOT EXISTS {{ {others} "
            f"AND o.valid_from > f.valid_from AND {seen('o')} }}"
        )

    def matched(self, condition: str, by: str | None = None) -> str:
        """Bind versions and their ends; with `by`, of the nodes with $ids there."""
        ends = self.kind.references
        lines = [by_id(end, by, "IN $ids") for end in ends if end.name == by]
        if self.is_edge:
            lines.append(f"MATCH {self._ends()}")
        elif by is None:
            lines.append(f"MATCH {self.bare()}")
        else:
            lines.extend(f"MATCH {self._leg(end)}" for end in ends if end.name == by)
        lines.append(f"WHERE {condition}")
        return "\n".join([*lines, *self._other_ends(by)])

    def _ends(self) -> str:
        tail, head = self.kind.references
        return f"({tail.name})-[f:{self.label}]->({head.name})"

    def _other_ends(self, by: str | None = None) -> list[str]:
        if self.is_edge:
            return []
        return [
            f"{'MATCH' if end.required else 'OPTIONAL MATCH'} {self._leg(end)}"
            for end in self.kind.references
            if end.name != by
        ]

    def _leg(self, end: Reference) -> str:
        return f"{self.bare()}-[:{link(self.kind, end)}]->({end.name})"

    def _values(self, names: Iterable[str], ends: dict[str, str]) -> str:
        return ", ".join(f"{ends.get(name, f'f.{name}')} AS {name}" for name in names)

    @cached_property
    def columns(self) -> str:
        """What `select` returns, in the order of its schema."""
        ends = {
            end.column: f"{end.name}.{node_key(end)}" for end in self.kind.references
        }
        return self._values(select_schema(self.kind).names, ends)

    def select(self, by: str | None, *, limited: bool) -> str:
        """Visible versions, by source and record."""
        return (
            f"{self.matched(self.visible, by)}\nRETURN {self.columns}\n"
            f"ORDER BY source, record_id{' LIMIT $limit' if limited else ''}"
        )

    def dormant(self, by: str | None) -> str:
        """Versions known at $known_at but not valid at $as_of: ends and valid time."""
        ends = {
            end.column: f"{end.name}.{node_key(end)}" for end in self.kind.references
        }
        condition = f"NOT ({_valid('f')}) AND {_recorded('f')}"
        columns = self._values(dormant_schema(self.kind).names, ends)
        return f"{self.matched(condition, by)}\nRETURN {columns}"

    def count_by(self, by: str) -> str:
        """Visible versions per node of $ids."""
        end = next(item for item in self.kind.references if item.name == by)
        pattern = self._ends() if self.is_edge else self._leg(end)
        return (
            f"{by_id(end, by, 'IN $ids')}\nMATCH {pattern}\nWHERE {self.visible}\n"
            f"RETURN {by}.{node_key(end)} AS node_id, count(f) AS facts"
        )

    @cached_property
    def history(self) -> str:
        """Every version of a record."""
        ends = [f"MATCH {self._ends()}"] if self.is_edge else self._other_ends()
        return "\n".join(
            [
                self.of_record("$source", "$record_id"),
                *ends,
                f"RETURN {self.columns}",
                "ORDER BY recorded_from, valid_from",
            ]
        )

    @cached_property
    def changes(self) -> str:
        """Versions numbered after $fact_no or closed after $after, up to $known_at."""
        changed = (
            "(f.fact_no > $fact_no AND f.recorded_from <= $known_at "
            "OR f.recorded_to > $after AND f.recorded_to <= $known_at)"
        )
        return (
            f"{self.matched(changed)}\nRETURN {self.columns}\n"
            "ORDER BY recorded_from, source, record_id, valid_from"
        )

    @cached_property
    def export(self) -> str:
        """Visible versions with node numbers for ends."""
        ends = {f"{end.name}_no": f"{end.name}.node_no" for end in self.kind.references}
        columns = self._values(export_schema(self.kind).names, ends)
        return f"{self.matched(self.visible)}\nRETURN {columns}"


TEXTS = {name: FactTexts(kind) for name, kind in KINDS.items()}
"""Statements by kind."""
