"""Runs that train models: on a store's own cases, and on generated economies.

What takes long is kept below the folder of the run, so that one that was broken off
goes on where it was.
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from api.data_dir import STORE_FILE
from api.economies import load_economy
from api.planted import read_planted, truth_day
from gnn.dataset import Days, dataset, require_enough
from gnn.default_tasks import judge_default
from gnn.errors import LabelError
from gnn.features import Group
from gnn.folders import check_empty, check_writable, reserved
from gnn.making import FRAUD, model_of
from gnn.model_files import write_model
from gnn.protocol import SERVED, judge, judge_found
from graph.analysis.history import History, end_of
from graph.instant import BEGINNING, format_day
from graph.state_file import write_state
from graph.stores import open_store
from visual.model_plots import importance_plot, lead_time_plot, reliability_plot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gnn.protocol import Judged
    from graph.analysis import Progress
    from graph.stores.base import Store

FIGURES = "figures.json"
MODEL = "model"
_WORK = "work"


def train_on_store(
    store: Store,
    folder: Path,
    *,
    seed: int,
    day: date | None,
    reporting_currency: str,
    progress: Progress,
    device: str | None = None,
) -> dict[str, Any]:
    """A model of what was found in a store by a day, in a folder; its figures.

    Parameters
    ----------
    device
        On which a graph network is trained beside the trees; None: none is.

    Raises
    ------
    LabelError
        Too little was found by then, or it lies ahead.
    ModelInputError
        The folder holds something, cannot be written, or another run works on it.
    """
    began = time.process_time()
    check_empty(folder)
    last = day_of(store, day)
    target = folder.resolve()  # of "." the name is asked for
    work = target.parent / f".{target.name}-{_WORK}"
    days = Days.before(last)
    require_enough(store.view(end_of(last, store.at().known_at)), days)
    with reserved(work, folder):
        past = History(store, work, reporting_currency, progress)
        data = dataset(past, days, SERVED, progress=progress)
        judged = judge_found(
            data, days, past, seed=seed, progress=progress, device=device
        )
        others = plots_of(judged.told) | second_files(judged)
        model = model_of(
            judged.trained, data, days, seed=seed, metrics=judged.told, others=others
        )
        written = write_model(target, model, _cost(began))
        shutil.rmtree(work, ignore_errors=True)
    return {"model_id": written.model_id, **judged.told}


def day_of(store: Store, day: date | None = None) -> date:
    """A day of which a store knows something, by default that of its last commit.

    Raises
    ------
    LabelError
        The store is empty, or the day lies after its last commit.
    """
    at = store.at()
    if at.known_at == BEGINNING:
        raise LabelError("the store holds no facts; load some first")
    last = date.fromisoformat(format_day(at.as_of))
    if day is not None and day > last:
        raise LabelError(
            f"--day is {day}; expected {last} or before, the day of the last commit"
        )
    return day or last


@dataclass(frozen=True, slots=True)
class EconomyRun:
    """Generated economies of one size, one a seed, and the models judged on them.

    Parameters
    ----------
    folder
        Gets a folder a seed with its figures, its plots and the model.
    seed
        Of the models, whatever the seed of the economy.
    long
        Whether lead times and the deletion of edges are told, too.
    device
        On which a graph network is trained beside the trees; None: none is.
    others
        Whether networks of other kinds are trained beside that one.
    """

    folder: Path
    companies: int
    task: str
    seed: int
    progress: Progress
    long: bool = True
    device: str | None = None
    others: bool = False

    def figures(self, economy: int) -> dict[str, Any]:
        """Figures of one economy; those that were told before are read.

        Raises
        ------
        LabelError
            It hides too little to learn from; it is named by its seed.
        ModelInputError
            The folder cannot be written, or another run works on it.
        """
        target = self.folder / f"seed-{economy}"
        asked = {
            "companies": self.companies,
            "economy": economy,
            "task": self.task,
            "model_seed": self.seed,
            "long": self.long,
            "device": self.device,
        } | ({"others": True} if self.others else {})
        check_writable(target)
        with reserved(target, self.folder):
            try:
                return _told_before(target, asked) or self._run(target, asked)
            except LabelError as error:
                raise LabelError(
                    f"economy of {self.companies} companies, seed {economy}: {error}"
                ) from error

    def _run(self, target: Path, asked: dict[str, Any]) -> dict[str, Any]:
        economy = asked["economy"]
        began = time.process_time()
        work = target / _WORK
        bundle, database = self._loaded(work, economy)
        with open_store(f"sqlite:///{database}") as store:
            past = History(store, work, progress=self.progress)
            shutil.rmtree(target / MODEL, ignore_errors=True)
            told = {"asked": asked, **self._judged(past, bundle, target / MODEL)}
        text = json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False)
        for name, content in plots_of(told).items():
            write_state(target / name, content.decode(), target)
        write_state(target / "run.json", json.dumps(_cost(began)), target)
        write_state(target / FIGURES, text + "\n", target)
        shutil.rmtree(work)
        return told

    def _judged(self, past: History, bundle: Path, target: Path) -> dict[str, Any]:
        day = truth_day(bundle)
        if self.task != FRAUD:
            return judge_default(
                past.snapshot_of, day, self.task, self.seed, self.progress
            )
        planted, days = read_planted(bundle), Days.before(day)
        data = dataset(
            past,
            days,
            tuple(Group),
            planted=planted,
            progress=self.progress,
        )
        judged = judge(
            data,
            days,
            past,
            planted,
            seed=self.seed,
            progress=self.progress,
            long=self.long,
            device=self.device,
            others=self.others,
        )
        model = model_of(
            judged.trained,
            data,
            days,
            seed=self.seed,
            metrics=judged.told,
            others=second_files(judged),
        )
        write_model(target, model, {})
        return judged.told

    def _loaded(self, work: Path, seed: int) -> tuple[Path, Path]:
        """The bundle of an economy and a store of it; each whole or not there."""
        from ingest.synthetic import generate

        bundle = work / f"bundle-{self.companies}"
        database = (work / STORE_FILE).resolve()
        if not bundle.is_dir():
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=True)
            generate(
                bundle, companies=self.companies, seed=seed, progress=self.progress
            )
        if not database.is_file():
            aside = work / "loading"
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir()
            draft = aside / STORE_FILE
            load_economy(bundle, draft, self.progress)
            draft.rename(database)
            shutil.rmtree(aside)
        return bundle, database


def _told_before(target: Path, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """Figures that a run of the same wrote whole; None: there are none."""
    try:
        text = (target / FIGURES).read_text(encoding="utf-8")
        told: dict[str, Any] = json.loads(text)
        return told if told["asked"] == asked else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def second_files(judged: Judged) -> dict[str, bytes]:
    """Files of the second scorer by name, if there is one."""
    return {} if judged.second is None else judged.second.files


def plots_of(told: Mapping[str, Any]) -> dict[str, bytes]:
    """The plots of those figures that one would rather look at, as SVG by name."""
    plots = {}
    if "importances" in told:
        plots["importance.svg"] = importance_plot(told["importances"])
    if "calibration" in told:
        plots["reliability.svg"] = reliability_plot(told["calibration"]["bins"])
    if "lead_time" in told:
        days = list(told["lead_time"].values())
        plots["lead-time.svg"] = lead_time_plot(days, len(days))
    return {name: plot.encode() for name, plot in plots.items()}


def _cost(began: float) -> dict[str, float]:
    return {"cpu_seconds": round(time.process_time() - began, 1)}
