"""``suretynet model train``: models on generated economies, and on a store's cases."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.context import (
    DataOption,
    JsonOption,
    StoreOption,
    opened,
    print_table,
    progress_bars,
    settings_of,
    show,
)
from api.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_SEED = 2**31 - 1
"""That trees can be grown with."""


class Scorers(StrEnum):
    """What is trained."""

    TREES = "lgbm"
    BOTH = "both"


class Device(StrEnum):
    """Where a network is computed."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


_SHOWN = (
    "auc",
    "ap",
    "recall_at_1_percent_fpr",
    "precision_at_100",
    "precision_at_500",
)


def train(
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder of the model and its figures.")
    ],
    task: Annotated[
        str, typer.Option(help="fraud, circle-default or risky-edge.")
    ] = "fraud",
    model: Annotated[
        Scorers,
        typer.Option(
            help="both: a graph network beside the trees, of the extra suretynet[gnn]."
        ),
    ] = Scorers.TREES,
    device: Annotated[
        Device, typer.Option(help="Where the network is trained; auto: a GPU if any.")
    ] = Device.AUTO,
    compare: Annotated[
        bool,
        typer.Option(
            help="Train networks of other kinds, too, at the same budget: SAGE, RGCN, "
            "HGT, PNA, BWGNN; with --economy and --model both."
        ),
    ] = False,
    seed: Annotated[
        int, typer.Option(min=0, max=LARGEST_SEED, help="Of the model.")
    ] = 1,
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The day on which it is trained: labels are what was found by then. "
            "By default today, or the last day of an economy.",
        ),
    ] = None,
    economy: Annotated[
        int | None,
        typer.Option(
            min=1_000,
            max=1_000_000,
            metavar="COMPANIES",
            help="Generate economies of this size, and judge by what they hide.",
        ),
    ] = None,
    seeds: Annotated[
        str, typer.Option(help="Of the economies, separated by commas.")
    ] = "7,8,9",
    store: StoreOption = None,
    data_dir: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a model on what investigations found, and say how good it is.

    Broken off, the same command goes on where it was.
    """
    from gnn.default_tasks import TASKS
    from gnn.extra import require_torch
    from gnn.making import FRAUD

    if task not in (FRAUD, *TASKS):
        known = ", ".join((FRAUD, *TASKS))
        raise typer.BadParameter(
            f"{task!r} is no task; expected one of {known}", param_hint="--task"
        )
    asked = device.value if model is Scorers.BOTH else None
    if asked is not None:
        if task != FRAUD:
            raise typer.BadParameter(
                f"both are trained for {FRAUD} alone", param_hint="--model"
            )
        require_torch()
    if compare and (asked is None or economy is None):
        raise typer.BadParameter(
            "expected with --economy and --model both", param_hint="--compare"
        )
    settings = settings_of(store, data_dir)
    told: Any
    if economy is None and task != FRAUD:
        raise typer.BadParameter(
            f"{task} is only judged on economies; give --economy", param_hint="--task"
        )
    if economy is not None:
        from api.model_runs import EconomyRun

        numbers = _seeds(seeds)
        with progress_bars() as progress:
            run = EconomyRun(out, economy, task, seed, progress, device=asked,
                             others=compare)  # fmt: skip
            told = {str(number): run.figures(number) for number in numbers}
    else:
        from api.model_runs import train_on_store

        with opened(settings) as source, progress_bars() as progress:
            told = train_on_store(
                source,
                out,
                seed=seed,
                day=None if day is None else day.date(),
                reporting_currency=settings.reporting_currency,
                progress=progress,
                device=asked,
            )
    show(
        told, as_json=as_json, table=lambda: _tables(told, by_seed=economy is not None)
    )


def _seeds(text: str) -> list[int]:
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r}: expected numbers such as 7,8,9", param_hint="--seeds"
        ) from error
    for number in numbers:
        if not 0 <= number <= LARGEST_SEED or numbers.count(number) > 1:
            raise typer.BadParameter(
                f"{number}: expected numbers from 0 to {LARGEST_SEED}, each once",
                param_hint="--seeds",
            )
    return numbers


def _tables(told: Mapping[str, Any], *, by_seed: bool) -> None:
    for title, figures in told.items() if by_seed else (("", told),):
        print_figures(f"seed {title}" if by_seed else "Figures", figures)
        if "second" in figures:
            _print_second(figures["second"])


def _print_second(told: Mapping[str, Any]) -> None:
    """Both scorers beside the nulls, and where they gain."""
    for run in told["runs"]:
        print_figures(f"graph network, model seed {run['model_seed']}", run)
        say(
            f"{run['epochs']} epochs on {run['device']}, "
            f"{run['training_cpu_seconds']} CPU-s; best null: {run['best_null']}"
        )
        if (edges := run.get("edges")) is not None:
            _print_edges(edges)
        if "others" in run:
            print_figures("Networks of other kinds, same budget", run["others"])
    rows = [
        (name, f"{part['firms']:,.0f}",
         *(f"{part[key]:.3f}" for key in ("first", "second", "gain")))
        for name, part in told["runs"][0].get("gains", {}).items()
    ]  # fmt: skip
    if rows:
        print_table(
            "Average precision by part",
            ("Part", "Firms", "Trees", "Both", "Gain"),
            rows,
        )
    if told["ranks"]:
        say("The trees and the network rank together: every lower bound is above 0.")
    else:
        say("The trees rank alone: not every lower bound is above 0.")


def _print_edges(told: Mapping[str, Any]) -> None:
    """How well guarantees of schemes are told."""
    head, ends = (
        "none" if told[name] is None else f"{told[name]:.3f}"
        for name in ("ap", "ap_of_ends")
    )
    say(
        f"guarantees of schemes, {told['positive']:,} of {told['edges']:,}: average "
        f"precision {head} by their own head, {ends} by the mean of both ends' scores"
    )


def print_figures(title: str, told: Mapping[str, Any]) -> None:
    """Figures and differences with their intervals, and what they were counted on."""
    rows = [
        (name, *(_cell(figures[key]) for key in _SHOWN))
        for part in ("figures", "differences")
        for name, figures in told[part].items()
    ]
    print_table(title, ("Model", *(key.replace("_", " ") for key in _SHOWN)), rows)
    for name, part in told.get("rows", {}).items():
        say(f"{name}: " + ", ".join(f"{key} {value}" for key, value in part.items()))


def _cell(item: Mapping[str, float | None]) -> str:
    point, low, high = (item[key] for key in ("point", "low", "high"))
    if point is None:
        return "-"
    if low is None or high is None:
        return f"{point:.3f}"
    return f"{point:.3f} [{low:.3f}, {high:.3f}]"
