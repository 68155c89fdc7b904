"""Commands that bring facts in and take them back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    instant,
    opened,
    progress_bars,
    settings_of,
    show,
)
from api.cli.export import export
from api.cli.load_report import print_report
from api.cli.mapping import EncodingOption, SheetOption, show_check
from api.cli.output import say
from api.cli.published import publish_by

if TYPE_CHECKING:
    from ingest.loading.report import LoadReport


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("template")(template)
    app.command("generate")(generate)
    app.command("load")(load)
    app.command("export")(export)
    app.command("retract")(retract)


def template(
    directory: Annotated[Path, typer.Argument(help="Folder to write to.")],
) -> None:
    """Write empty files of the native bundle with a data dictionary."""
    from ingest.template import write_template

    written = write_template(directory)
    say(f"{len(written)} files in {directory}")


def generate(
    directory: Annotated[Path, typer.Argument(help="Folder to write to.")],
    *,
    companies: Annotated[int, typer.Option(min=1_000, max=1_000_000)] = 20_000,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its last day.")
    ] = None,
    years: Annotated[
        int, typer.Option(min=1, max=20, help="Years of history before that day.")
    ] = 5,
) -> None:
    """Write a demo economy as a native bundle, with truth.json beside it."""
    from ingest.synthetic.economy import DAY
    from ingest.synthetic.options import EconomyOptions
    from ingest.synthetic.output import generate as write_economy

    settings_of(None, None)
    with progress_bars() as report:
        write_economy(
            directory,
            companies=companies,
            seed=seed,
            as_of=DAY if as_of is None else as_of.date(),
            options=EconomyOptions(history_years=years),
            progress=report,
        )
    say(f"economy of {companies:,} companies in {directory}")


def load(
    path: Annotated[Path, typer.Argument(help="Folder or file to load.", exists=True)],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    layout: Annotated[
        str | None,
        typer.Option("--format", help="Such as native or finbench; else detected."),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(help="For a foreign table: a file, or a ready mapping's name."),
    ] = None,
    sheet: SheetOption = None,
    encoding: EncodingOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With a mapping: write nothing.")
    ] = False,
    source: Annotated[
        str | None, typer.Option(help="Source of rows that name none.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(help="Currency of a format without one, ISO 4217.")
    ] = None,
    timezone: Annotated[str, typer.Option(help="Zone of dates without one.")] = "UTC",
    collected_at: Annotated[
        str | None, typer.Option(help="When the files were collected; default today.")
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="File for rejected rows.")
    ] = None,
    publish: Annotated[
        bool,
        typer.Option(
            "--publish", help="Build a snapshot afterwards and publish its findings."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Load files. Bad rows are reported and left out; exit code 3 if there are any."""
    from graph.analysis.snapshot_directory import BUILD_COMMAND
    from graph.instant import from_milliseconds, latest_collection
    from ingest.loading.load import load as load_files
    from ingest.loading.mapping_check import check_mapping
    from ingest.mapping.files import mapping_of

    columns = None if mapping is None else mapping_of(mapping)
    names = tuple(sheet or ())
    settings = settings_of(store, data_dir)
    moment = instant(collected_at, "--collected-at")
    if moment is not None and moment > latest_collection():
        raise typer.BadParameter(
            "this is in the future: no later load could correct what it states",
            param_hint="--collected-at",
        )
    if dry_run:
        if columns is None:
            raise typer.BadParameter("it needs --mapping", param_hint="--dry-run")
        with opened(settings) as target:
            made = check_mapping(
                path, columns, store=target, sheets=names, encoding=encoding
            )
        show_check(made, as_json=as_json)
        return
    with opened(settings) as target, progress_bars() as progress:
        report: LoadReport = load_files(
            path,
            target,
            format=layout,
            mapping=columns,
            sheets=names,
            encoding=encoding,
            source=source,
            collected_at=None if moment is None else from_milliseconds(moment),
            currency=currency,
            timezone=timezone,
            rejects_path=rejects,
            data_dir=settings.data_dir,
            progress=progress,
        )
    show(report.to_dict(), as_json=as_json, table=lambda: print_report(report))
    if publish:
        with opened(settings) as target:
            publish_by(settings, target)
    elif report.total("read") > report.total("rejected"):
        say(f"loaded, not published; publish with: {BUILD_COMMAND}", err=True)
    else:
        say("nothing was loaded", err=True)
    if report.exit_code:
        raise typer.Exit(report.exit_code)


def retract(
    kind: Annotated[str, typer.Argument(help="Kind of the facts, such as guarantee.")],
    source: Annotated[str, typer.Argument(help="Source of the facts.")],
    record_ids: Annotated[list[str], typer.Argument(help="Records to retract.")],
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close facts that should not have been recorded; history stays readable."""
    from graph.vocabulary import KINDS
    from ingest.loading.retract import retract_records

    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise typer.BadParameter(f"unknown kind {kind!r}; known are {known}")
    with opened(settings_of(store, data_dir)) as target:
        closed = retract_records(target, KINDS[kind], source, record_ids)
    show(
        {"retracted": closed},
        as_json=as_json,
        table=lambda: say(f"{closed} facts retracted"),
    )
