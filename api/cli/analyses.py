"""``suretynet analyses``: every analysis, and the tables that it publishes."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    print_table,
    settings_of,
    show,
)
from api.cli.published import LimitOption, published_by

app = typer.Typer(help="Analyses and their findings.", no_args_is_help=True)


@app.command("list")
def analyses_list(
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Every analysis with its tables and what is published of it."""
    from graph.analysis.analyses import list_analyses

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        found = list_analyses(published_by(settings, source), source)
    columns = ("Analysis", "Version", "Tables", "Engine", "Snapshot")
    rows = [
        (item.name, item.version, ", ".join(item.tables), item.engine, item.snapshot_id)
        for item in found.items
    ]
    show(found, as_json=as_json, table=lambda: print_table("Analyses", columns, rows))


@app.command("show")
def analyses_show(
    analysis: Annotated[str, typer.Argument(help="Name of the analysis.")],
    table: Annotated[
        str | None, typer.Argument(help="Name of its table; default its first.")
    ] = None,
    *,
    store: StoreOption = None,
    data_dir: DataOption = None,
    limit: LimitOption = 100,
    as_json: JsonOption = False,
) -> None:
    """Rows of a published table as the analysis wrote them, with its receipt."""
    from graph.analysis.analyses import findings_rows

    settings = settings_of(store, data_dir)
    with opened(settings) as source:
        published = published_by(settings, source)
        found = findings_rows(published, source, analysis, table, limit=limit)
    columns = tuple(found.items[0]) if found.items else ()
    rows = [tuple(row.values()) for row in found.items]
    title = f"{found.table}: {len(rows)} of {found.total} rows"
    show(found, as_json=as_json, table=lambda: print_table(title, columns, rows))
