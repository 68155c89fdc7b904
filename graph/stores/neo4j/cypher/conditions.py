"""Parts of Cypher statements: when a version counts, and how nodes are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.descriptions import ORDER
from graph.vocabulary import NODE_KINDS, Form

if TYPE_CHECKING:
    from graph.vocabulary import Kind, Reference

OPEN = 2**63 - 1
"""Later than any instant."""


def seen(fact: str) -> str:
    """Whether the four times of a version hold at ($as_of, $known_at).

    An open end is written as `coalesce`: from ``IS NULL OR`` the planner makes a
    union of two searches whose rows it must then tell apart.
    """
    return f"{valid(fact)} AND {recorded(fact)}"


def over(fact: str) -> str:
    """Whether a version is known at $known_at and over at $as_of."""
    return f"{fact}.valid_to <= $as_of AND {recorded(fact)}"


def valid(fact: str) -> str:
    """Whether a version holds at $as_of."""
    return f"{fact}.valid_from <= $as_of AND coalesce({fact}.valid_to, {OPEN}) > $as_of"


def recorded(fact: str) -> str:
    """Whether a version was known at $known_at."""
    return (
        f"{fact}.recorded_from <= $known_at "
        f"AND coalesce({fact}.recorded_to, {OPEN}) > $known_at"
    )


def collected(fact: str, known_at: str = "$known_at") -> str:
    """When a version was last collected, as known at an instant."""
    return (
        f"coalesce(head(COLLECT {{ MATCH (c:Confirmation) "
        "USING INDEX c:Confirmation(fact_no) "
        f"WHERE c.fact_no = {fact}.fact_no AND c.recorded_from <= {known_at} "
        "RETURN c.collected_at AS again ORDER BY again DESC LIMIT 1 }), "
        f"{fact}.collected_at)"
    )


def newest_first(fact: str, known_at: str = "$known_at") -> str:
    """What puts descriptions of a node into order; the first counts most."""
    values = {"collected_at": collected(fact, known_at)}
    return ", ".join(f"{values.get(name, f'{fact}.{name}')} DESC" for name in ORDER)


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
    >>> from graph.vocabulary import KINDS
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
