"""A mapping drafted from suggested columns: parties by role, facts by kind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from graph.vocabulary import KINDS
from ingest.mapping.suggest.context import KIND_ROLES
from ingest.mapping.suggest.naming import unit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.mapping.suggest.columns import Column, Table
    from ingest.mapping.suggest.evidence import Evidence

_TYPES = {
    "person": "person",
    "relative": "person",
    "creditor": "bank",
    "lender": "bank",
}
"""What a party of a role is, where nothing says it: a supposition, never a fact."""
_HEADS_OF_LAW = ("法定代表", "法人", "负责人", "legal")
_EVENTS = (
    ("失信", "dishonest_debtor"),
    ("执行", "enforcement"),
    ("enforcement", "enforcement"),
)
_ENDS = {
    ("guarantee", "debtor"): ("debtor", "borrower"),
    ("guarantee", "creditor"): ("creditor", "lender"),
    ("loan", "borrower"): ("borrower", "debtor"),
    ("loan", "lender"): ("lender", "creditor"),
    ("role", "company"): ("company", "party", "asset"),
}
"""Roles that may stand at an end of a fact, the first that a table has."""


def drafted(
    table: Table, chosen: Sequence[tuple[Column, Evidence]], currency: str | None
) -> dict[str, Any]:
    """The mapping document of a table, without what is still asked.

    Parameters
    ----------
    chosen
        Columns with a target, no two with the same.
    currency
        Of amounts that name none.
    """
    groups: dict[str, dict[str, Any]] = defaultdict(dict)
    for column, evidence in chosen:
        group, _, field = column.match.target.partition(".")
        groups[group][field] = _rule(column, evidence, table)
    parties = {
        role: _party(role, fields) for role, fields in groups.items() if _is_role(role)
    }
    heads = " ".join(column.name for column in table.columns).lower()
    facts = _facts(groups, parties, chosen, heads)
    document: dict[str, Any] = {"mapping": 1, "header": list(table.rows)}
    if currency:
        document["currency"] = currency
    return document | {"parties": parties, "facts": facts}


def _is_role(group: str) -> bool:
    return group not in KINDS or group in {"guarantor", "party"}


def _rule(column: Column, evidence: Evidence, table: Table) -> Any:
    told: dict[str, Any] = {}
    if evidence.unit is not None and evidence.unit == table.unit:
        told["unit"] = unit_name(evidence.unit)
    if evidence.format is not None:
        told["format"] = evidence.format
    return {"column": column.name} | told if told else column.name


def _party(role: str, fields: dict[str, Any]) -> dict[str, Any]:
    own = {name: rule for name, rule in fields.items() if name != "share"}
    if "party_type" not in own:
        own["party_type"] = {"constant": _TYPES.get(role, "company")}
    return own


def _facts(
    groups: dict[str, dict[str, Any]],
    parties: dict[str, Any],
    chosen: Sequence[tuple[Column, Evidence]],
    heads: str,
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for kind in _kinds(groups, parties):
        fact = {} if kind == "guarantor" else dict(groups.get(kind, {}))
        if kind == "guarantor" and "share" in groups[kind]:
            fact["share"] = groups[kind]["share"]
        ends = _other_ends(kind, parties)
        if ends:
            fact["ends"] = ends
        if kind == "role" and "role_type" not in fact:
            fact["role_type"] = {"constant": _role_type(chosen)}
        if kind == "risk_event" and "event_type" not in fact:
            found = (code for text, code in _EVENTS if text in heads)
            fact["event_type"] = {"constant": next(found, "litigation")}
        if kind == "guarantee" and "contract_no" in fact:
            fact.setdefault("id", fact["contract_no"])
        facts[kind] = fact
    return facts


def _kinds(groups: dict[str, dict[str, Any]], parties: dict[str, Any]) -> list[str]:
    """Kinds of fact that have the parties they need."""
    roles = set(parties)
    debtor = roles & {"debtor", "borrower"}
    found = {
        "loan": bool(groups.get("loan")),
        "guarantee": bool(debtor) and bool(roles & {"guarantor"}),
        "guarantor": bool(debtor) and bool(roles & {"guarantor"}),
        "ownership": {"owner", "asset"} <= roles,
        "role": "person" in roles and bool(roles & {"company", "party"}),
        "risk_event": "party" in roles and bool(groups.get("risk_event")),
        "financials": "party" in roles and bool(groups.get("financials")),
        "rating": "party" in roles and bool(groups.get("rating")),
    }
    return [kind for kind, there in found.items() if there]


def _other_ends(kind: str, parties: dict[str, Any]) -> dict[str, str]:
    ends = {}
    for (fact, end), roles in _ENDS.items():
        first = next((role for role in roles if role in parties), None)
        if fact == kind and first not in {None, end}:
            ends[end] = str(first)
    return ends


def _role_type(chosen: Sequence[tuple[Column, Evidence]]) -> str:
    heads = (
        column.name for column, _ in chosen if column.match.target == "person.name"
    )
    head = next(heads, "").lower()
    law = any(word in head for word in _HEADS_OF_LAW)
    return "legal_representative" if law else "executive"


def lacking(targets: set[str], context: str | None) -> list[str]:
    """Roles that the facts of a table need and no column names.

    Examples
    --------
    >>> lacking({"debtor.name", "guarantee.cap"}, "guarantee")
    ['guarantor']
    """
    roles = {target.partition(".")[0] for target in targets}
    kinds = {group for group in roles if group in KIND_ROLES and group != "guarantor"}
    kinds |= {context} if context in KIND_ROLES else set()
    needed = []
    if "guarantee" in kinds or "guarantor" in roles:
        needed += [["guarantor"], ["debtor", "borrower"]]
    if "ownership" in kinds:
        needed += [["owner"], ["asset"]]
    if "role" in kinds:
        needed += [["person"], ["company", "party"]]
    if "risk_event" in kinds:
        needed += [["party"]]
    return [options[0] for options in needed if not roles & set(options)]
