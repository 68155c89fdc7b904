"""``suretynet store``: what is in a store, and whether it is sound."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.context import (
    AsOfOption,
    DataOption,
    JsonOption,
    KnownAtOption,
    StoreOption,
    at_of,
    opened,
    print_table,
    progress_bars,
    settings_of,
    show,
)
from api.cli.output import say

app = typer.Typer(help="Look into a store.", no_args_is_help=True)


@app.command("counts")
def store_counts(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Current facts by kind, such as guarantee.company-company."""
    with opened(settings_of(store, data_dir)) as source:
        counts = source.view(at_of(source, as_of, known_at)).counts()
    rows = sorted(counts.items())
    show(
        dict(rows),
        as_json=as_json,
        table=lambda: print_table("Facts", ("Kind", "Facts"), rows),
    )


@app.command("check")
def store_check(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help="Compare no facts with what their commits noted of them."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Look for damage in the store and what it publishes; exit code 1 if there is any.

    Every fact is read and compared with the digest of its commit, and the published
    snapshot is built once more and compared.
    """
    from graph.analysis.store_check import check_store
    from graph.errors import StoreUnavailableError
    from graph.stores import store_file

    settings = settings_of(store, data_dir)
    file = store_file(settings.store_url)
    if file is not None and not file.is_file():  # opening would make an empty one
        raise StoreUnavailableError(settings.store_url, "there is no such file")
    with opened(settings) as source, progress_bars() as progress:
        found = check_store(source, settings.data_dir, quick=quick, progress=progress)
    sound = "sound" if found.sound else "\n".join(found.faults)
    show(
        found,
        as_json=as_json,
        table=lambda: say(f"{sound} (commit {found.sequence})"),
    )
    for note in found.notes:
        say(f"note: {note}", err=True)
    if not found.sound:
        raise typer.Exit(1)
