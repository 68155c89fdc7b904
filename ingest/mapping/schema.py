"""JSON Schema of mapping files, for editors that complete and check them."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

from graph.vocabulary import KINDS
from ingest.mapping.document import (
    ROLES,
    FactRule,
    FieldRule,
    PartyRule,
    TableMapping,
    fact_fields,
    party_fields,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

MODELS = (TableMapping, PartyRule, FactRule, FieldRule)
_URI = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^(\w+)\n((?:[ ]{4}.*\n?)+)", re.MULTILINE)
_ONE_OR_SEVERAL = {"sheet", "header", "drop", "nulls", "first"}
_TYPED = {"type": ["string", "number", "boolean"]}
"""What YAML may take a text for; mappings are read as texts."""


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """What each key of a part of a mapping says, on one line each.

    Examples
    --------
    >>> descriptions(PartyRule)["split"]
    'Characters between the names of several parties in one cell.'
    """
    text = inspect.cleandoc(model.__doc__ or "").partition("Attributes\n----------\n")
    return {
        name: " ".join(words.split()) for name, words in _ATTRIBUTE.findall(text[2])
    }


def mapping_schema() -> dict[str, Any]:
    """The schema of one table's mapping (draft 2020-12), with all names of fields."""
    field = _object(FieldRule)
    for name in ("constant", "values"):
        own = field["properties"][name]
        field["properties"][name] = own | (
            _TYPED if name == "constant" else {"additionalProperties": _TYPED}
        )
    column = {"type": "string", "description": "Head of the column."}
    parties = {role: _part(PartyRule, party_fields()) for role in ROLES}
    facts = {
        name: _part(FactRule, fact_fields(kind))
        for name, kind in KINDS.items()
        if name != "party"
    }
    table = _object(TableMapping)
    table["properties"]["parties"] |= _names(parties)
    table["properties"]["facts"] |= _names(facts)
    about = {"$schema": _URI, "title": "Mapping of a foreign table"}
    return about | table | {"$defs": {"field": {"anyOf": [column, field]}}}


def _names(parts: dict[str, Any]) -> dict[str, Any]:
    return {"properties": parts, "additionalProperties": False}


def _part(model: type[BaseModel], fields: Iterable[str]) -> dict[str, Any]:
    part = _object(model)
    part["properties"] |= {name: {"$ref": "#/$defs/field"} for name in sorted(fields)}
    return part


def _object(model: type[BaseModel]) -> dict[str, Any]:
    """A part's own keys, each with what it says; no other ones are allowed."""
    told = descriptions(model)
    found = model.model_json_schema()
    properties = {
        name: _key(name, own) | {"description": told[name]}
        for name, own in found["properties"].items()
    }
    made = {"type": "object", "properties": properties, "additionalProperties": False}
    return made | {key: found[key] for key in ("required",) if key in found}


def _key(name: str, own: dict[str, Any]) -> dict[str, Any]:
    """A key as files may write it: without null, and one text for a list of it."""
    chosen = next((c for c in own.get("anyOf", ()) if c["type"] != "null"), own)
    unsaid = {"title", "propertyNames"}
    kept = {key: value for key, value in chosen.items() if key not in unsaid}
    if kept.get("default") in (None, []):
        kept.pop("default", None)
    if name in _ONE_OR_SEVERAL:
        items = kept.pop("items")
        return {"anyOf": [items, kept | {"items": items}]}
    return kept
