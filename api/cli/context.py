"""What the commands share: options, output, progress bars."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import say, say_json, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from api.settings import Settings
    from graph.analysis import Progress
    from graph.analysis.answer import Completeness
    from graph.instant import At
    from graph.stores.base import Store

_ANY_WIDTH = 10_000

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Store URL; default SURETYNET_STORE or the SQLite file in the data "
        "folder. Passwords come from SURETYNET_STORE_PASSWORD only.",
    ),
]
DataOption = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder of snapshots, keys and the store."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Facts true at this RFC 3339 instant, or at the end of this date (UTC).",
    ),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        help="As known at this RFC 3339 instant, or when this date began (UTC).",
    ),
]


def settings_of(store: str | None, data_dir: Path | None, **others: Any) -> Settings:
    """Settings from the environment, with the command's options on top."""
    import logging

    from api.cli.traces import keep_traces_in
    from api.data_dir import sweep
    from api.logs import configure_logs
    from api.settings import Settings
    from graph.compiled import keep_compiled

    configure_logs("WARNING")  # standard output belongs to the answer
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # we say it ourselves
    given = {"store": store, "data_dir": data_dir, **others}
    try:
        settings = Settings(**{k: v for k, v in given.items() if v is not None})
    except ValueError as error:  # pydantic's, which names the setting
        raise typer.BadParameter(str(error)) from error
    keep_traces_in(settings.data_dir)
    sweep(settings.data_dir)
    keep_compiled(settings.data_dir)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store of the settings, closed in the end."""
    import api.analyses  # noqa: F401 - enters them
    from api.stores import open_configured
    from graph.stores import store_file

    if store_file(settings.store_url) is not None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    with open_configured(settings) as store:
        yield store


def instant(text: str | None, option: str) -> int | None:
    """Milliseconds of an option's date or instant."""
    from graph.instant import parse_instant

    return _parsed(parse_instant, text, option)


def _parsed(parse: Callable[[str], int], text: str | None, option: str) -> int | None:
    if text is None:
        return None
    try:
        return parse(text)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(
            f"{text!r} is neither YYYY-MM-DD nor an RFC 3339 instant",
            param_hint=option,
        ) from error


def at_of(store: Store, as_of: str | None, known_at: str | None) -> At:
    """The instant that the options mean."""
    from graph.instant import parse_as_of

    return store.at(
        _parsed(parse_as_of, as_of, "--as-of"), instant(known_at, "--known-at")
    )


def show(value: Any, *, as_json: bool, table: Callable[[], None]) -> None:
    """Print a value or records as JSON, or a table for people and what cut it."""
    if as_json:
        from graph.analysis import serialization

        plain = serialization.as_json(value)
        say_json(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        table()
        if (completeness := getattr(value, "completeness", None)) is not None:
            say_cut(completeness)


def say_cut(completeness: Completeness) -> None:
    """A line that names the limits that cut what was printed, if any did."""
    if not completeness.complete:
        from graph.analysis.limits import limits_of

        line = f"Cut by {limits_of(completeness).en}. {completeness.advice or ''}"
        say(line.rstrip())


def print_table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """A table without rules, so that it can be copied.

    Cells are never cut: a terminal folds them, a file gets lines as long as it takes.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console = Console(width=_ANY_WIDTH)

    table = Table(
        title=Text(visible(title)), box=None, title_justify="left", header_style="bold"
    )
    for name in columns:
        numeric = bool(rows) and all(
            isinstance(row[columns.index(name)], (int, float)) for row in rows
        )
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        # as text: what stands in brackets in a name is no style of ours
        table.add_row(
            *(Text("" if cell is None else visible(str(cell))) for cell in row)
        )
    console.print(table)


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Bars on standard error, one per stage."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as ProgressBars

    columns = (
        TextColumn("{task.description:<22}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f}"),
        TimeElapsedColumn(),
    )
    tasks: dict[str, Any] = {}
    with ProgressBars(*columns, console=Console(stderr=True)) as bars:

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(visible(stage), total=max(total, 1))
            bars.update(tasks[stage], completed=done, total=max(total, 1))

        yield report
