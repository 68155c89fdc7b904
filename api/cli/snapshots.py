"""``suretynet snapshot``: build, publish and look at snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from api.cli.context import (
    AsOfOption,
    DataOption,
    JsonOption,
    KnownAtOption,
    StoreOption,
    at_of,
    opened,
    parameters_of,
    print_table,
    progress_bars,
    settings_of,
    show,
)

if TYPE_CHECKING:
    from graph.snapshot import Snapshot

app = typer.Typer(help="Snapshots and their findings.", no_args_is_help=True)


def summary(snapshot: Snapshot) -> dict[str, Any]:
    """What a snapshot is, for people and programs."""
    manifest = snapshot.manifest
    return {
        "snapshot_id": manifest.snapshot_id,
        **manifest.at.to_dict(),
        "reporting_currency": manifest.reporting_currency,
        "counts": dict(manifest.counts),
        "assumptions": list(manifest.assumptions),
        "origin": dict(manifest.origin),
    }


def _show(snapshot: Snapshot, *, as_json: bool) -> None:
    values = summary(snapshot)
    flat = [(k, v) for k, v in values.items() if not isinstance(v, (dict, list))]
    counts = [(f"count {k}", v) for k, v in values["counts"].items()]
    notes = [("assumption", text) for text in values["assumptions"]]
    show(
        values,
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
    as_json: JsonOption = False,
) -> None:
    """Build a snapshot, compute circles and scores, and publish both."""
    from graph.analysis.publish import publish

    settings = settings_of(store, data_dir)
    with opened(settings) as source, progress_bars() as report:
        snapshot = publish(
            source,
            settings.data_dir,
            at=at_of(source, as_of, known_at),
            reporting_currency=settings.reporting_currency,
            parameters=parameters_of(settings),
            progress=report,
        )
    _show(snapshot, as_json=as_json)


@app.command("show")
def show_current(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """The published snapshot of a store."""
    from graph.analysis.shelf import Shelf

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        snapshot = Shelf(settings.data_dir, source.url).current()
    _show(snapshot, as_json=as_json)
