"""Publishing, and what is published: the state that commands answer from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import print_table, progress_bars
from api.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.settings import Settings
    from graph.analysis import Snapshot
    from graph.analysis.answer import PartyRef
    from graph.analysis.circle import Member
    from graph.analysis.portfolio import RiskyParty
    from graph.analysis.published import Published
    from graph.analysis.score import ScoreRecord
    from graph.instant import At
    from graph.stores.base import Store

LimitOption = Annotated[int, typer.Option(min=1, max=100_000, help="Most rows.")]


def published_by(settings: Settings, source: Store) -> Published:
    """What the store publishes; on standard error how far the store has moved on."""
    from graph.analysis.publication import open_published
    from graph.analysis.snapshot_directory import BUILD_COMMAND

    with progress_bars() as progress:
        found = open_published(
            source,
            settings.data_dir,
            progress=progress,
            warn=lambda text: say(f"damaged: {text}", err=True),
        )
    if behind := found.commits_behind:
        commits = "1 commit" if behind == 1 else f"{behind} commits"
        say(f"{commits} behind; publish with: {BUILD_COMMAND}", err=True)
    return found


def publish_by(settings: Settings, source: Store, at: At | None = None) -> Snapshot:
    """Build, analyse and publish as the settings say, with bars for each stage."""
    from api.flagging import score_parameters
    from graph.analysis.contagion import ContagionParameters
    from graph.analysis.model_findings import NAME
    from graph.analysis.publish import publish
    from graph.analysis.registry import open_engine

    scores = ContagionParameters(
        n_worlds=settings.n_worlds,
        seed=settings.seed,
        events=settings.credit_events,
    )
    flags = score_parameters(settings, source, lambda text: say(text, err=True))
    with progress_bars() as progress:
        return publish(
            source,
            settings.data_dir,
            at=at,
            reporting_currency=settings.reporting_currency,
            parameters=scores,
            given={} if flags is None else {NAME: flags},
            without=(NAME,) if flags is None else (),
            engine=open_engine(settings.engine),
            progress=progress,
        )


def print_scores(
    title: str, scores: Iterable[Member | RiskyParty | ScoreRecord]
) -> None:
    """Print scores of parties for people."""
    columns = ("Party", "Name", "Alone", "With contagion", "Error")
    cells = [
        (
            item.party.party_id,
            _name(item.party),
            *map(_percent, (item.self_pd, item.pd, item.pd_error)),
        )
        for item in scores
    ]
    print_table(title, columns, cells)


def _name(party: PartyRef) -> str:
    """The name, and the end of a party that is no more."""
    from graph.analysis.wording import ended

    if party.ended_on is None:
        return party.name
    return f"{party.name} ({ended(party.ended_on).en})"


def _percent(figure: float | None) -> str:
    return "not scored" if figure is None else f"{figure:.2%}"
