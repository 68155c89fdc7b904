"""A mapping drafted from suggested columns: parties by role, facts by kind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pyarrow.compute as pc

from graph.vocabulary import KINDS
from ingest.files.native import required_columns
from ingest.mapping.suggest.context import KIND_ROLES
from ingest.mapping.suggest.naming import unit_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.mapping.suggest.columns import Column, Table
    from ingest.mapping.suggest.evidence import Evidence

    Read: TypeAlias = tuple[Column, Evidence]

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
    ("原告", "litigation"),
    ("plaintiff", "litigation"),
)
"""Words of heads and titles that say what happened; 被执行人 stand in several lists."""
_ENDS = {
    ("guarantee", "debtor"): ("debtor", "borrower"),
    ("guarantee", "creditor"): ("creditor", "lender"),
    ("loan", "borrower"): ("borrower", "debtor"),
    ("loan", "lender"): ("lender", "creditor"),
    ("role", "company"): ("company", "party", "asset"),
}
"""Roles that may stand at an end of a fact, the first that a table has."""


SEPARATORS = "、；;"
"""Between the names of several firms in one cell, as lists have them; judgement."""
_SEVERAL = {"guarantor", "owner"}
"""Roles of which a row may have several."""


class Draft(NamedTuple):
    """A mapping document, and what it supposes without a word in the table.

    Attributes
    ----------
    supposed
        Constants by ``kind.field``.
    """

    document: dict[str, Any]
    supposed: dict[str, str]


def drafted(table: Table, chosen: Sequence[Read], currency: str | None) -> Draft:
    """The mapping document of a table.

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
        if column.match.target == "guarantee.guarantee_kind" and evidence.liability:
            groups[group].setdefault("liability", column.name)
    parties = {
        role: _party(role, fields) for role, fields in groups.items() if _is_role(role)
    }
    for column, _ in chosen:
        role, _, field = column.match.target.partition(".")
        if field == "name" and role in _SEVERAL and _names_several(column):
            parties[role]["split"] = SEPARATORS
    facts = {kind: _fact(kind, groups, parties) for kind in _kinds(groups, parties)}
    supposed = _supposed(table, facts, chosen)
    document: dict[str, Any] = {"mapping": 1, "header": list(table.rows)}
    if currency:
        document["currency"] = currency
    return Draft(document | {"parties": parties, "facts": facts}, supposed)


def _names_several(column: Column) -> bool:
    marked = pc.match_substring_regex(column.texts, f"[{SEPARATORS}]")
    return bool(pc.any(marked, min_count=0).as_py())


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


def _fact(
    kind: str, groups: dict[str, dict[str, Any]], parties: dict[str, Any]
) -> dict[str, Any]:
    fields = groups.get(kind, {})
    if kind == "guarantor":  # a role, too
        fields = {name: rule for name, rule in fields.items() if name == "share"}
    fact = dict(fields)
    if ends := _other_ends(kind, parties):
        fact["ends"] = ends
    if kind == "guarantee" and "contract_no" in fact:
        fact.setdefault("id", fact["contract_no"])
    return fact


def _supposed(
    table: Table, facts: dict[str, Any], chosen: Sequence[Read]
) -> dict[str, str]:
    """Puts constants where facts need a code that no column has."""
    supposed = {}
    if "role" in facts and "role_type" not in facts["role"]:
        heads = [item.name for item, _ in chosen if item.match.target == "person.name"]
        law = any(word in head.lower() for head in heads for word in _HEADS_OF_LAW)
        code = "legal_representative" if law else "executive"
        facts["role"]["role_type"] = {"constant": code}
        if not law:
            supposed["role.role_type"] = code
    if "risk_event" in facts and "event_type" not in facts["risk_event"]:
        words = " ".join((*table.titles, *(item.name for item in table.columns)))
        found = [code for text, code in _EVENTS if text in words.lower()]
        facts["risk_event"]["event_type"] = {"constant": (*found, "enforcement")[0]}
        if not found:
            supposed["risk_event.event_type"] = "enforcement"
    return supposed


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


def lacking_fields(facts: dict[str, Any]) -> list[str]:
    """Fields that the drafted facts must have, and no column is.

    Examples
    --------
    >>> lacking_fields({"risk_event": {"event_type": {"constant": "default"}}})
    ['risk_event.occurred_at']
    """
    return [
        f"{kind}.{name}"
        for kind, fact in facts.items()
        for name in required_columns(KINDS[kind])
        if name not in {item.column for item in KINDS[kind].references}
        and name not in fact
    ]


def lacking_roles(targets: set[str], context: str | None) -> list[str]:
    """Roles that the facts of a table need and no column names.

    Examples
    --------
    >>> lacking_roles({"debtor.name", "guarantee.cap"}, "guarantee")
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
    if "loan" in kinds:
        needed.append(["borrower", "debtor"])
    if "risk_event" in kinds:
        needed.append(["party"])
    return [options[0] for options in needed if not roles & set(options)]
