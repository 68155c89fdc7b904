"""``suretynet model``: features, and what a model says of firms and is worth."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.context import (
    AsOfOption,
    DataOption,
    JsonOption,
    StoreOption,
    at_of,
    opened,
    print_table,
    progress_bars,
    settings_of,
    show,
)
from api.cli.model_training import LARGEST_SEED, print_figures
from api.cli.output import say
from api.cli.published import LimitOption

if TYPE_CHECKING:
    from gnn.serving.listing import ScoredFirm

ModelOption = Annotated[
    Path, typer.Option("--model", help="Folder that `model train` wrote.")
]
WORK = "model-snapshots"


def features(
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="New or empty folder.")],
    as_of: AsOfOption = None,
    store: StoreOption = None,
    data_dir: DataOption = None,
) -> None:
    """Write the features of every company as Arrow, and what each column means."""
    from gnn.features import build_features
    from gnn.features.files import write_features
    from gnn.features.firms import Firms
    from gnn.folders import check_empty
    from graph.analysis.history import History

    check_empty(out)
    settings = settings_of(store, data_dir)
    with opened(settings) as source, progress_bars() as progress:
        folder = settings.data_dir / WORK
        past = History(source, folder, settings.reporting_currency, progress)
        snapshot = past.snapshot_at(at_of(source, as_of, None))
        table = build_features(Firms(snapshot), progress=progress)
        write_features(out, table, snapshot)
    n, d = table.values.shape
    say(f"{d} features of {n:,} companies in {out}")


def evaluate(
    *,
    model: ModelOption,
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Whose firms are scored; by default six months before the last, or, "
            "with a truth, its day.",
        ),
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(help="Folder of a generated economy: judge by what it hides."),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, max=LARGEST_SEED, help="Of the intervals.")
    ] = 1,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge a model by what was found since a day, beside the rules."""
    from api.model_runs import day_of
    from api.planted import read_planted, truth_day
    from gnn.applying import evaluate as judged
    from gnn.dataset import VALIDATE_MONTHS, months_before
    from gnn.serving.model_directory import open_current
    from graph.analysis.history import History

    opened_model = open_current(model)
    planted = None if truth is None else read_planted(truth)
    settings = settings_of(store, data_dir)
    with opened(settings) as source, progress_bars() as progress:
        last = day_of(source)
        if day is not None:
            chosen = day_of(source, day.date())
        elif truth is not None:
            chosen = truth_day(truth)
        else:
            chosen = months_before(last, VALIDATE_MONTHS)
        folder = settings.data_dir / WORK
        past = History(source, folder, settings.reporting_currency, progress)
        told = judged(
            opened_model,
            past,
            chosen,
            last,
            planted=planted,
            seed=seed,
            progress=progress,
        )

    def table() -> None:
        print_figures(f"Firms of {told['day']}, {told['labels']}", told)
        if planted is None:
            say(
                "What nobody has found yet counts as clean: the model looks about half "
                "as precise as it is."
            )

    show(told, as_json=as_json, table=table)


def score(
    *,
    model: ModelOption,
    party: Annotated[
        str | None, typer.Option(help="A company; by default the highest are listed.")
    ] = None,
    as_of: AsOfOption = None,
    limit: LimitOption = 20,
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a model says of companies, with the reasons of each score."""
    from gnn.serving.listing import scored_firms
    from gnn.serving.model_directory import open_current
    from gnn.serving.second import network_device
    from graph.analysis.history import History

    opened_model = open_current(model)
    device = network_device(opened_model, partial(say, err=True))
    settings = settings_of(store, data_dir)
    with opened(settings) as source, progress_bars() as progress:
        folder = settings.data_dir / WORK
        past = History(source, folder, settings.reporting_currency, progress)
        snapshot = past.snapshot_at(at_of(source, as_of, None))
        found = scored_firms(
            snapshot,
            opened_model,
            settings.model_bands,
            party_id=party,
            limit=limit,
            progress=progress,
            device=device,
        )
    show(found, as_json=as_json, table=lambda: _print(found))


def _print(found: tuple[ScoredFirm, ...]) -> None:
    print_table(
        "Model scores",
        ("Party", "Raw score", "Chance", "95 %", "Band"),
        [
            (
                firm.party_id,
                f"{firm.raw_score:.3f}",
                f"{firm.chance:.2%}",
                f"{firm.low:.2%} to {firm.high:.2%}",
                firm.band,
            )
            if firm.not_scored is None
            else (firm.party_id, f"not scored: {firm.not_scored}", "", "", "")
            for firm in found
        ],
    )
    if len(found) == 1:
        for reason in found[0].reasons:
            say(f"  {reason.contribution:+.3f}  {reason.text_en}")
