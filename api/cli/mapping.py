"""``suretynet mapping``: what the columns of foreign tables mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import JsonOption, print_table, show
from api.cli.load_report import print_check
from api.cli.output import say, say_json

if TYPE_CHECKING:
    from ingest.loading.mapping_check import MappingCheck
    from ingest.mapping.suggest import Suggestion

app = typer.Typer(help="Foreign tables, and what their columns mean.",
                  no_args_is_help=True)  # fmt: skip
MappingArgument = Annotated[
    str, typer.Argument(metavar="MAPPING", help="File, or name of a ready mapping.")
]
SheetOption = Annotated[
    list[str] | None, typer.Option("--sheet", help="Sheet to read; may be repeated.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Of text files; default: found out.")
]


@app.command("list")
def mappings(*, as_json: JsonOption = False) -> None:
    """Mappings that come with the product."""
    from ingest.mapping.files import mapping_of, ready_mappings

    ready = {name: mapping_of(name) for name in ready_mappings()}
    found = [
        {
            "name": name,
            "tables": [
                {
                    "sheet": list(table.sheet),
                    "parties": list(table.parties),
                    "facts": list(table.facts),
                    "columns": [" or ".join(rule.columns) for rule in table.read],
                }
                for table in tables
            ],
        }
        for name, tables in ready.items()
    ]
    rows = [
        (
            name,
            ", ".join(dict.fromkeys(role for item in tables for role in item.parties)),
            ", ".join(dict.fromkeys(kind for item in tables for kind in item.facts)),
        )
        for name, tables in ready.items()
    ]
    show(
        {"mappings": found},
        as_json=as_json,
        table=lambda: print_table("Ready mappings", ("Name", "Parties", "Facts"), rows),
    )


@app.command("suggest")
def suggest(
    path: Annotated[Path, typer.Argument(help="A table.", exists=True)],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="New file for the mapping.")
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """What the columns of a table may mean, and what that leaves open.

    Exit code 3 where nothing is understood, and no mapping is written.
    """
    from ingest.files.sheets.grid import called
    from ingest.files.sheets.opening import open_sheets
    from ingest.mapping.files import write_mapping
    from ingest.mapping.suggest import ROWS_READ, Top
    from ingest.mapping.suggest import suggest as suggested

    opened = open_sheets(path, encoding=encoding)
    for error in opened.unread:
        say(f"not read: {error}", err=True)
    chosen = [each for each in opened.found if not sheet or called(each) in sheet]
    if opened.found and not chosen:
        there = ", ".join(map(called, opened.found))
        raise typer.BadParameter(f"the tables are {there}", param_hint="--sheet")
    if not chosen:
        raise typer.Exit(_NOTHING)
    # files without sheets are called by their own names where there are several
    several = len(opened.found) > 1
    made = suggested(
        [
            Top(each.head(ROWS_READ), called(each), each.hidden) if several else each
            for each in chosen
        ]
    )
    if out is not None and made.mapping:
        write_mapping(made.mapping, out, made.comments)
    show(made.to_dict(), as_json=as_json, table=lambda: _print_suggestion(made))
    if not made.mapping:
        raise typer.Exit(_NOTHING)
    if out is not None and not as_json:
        first = "" if made.ready else "answer its questions in it, then "
        say(
            f"written to {out}; {first}look at what rows become: "
            f"suretynet mapping check {out} {path}",
            err=True,
        )


def _print_suggestion(made: Suggestion) -> None:
    rows = [
        (item.column, item.target, f"{item.confidence:.2f}", ", ".join(item.examples))
        for item in made.columns
    ]
    rows += [(item.column, "", "", ", ".join(item.examples)) for item in made.unmapped]
    told = [item.sheet for item in made.sheets if item.header and not item.hidden]
    sheet = made.mapping.get("sheet", "")
    others = ", ".join(name for name in told if name != sheet)
    print_table(
        "Ready to be loaded" if made.ready else "Questions are open",
        ("Column", "Target", "Confidence", "Examples"),
        rows,
    )
    for question in made.questions:
        column = f"{question.column}: " if question.column else ""
        say(f"question: {column}{question.text}", err=True)
    if others:
        say(f"this is the sheet {sheet}; choose by --sheet among: {others}", err=True)


@app.command("check")
def check(
    mapping: MappingArgument,
    path: Annotated[Path, typer.Argument(help="File or folder.", exists=True)],
    *,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    as_json: JsonOption = False,
) -> None:
    """What each row would become; nothing is written. Exit code 3 if rows would not."""
    from ingest.loading.mapping_check import check_mapping
    from ingest.mapping.files import mapping_of

    made = check_mapping(
        path, mapping_of(mapping), sheets=tuple(sheet or ()), encoding=encoding
    )
    show_check(made, as_json=as_json)


@app.command("schema")
def schema() -> None:
    """JSON Schema of mapping files, for editors that complete and check them."""
    import json

    from ingest.mapping.schema import mapping_schema

    say_json(json.dumps(mapping_schema(), ensure_ascii=False, indent=2))


def show_check(made: MappingCheck, *, as_json: bool) -> None:
    """What rows would become; the exit code says whether all would.

    Raises
    ------
    typer.Exit
        Some would not.
    """
    show(made.to_dict(), as_json=as_json, table=lambda: print_check(made))
    if made.exit_code:
        raise typer.Exit(made.exit_code)


_NOTHING = 3
"""Exit code where no row would become a fact."""
