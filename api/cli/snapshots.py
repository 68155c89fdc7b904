"""``suretynet snapshot``: build, publish and look at snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
from api.cli.published import publish_by, published_by

if TYPE_CHECKING:
    from graph.analysis.publication import SnapshotSummary

app = typer.Typer(help="Snapshots and their findings.", no_args_is_help=True)


def _show(snapshot: SnapshotSummary, *, as_json: bool) -> None:
    flat = [
        (name, getattr(snapshot, name))
        for name in ("snapshot_id", "as_of", "known_at", "reporting_currency")
    ]
    counts = [(f"count {name}", count) for name, count in snapshot.counts.items()]
    notes = [("assumption", text) for text in snapshot.assumptions]
    show(
        snapshot,
        as_json=as_json,
        table=lambda: print_table(
            "Snapshot", ("", ""), [(k, str(v)) for k, v in (*flat, *counts, *notes)]
        ),
    )


@app.command("build")
def build(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    credit_events: Annotated[
        bool | None,
        typer.Option(
            help="Whether risk events and the ledger's grades raise scores, this once; "
            "else as SURETYNET_CREDIT_EVENTS says."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Build a snapshot, compute circles and scores, and publish both."""
    from graph.analysis.publication import snapshot_summary

    settings = settings_of(store, data_dir)
    if credit_events is not None:
        settings = settings.model_copy(update={"credit_events": credit_events})
    with opened(settings) as source:
        snapshot = publish_by(settings, source, at_of(source, as_of, known_at))
    _show(snapshot_summary(snapshot), as_json=as_json)


@app.command("show")
def show_current(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """The published snapshot of a store."""
    from graph.analysis.publication import snapshot_summary

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
    _show(snapshot_summary(published.snapshot), as_json=as_json)


@app.command("check")
def check(
    snapshot_ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help="By default all in the data folder."),
    ] = None,
    *,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare every file of snapshots with its hash; exit code 1 if one differs.

    Reads all of them, whatever was compared before. The published snapshot is built
    again by the next command that reads it.
    """
    from graph.analysis.snapshot_directory import SnapshotDirectory

    directory = SnapshotDirectory(settings_of(None, data_dir).data_dir)
    faults = {name: directory.faults(name) for name in snapshot_ids or directory.ids()}
    lines = [f"{name}: {'; '.join(found) or 'sound'}" for name, found in faults.items()]
    sound = not any(faults.values())
    answer = {
        "sound": sound,
        "snapshots": [
            {"snapshot_id": name, "faults": found} for name, found in faults.items()
        ],
    }
    show(answer, as_json=as_json, table=lambda: say("\n".join(lines)))
    if not sound:
        raise typer.Exit(1)
