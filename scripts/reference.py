#!/usr/bin/env python
"""Writes the tables of docs/reference from the code: ``python scripts/reference.py``.

A page is prose by hand around regions between two comments; only the regions are
written. With ``--check`` nothing is written and stale pages are named.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.settings import Settings
from gnn import errors as gnn_errors
from graph import errors
from graph.vocabulary import KINDS, Form, Kind, Loss
from ingest import errors as ingest_errors
from ingest.files.native import file_name, required_columns
from ingest.mapping import dictionary as mappings
from ingest.template import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
_REGION = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)
_EVERYWHERE = {
    "valid_from", "valid_to", "occurred_at", "published_at", "record_id", "source",
    "collected_at",
}  # fmt: skip
_SHARED = {"store", "data_dir", "as_of", "known_at", "as_json"}
_LOSS = {
    Loss.HEAD_TO_TAIL: "Distress travels from head to tail.",
    Loss.TAIL_TO_HEAD: "Distress travels from tail to head.",
    Loss.NONE: "",
}


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |\n"
        for line in lines
    )


def settings() -> str:
    """Every field of `Settings`."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        if hasattr(default, "get_secret_value"):
            default = default.get_secret_value()
        if isinstance(default, tuple):
            default = ", ".join(map(str, default))
        bounds = [
            f"{word} {getattr(item, bound)}"
            for item in field.metadata
            for bound, word in (("gt", "above"), ("ge", "from"), ("le", "to"))
            if getattr(item, bound, None) is not None
        ]
        shown = "empty" if default in (None, "") else f"`{default}`"
        rows.append(
            (
                f"`SURETYNET_{name.upper()}`",
                shown,
                " ".join(bounds),
                field.description,
            )
        )
    return table(("variable", "default", "range", "meaning"), rows)


def records() -> str:
    """Every kind of fact with the columns of its file."""
    return "\n".join(_record(kind) for kind in KINDS.values())


def _record(kind: Kind) -> str:
    article = "An" if kind.form is Form.EDGE else "A"
    words = [f"{article} {kind.form} ({kind.label.en}, {kind.label.zh})."]
    if kind.form is Form.EDGE:
        words.append(f"From `{kind.tail.column}` to `{kind.head.column}`.")
    words += filter(None, [_LOSS[kind.loss]])
    if kind.subtype:
        words.append(f"Counted by `{kind.subtype}`.")
    rows = [
        (
            f"`{entry.column}`",
            entry.name_en,
            entry.name_zh,
            entry.required,
            entry.content,
            entry.unit,
            "personal" if entry.personal == "yes" else "",
        )
        for entry in dictionary(kind)
        if entry.column not in _EVERYWHERE
    ]
    needed = required_columns(kind)
    others = [
        f"`{entry.column}`" + (" (must)" if entry.column in needed else "")
        for entry in dictionary(kind)
        if entry.column in _EVERYWHERE
    ]
    columns = ("column", "name", "名称", "must", "content", "unit", "")
    title = f"### {kind.name}: `{file_name(kind)}`"
    also = f"Also {', '.join(others)}."
    listed = f"{table(columns, rows)}\n" if rows else ""
    return f"{title}\n\n{' '.join(words)}\n\n{listed}{also}\n"


def commands() -> str:
    """Every command with its arguments and options."""
    import typer

    from api.cli import app

    return "\n".join(_commands(typer.main.get_command(app), "suretynet"))


def _commands(command: Any, name: str) -> Iterator[str]:
    children = getattr(command, "commands", {})
    for child in children:
        yield from _commands(children[child], f"{name} {child}")
    if children:
        return
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    words = "".join(
        f" {argument.name.upper()}{'...' if argument.nargs == -1 else ''}"
        for argument in arguments
    )
    names = {item.name for item in command.params}
    common = _SHARED if "data_dir" in names else set()
    listed = [p for p in command.params if p.name not in {"help", *common}]
    text = f"### {name}{words}\n\n{inspect.cleandoc(command.help)}\n"
    if listed:
        rows = [_parameter(item) for item in listed]
        text += "\n" + table(("parameter", "default", "meaning"), rows)
    shared = [f"`{p.opts[0]}`" for p in command.params if p.name in common]
    yield text + (f"\nAlso {', '.join(shared)}.\n" if shared else "")


def _parameter(item: Any) -> tuple[str, str, str]:
    span = " to ".join(
        f"{bound:,}" for bound in (item.min, item.max) if bound is not None
    )
    names = ", ".join(f"`{name}`" for name in (*item.opts, *item.secondary_opts))
    if item.param_type_name == "argument":
        names = f"`{item.name.upper()}`"
    shown = "" if item.default in (None, False) or item.required else str(item.default)
    meaning = item.help or ""
    if span:
        meaning = f"{meaning} {span if item.max else f'At least {span}'}.".strip()
    return names, f"`{shown}`" if shown else "", meaning


def routes() -> str:
    """Every route of the OpenAPI document with its parameters and answer."""
    from api.app import create_app

    document = create_app(Settings(log_level="ERROR")).openapi()
    schemas = document["components"]["schemas"]
    parts = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            title = f"### {method.upper()} {path}"
            words = operation.get("description", operation["summary"])
            parts.append(f"{title}\n\n{words}\n\n{_operation(operation, schemas)}")
    return "\n".join(parts)


def _operation(operation: dict[str, Any], schemas: dict[str, Any]) -> str:
    rows = [_query(item) for item in operation.get("parameters", [])]
    text = table(("parameter", "in", "default", "meaning"), rows) if rows else ""
    body = operation.get("requestBody", {}).get("content", {})
    answer = operation["responses"].get("200", {}).get("content", {})
    for word, content in (("Body", body), ("Answer", answer)):
        for media, item in content.items():
            name = item.get("schema", {}).get("$ref", "").rpartition("/")[2]
            fields = ", ".join(f"`{f}`" for f in schemas.get(name, {"properties": []})
                               ["properties"])  # fmt: skip
            text += f"\n{word}: {f'`{name}` with {fields}' if name else media}.\n"
    open_to_all = not operation.get("security")
    return text + ("\nNeeds no key.\n" if open_to_all else "")


def _query(item: dict[str, Any]) -> tuple[str, str, str, str]:
    schema = item["schema"]
    for choice in schema.get("anyOf", []):
        schema = choice | schema if choice.get("type") != "null" else schema
    words = [item.get("description", "")]
    if "enum" in schema:
        words.append("One of " + ", ".join(f"`{code}`" for code in schema["enum"]))
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None:
        words.append(f"{low} to {high}" if high is not None else f"at least {low}")
    name = f"`{item['name']}`" + (" (must)" if item["required"] else "")
    default = schema.get("default")
    shown = "" if default is None else f"`{default}`"
    return name, item["in"], shown, "; ".join(filter(None, words))


def failures() -> str:
    """Every expected failure with its HTTP status and exit code."""
    from api.cli import exit_code
    from api.errors import STATUS

    rows = []
    for module in (errors, ingest_errors, gnn_errors):
        for name, kind in vars(module).items():
            if not inspect.isclass(kind) or kind.__module__ != module.__name__:
                continue
            words = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]
            known = (s for k, s in STATUS.items() if issubclass(kind, k))
            status = next(known, 500 if module is errors else "")
            bare = kind.__new__(kind)
            rows.append(
                (f"`{name}`", words.replace("\n", " "), status, exit_code(bare))
            )
    return table(("exception", "meaning", "HTTP", "exit"), rows)


def refusals() -> str:
    """Every problem code that the API itself decides, found in its source."""
    found = set()
    for path in sorted((ROOT / "api").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            values = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if node.func.id == "ProblemError" and isinstance(values[0], int):
                found.add((values[0], values[1]))
    return table(
        ("HTTP", "code"), ((status, f"`{code}`") for status, code in sorted(found))
    )


def mapping_keys() -> str:
    """Every key of each part of a mapping."""
    parts = {title: mappings.keys(part) for title, part in mappings.PARTS.items()}
    return "\n".join(
        f"### {title}\n\n{table(mappings.KEY_COLUMNS, rows)}"
        for title, rows in parts.items()
    )


def ready_mappings() -> str:
    """Every ready mapping with the columns that it reads."""
    return table(mappings.READY_COLUMNS, mappings.ready())


REGIONS = {
    "mapping_keys": mapping_keys,
    "ready_mappings": ready_mappings,
    "settings": settings,
    "records": records,
    "commands": commands,
    "routes": routes,
    "failures": failures,
    "refusals": refusals,
}


def current(page: str) -> str:
    """The page with its regions as the code has them now."""
    return _REGION.sub(lambda m: f"{m[1]}\n{REGIONS[m[2]]()}\n{m[3]}", page)


def main() -> int:
    """Write the pages, or say which of them are stale."""
    stale = []
    for path in sorted(FOLDER.glob("*.md")):
        old = path.read_text(encoding="utf-8")
        new = current(old)
        if new != old:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    print("\n".join(stale))  # noqa: T201 - a command line
    return len(stale) if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
