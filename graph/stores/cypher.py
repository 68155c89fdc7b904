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
Names come from the vocabulary only; every value is a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.stores.columns import export_schema, select_schema
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
    return (
        f"{fact}.valid_from <= $as_of "
        f"AND coalesce({fact}.valid_to, {OPEN}) > $as_of "
        f"AND {fact}.recorded_from <= $known_at "
        f"AND coalesce({fact}.recorded_to, {OPEN}) > $known_at"
    )


def link(kind: Kind, reference: Reference) -> str:
    """Type of the relationship from a version of a node or statement to its end."""
    if kind.form is Form.NODE and reference == kind.tail:
        return "DESCRIBES"
    return reference.name.upper()


def identity(reference: Reference, variable: str | None = None) -> str:
    """Pattern of the node at a reference.

    Examples
    --------
    >>> identity(KINDS["ownership"].tail)
    '(owner:Party)'
    """
    label = NODE_KINDS[reference.node_kind].cypher
    return f"({variable or reference.name}:{label})"


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

    @cached_property
    def by_record(self) -> str:
        """Hint: versions are found by record, whatever the planner believes."""
        return f"USING INDEX f:{self.label}(source, record_id)"

    @cached_property
    def visible(self) -> str:
        """Condition: the version is seen, and none of its record from later is."""
        later = f"MATCH {self.bare('o')} USING INDEX o:{self.label}(source, record_id)"
        return (
            f"{seen('f')} AND NOT EXISTS {{ {later} "
            "WHERE o.source = f.source AND o.record_id = f.record_id "
            f"AND o.valid_from > f.valid_from AND {seen('o')} }}"
        )

    def matched(self, by: str | None = None, where: str = "") -> str:
        """Bind the version and its ends; with `by`, of the nodes with $ids there."""
        ends = self.kind.references
        lines = []
        if self.is_edge:
            tail, head = (
                identity(end) if end.name == by else f"({end.name})" for end in ends
            )
            lines.append(f"MATCH {tail}-[f:{self.label}]->{head}")
        else:
            first = [end for end in ends if end.name == by]
            lines.extend(f"MATCH {self._leg(end)}" for end in first)
            if not first:
                lines.append(f"MATCH {self.bare()}")
        conditions = [where] if where else []
        for end in ends:
            if end.name == by:
                conditions.insert(0, f"{by}.{node_key(end)} IN $ids")
        if conditions:
            lines.append("WHERE " + " AND ".join(conditions))
        if not self.is_edge:
            lines.extend(
                f"{'MATCH' if end.required else 'OPTIONAL MATCH'} {self._leg(end)}"
                for end in ends
                if end.name != by
            )
        return "\n".join(lines)

    def _leg(self, end: Reference) -> str:
        return f"{self.bare()}-[:{link(self.kind, end)}]->{identity(end)}"

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
            f"{self.matched(by, self.visible)}\nRETURN {self.columns}\n"
            f"ORDER BY source, record_id{' LIMIT $limit' if limited else ''}"
        )

    def count_by(self, by: str) -> str:
        """Visible versions per node of $ids."""
        end = next(item for item in self.kind.references if item.name == by)
        pattern = (
            self.matched(by, self.visible)
            if self.is_edge
            else f"MATCH {self._leg(end)}\n"
            f"WHERE {by}.{node_key(end)} IN $ids AND {self.visible}"
        )
        return f"{pattern}\nRETURN {by}.{node_key(end)} AS node_id, count(f) AS facts"

    @cached_property
    def history(self) -> str:
        """Every version of a record."""
        record = "f.source = $source AND f.record_id = $record_id"
        return (
            f"{self.matched(where=record)}\nRETURN {self.columns}\n"
            "ORDER BY recorded_from, valid_from"
        )

    @cached_property
    def changes(self) -> str:
        """Versions numbered after $fact_no or closed after $after."""
        changed = "(f.fact_no > $fact_no OR f.recorded_to > $after)"
        return (
            f"{self.matched(where=changed)}\nRETURN {self.columns}\n"
            "ORDER BY recorded_from, source, record_id, valid_from"
        )

    @cached_property
    def export(self) -> str:
        """Visible versions with node numbers for ends."""
        ends = {f"{end.name}_no": f"{end.name}.node_no" for end in self.kind.references}
        columns = self._values(export_schema(self.kind).names, ends)
        return f"{self.matched(where=self.visible)}\nRETURN {columns}"


TEXTS = {name: FactTexts(kind) for name, kind in KINDS.items()}
"""Statements by kind."""
