"""The current snapshot of a command's store, and scores as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import parameters_of, print_table, progress_bars

if TYPE_CHECKING:
    from api.held import Held
    from api.settings import Settings
    from graph.stores.base import Store

LimitOption = Annotated[int, typer.Option(min=1, max=100_000, help="Most rows.")]


def held_by(settings: Settings, source: Store) -> Held:
    """The current snapshot with findings, made first where the store moved on."""
    from api.held import Held
    from graph.analysis.publish import current

    with progress_bars() as progress:
        snapshot, findings = current(
            source,
            settings.data_dir,
            reporting_currency=settings.reporting_currency,
            parameters=parameters_of(settings),
            progress=progress,
        )
    return Held(snapshot, findings)


def score_row(held: Held, party_id: str) -> dict[str, Any]:
    """One party's published figures."""
    number = held.snapshot.number("party", party_id)
    findings = held.findings
    return {
        "party_id": party_id,
        "name": held.name(party_id)[1],
        "self_pd": float(findings.self_pd[number]),
        "pd": float(findings.pd[number]),
        "increment": float(findings.increment[number]),
        "error": float(findings.error[number]),
    }


def print_scores(title: str, rows: list[dict[str, Any]]) -> None:
    """Print figures of parties for people."""
    columns = ("Party", "Name", "Alone", "With contagion", "Error")
    cells = [
        (
            row["party_id"],
            row["name"],
            f"{row['self_pd']:.2%}",
            f"{row['pd']:.2%}",
            f"{row['error']:.2%}",
        )
        for row in rows
    ]
    print_table(title, columns, cells)
