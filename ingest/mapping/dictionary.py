"""What mappings may say, and which are ready, row by row as the reference lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.mapping.document import FactRule, FieldRule, PartyRule, TableMapping
from ingest.mapping.files import mapping_of, ready_mappings
from ingest.mapping.schema import descriptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel
    from pydantic.fields import FieldInfo


PARTS: dict[str, type[BaseModel]] = {
    "A table": TableMapping,
    "A role under `parties`": PartyRule,
    "A kind under `facts`": FactRule,
    "A field": FieldRule,
}
"""By title."""
KEY_COLUMNS = ("key", "default", "meaning")
READY_COLUMNS = ("name", "for", "sheets", "columns", "may lack", "facts")


def keys(part: type[BaseModel]) -> list[tuple[str, str, str]]:
    """Keys of a part as `KEY_COLUMNS`."""
    meanings = descriptions(part)
    return [
        (f"`{name}`", _default(field), meanings[name])
        for name, field in part.model_fields.items()
    ]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must"
    default = field.get_default(call_default_factory=True)
    texts = default if isinstance(default, tuple) else [default]
    return ", ".join(f"`{text}`" for text in texts if text)


def ready() -> list[tuple[str, ...]]:
    """Ready mappings as `READY_COLUMNS`, a row for each table."""
    rows: list[tuple[str, ...]] = []
    for name, file in ready_mappings().items():
        first = file.read_text("utf-8").partition("\n")[0]
        start = f"`{name}`", first.removeprefix("# ")
        for table in mapping_of(name):
            must = _heads(rule for rule in table.read if not rule.optional)
            may = _heads(rule for rule in table.read if rule.optional)
            facts = ", ".join(table.facts) or "party"
            rows.append((*start, ", ".join(table.sheet), must, may, facts))
            start = "", ""
    return rows


def _heads(rules: Iterable[FieldRule]) -> str:
    return ", ".join(dict.fromkeys(" or ".join(rule.columns) for rule in rules))
