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
``(:Confirmation {fact_no, recorded_from, collected_at})`` says that a version was
collected again.
Nodes repeat the name and type of their newest description, which is derived.
``(:Store)`` tells how far readers may go, ``(:Commit)`` is there per commit.
Names come from the vocabulary only; every value is a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.lookup_keys import LOOKED_UP
from graph.model import batch_schema
from graph.stores.columns import dormant_schema, export_schema, select_schema
from graph.stores.neo4j.cypher.conditions import (
    OPEN,
    by_id,
    collected,
    link,
    newest_first,
    node_key,
    over,
    recorded,
    seen,
    valid,
)
from graph.vocabulary import KINDS, Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.vocabulary import Kind, Reference

SHOWN = ("party_type", "contact_type", "name", "name_en")
"""Description that nodes repeat from their newest version, for the eyes of users."""

DERIVED = {
    "party": ("search_words", "folded_name", "folded_name_en"),
    **dict.fromkeys(LOOKED_UP, ("search_words",)),
}
"""What versions of a kind carry besides, for searching."""

KEPT = ("content_hash", "fact_no", "recorded_from", "recorded_to")
"""What every version carries beside the columns of a batch."""


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
    def among(self) -> str:
        """Visible versions among those numbered $fact_nos."""
        return "\n".join(
            [
                f"UNWIND $fact_nos AS fact_no\n{self.numbered('fact_no')}",
                f"AND {self.visible}",
                *self._other_ends(),
                f"RETURN {self.columns()}",
            ]
        )

    @cached_property
    def visible(self) -> str:
        """Condition: the version is seen, and none of its record from later is."""
        return self.visible_as("f")

    def visible_as(self, fact: str) -> str:
        """The same condition on a version that is called otherwise."""
        others = self.of_record(f"{fact}.source", f"{fact}.record_id", "later")
        return (
            f"{seen(fact)} AND NOT EXISTS {{ {others} "
            f"AND later.valid_from > {fact}.valid_from AND {seen('later')} }}"
        )

    def matched(self, condition: str, by: str | None = None) -> str:
        """Bind versions and their ends; with `by`, of the nodes with $ids there.

        Where `by` is a property it is one of $ids.
        """
        ends = self.kind.references
        if by in self.kind.property_by_name:
            by, condition = None, f"f.{by} IN $ids AND {condition}"
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

    def _values(
        self, names: Iterable[str], ends: dict[str, str], known_at: str = "$known_at"
    ) -> str:
        values = ends | {"collected_at": collected("f", known_at)}
        return ", ".join(f"{values.get(name, f'f.{name}')} AS {name}" for name in names)

    def columns(self, known_at: str = "$known_at") -> str:
        """What `select` returns, in the order of its schema, as confirmed by then."""
        ends = {
            end.column: f"{end.name}.{node_key(end)}" for end in self.kind.references
        }
        return self._values(select_schema(self.kind).names, ends, known_at)

    def select(self, by: str | None, *, limited: bool) -> str:
        """Visible versions, by source and record."""
        return (
            f"{self.matched(self.visible, by)}\nRETURN {self.columns()}\n"
            f"ORDER BY source, record_id{' LIMIT $limit' if limited else ''}"
        )

    def dormant(self, by: str | None) -> str:
        """Versions known at $known_at but not valid at $as_of: ends and valid time."""
        ends = {
            end.column: f"{end.name}.{node_key(end)}" for end in self.kind.references
        }
        condition = f"NOT ({valid('f')}) AND {recorded('f')}"
        columns = self._values(dormant_schema(self.kind).names, ends)
        return f"{self.matched(condition, by)}\nRETURN {columns}"

    def ended(self, by: str | None) -> str:
        """Versions known at $known_at and over at $as_of; columns of `select`."""
        return f"{self.matched(over('f'), by)}\nRETURN {self.columns()}"

    def count_by(self, by: str, distinct: str | None = None) -> str:
        """Visible versions, or distinct nodes, per node of $ids."""
        end = next(item for item in self.kind.references if item.name == by)
        pattern = self._ends() if self.is_edge else self._leg(end)
        found = f"{by_id(end, by, 'IN $ids')}\nMATCH {pattern}\nWHERE {self.visible}\n"
        counted = f"RETURN {by}.{node_key(end)} AS node_id, count("
        if self.kind.form is not Form.NODE:
            what = "f" if distinct is None else f"DISTINCT {distinct}"
            return f"{found}{counted}{what}) AS facts"
        if end == self.kind.tail:
            return f"{found}{counted}DISTINCT {by}) AS facts"
        others = self.visible_as("o")
        return (
            f"{found}MATCH (f)-[:DESCRIBES]->(own) WITH DISTINCT {by}, own\n"
            f"CALL (own) {{ MATCH (own)<-[:DESCRIBES]-{self.bare('o')}"
            f"-[:{link(self.kind, end)}]->(named) WHERE {others}\n"
            f"RETURN named ORDER BY {newest_first('o')} LIMIT 1 }}\n"
            f"WITH {by}, own WHERE named = {by}\n{counted}own) AS facts"
        )

    @cached_property
    def history(self) -> str:
        """Every version of a record."""
        ends = [f"MATCH {self._ends()}"] if self.is_edge else self._other_ends()
        return "\n".join(
            [
                self.of_record("$source", "$record_id"),
                *ends,
                f"RETURN {self.columns(str(OPEN))}",
                "ORDER BY recorded_from, valid_from",
            ]
        )

    @cached_property
    def changes(self) -> str:
        """Versions numbered after $fact_no or closed after $after, up to $known_at.

        Those of $confirmed are among them.
        """
        changed = (
            "(f.fact_no > $fact_no AND f.recorded_from <= $known_at "
            "OR f.recorded_to > $after AND f.recorded_to <= $known_at "
            "OR f.fact_no IN $confirmed)"
        )
        return (
            f"{self.matched(changed)}\nRETURN {self.columns()}\n"
            "ORDER BY recorded_from, source, record_id, valid_from"
        )

    @cached_property
    def confirmed(self) -> str:
        """Numbers of versions confirmed after $after whose node others describe."""
        return (
            "MATCH (c:Confirmation) "
            "WHERE c.recorded_from > $after AND c.recorded_from <= $known_at\n"
            f"{self.numbered('c.fact_no')}\nMATCH (f)-[:DESCRIBES]->(n)\n"
            f"WITH f, n WHERE count {{ (n)<-[:DESCRIBES]-() }} > 1\n"
            "RETURN DISTINCT f.fact_no AS fact_no"
        )

    @cached_property
    def written(self) -> str:
        """Every version as it was first written, and what is kept beside, by number."""
        ends = {
            end.column: f"{end.name}.{node_key(end)}" for end in self.kind.references
        }
        names = (
            *batch_schema(self.kind).names,
            *KEPT,
            *DERIVED.get(self.kind.name, ()),
        )
        columns = ", ".join(
            f"{ends.get(name, f'f.{name}')} AS {name}" for name in names
        )
        return f"{self.matched('true')}\nRETURN {columns}\nORDER BY fact_no"

    @cached_property
    def export(self) -> str:
        """Visible versions with node numbers for ends."""
        ends = {f"{end.name}_no": f"{end.name}.node_no" for end in self.kind.references}
        columns = self._values(export_schema(self.kind).names, ends)
        return f"{self.matched(self.visible)}\nRETURN {columns}"


TEXTS = {name: FactTexts(kind) for name, kind in KINDS.items()}
"""Statements by kind."""
