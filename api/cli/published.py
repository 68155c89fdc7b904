"""The published snapshot of a command's store, and scores as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import parameters_of, print_table, progress_bars

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.settings import Settings
    from graph.analysis.circle import Member
    from graph.analysis.portfolio import RiskyParty
    from graph.analysis.published import Published
    from graph.analysis.score import ScoreRecord
    from graph.stores.base import Store

LimitOption = Annotated[int, typer.Option(min=1, max=100_000, help="Most rows.")]


def published_by(settings: Settings, source: Store) -> Published:
    """The current snapshot with findings, made first where the store moved on."""
    from graph.analysis.publish import current
    from graph.analysis.published import Published

    with progress_bars() as progress:
        snapshot, findings = current(
            source,
            settings.data_dir,
            reporting_currency=settings.reporting_currency,
            parameters=parameters_of(settings),
            progress=progress,
        )
    return Published(snapshot, findings)


def print_scores(
    title: str, scores: Iterable[Member | RiskyParty | ScoreRecord]
) -> None:
    """Print scores of parties for people."""
    columns = ("Party", "Name", "Alone", "With contagion", "Error")
    cells = [
        (
            item.party.party_id,
            item.party.name,
            f"{item.self_pd:.2%}",
            f"{item.pd:.2%}",
            f"{item.pd_error:.2%}",
        )
        for item in scores
    ]
    print_table(title, columns, cells)
