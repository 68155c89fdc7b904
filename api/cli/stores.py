"""``suretynet store``: what is in a store, and whether it is sound."""

from __future__ import annotations

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
    as_json: JsonOption = False,
) -> None:
    """Look for damage inside the store; exit code 1 if there is any."""
    with opened(settings_of(store, data_dir)) as source:
        faults = source.check()
        sequence = source.sequence()
    sound = "sound" if not faults else "\n".join(faults)
    show(
        {"sound": not faults, "faults": faults, "sequence": sequence},
        as_json=as_json,
        table=lambda: say(f"{sound} (commit {sequence})"),
    )
    if faults:
        raise typer.Exit(1)
