"""Scorers of any graph given as arrays, chosen in validation and tested once."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import orjson
from scipy.special import expit

from gnn.array_files import TEST, VALIDATION
from gnn.array_trees import tree_margins
from gnn.combination import Combination
from gnn.errors import ModelInputError
from gnn.extra import torch_part
from gnn.metrics import curve
from graph.drafts import Drafts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from gnn.array_files import ArrayGraph
    from graph.progress import Progress

    Floats = NDArray[np.float64]

Wanted = Literal["lgbm", "gnn", "both"]
LGBM, GNN, BOTH = "lgbm", "gnn", "both"
SCORES, METRICS, RUN = "scores.npy", "metrics.json", "run.json"


@dataclass(frozen=True, slots=True)
class ArrayMetrics:
    """How a model ranks the test; `recall_at_k` with k = its positives.

    `cpu_seconds` are those of all that the model needs, from columns to scores, on one
    thread; of both models, of either together.
    """

    auc: float
    ap: float
    recall_at_k: float
    cpu_seconds: float
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class ArrayFit:
    """What came of a graph.

    Attributes
    ----------
    scores
        Shape (n,). Of every node, also those of no part, in (0, 1); not calibrated.
    metrics
        Of each model that was fitted.
    run
        As JSON: the model, what validation chose, and the device.
    """

    scores: Floats
    metrics: Mapping[str, ArrayMetrics]
    run: Mapping[str, Any]

    def write(self, directory: Path) -> None:
        """Write `SCORES`, `METRICS` and `RUN`; each appears whole, over one before it.

        Raises
        ------
        ModelInputError
            The directory is a file.
        OSError
            It cannot be written.
        """
        if directory.exists() and not directory.is_dir():
            raise ModelInputError(str(directory), "out", "a file", "a folder")
        directory.mkdir(parents=True, exist_ok=True)
        metrics = {name: asdict(of) for name, of in self.metrics.items()}
        with Drafts(directory).draft() as draft:
            np.save(draft / SCORES, self.scores, allow_pickle=False)
            for name, told in ((METRICS, metrics), (RUN, self.run)):
                content = orjson.dumps(told, option=orjson.OPT_INDENT_2)
                (draft / name).write_bytes(content + b"\n")
            for name in (SCORES, METRICS, RUN):
                (draft / name).replace(directory / name)


class ArrayModels:
    """The models that are wanted, ready to be fitted.

    Parameters
    ----------
    device
        Where a graph network is computed; `auto` takes a GPU where there is one.

    Raises
    ------
    MissingExtraError
        A graph network is wanted, and the extra for it is missing.
    ModelInputError
        There is no such device.
    """

    def __init__(self, wanted: Wanted = "lgbm", device: str = "auto") -> None:
        self._wanted = wanted
        if wanted != LGBM:
            self._part = torch_part("array_network")
            self._device = torch_part("device").chosen_device(device)

    def fit(
        self, graph: ArrayGraph, seed: int, progress: Progress | None = None
    ) -> ArrayFit:
        """Learn from the training nodes, choose in validation, and read the test once.

        Both models together are the mean of their log-odds, standardised on validation.

        Parameters
        ----------
        seed
            With the same arrays, and on one device, it gives the same scores.

        Raises
        ------
        MissingLibraryError
            LightGBM is wanted and does not load here.
        """
        raw: dict[str, Floats] = {}
        spent: dict[str, float] = {}
        run: dict[str, Any] = {"model": self._wanted, "seed": seed, "device": "cpu"}
        start = time.process_time()
        if self._wanted != GNN:
            raw[LGBM], run["recipe"] = tree_margins(graph, seed, progress)
            spent[LGBM] = time.process_time() - start
        start = time.process_time()
        if self._wanted != LGBM:
            made = self._part.fit_array_network(graph, seed, self._device, progress)
            raw[GNN] = made.logits
            run |= {"device": made.device, "epochs": list(made.epochs)}
            spent[GNN] = time.process_time() - start
        if self._wanted == BOTH:
            rows = graph.rows(VALIDATION)
            together = Combination.of(raw[LGBM][rows], raw[GNN][rows])
            raw[BOTH] = together.applied(raw[LGBM], raw[GNN])
            run["combination"] = together.to_dict()
            spent[BOTH] = spent[LGBM] + spent[GNN]
        scores = {name: expit(of) for name, of in raw.items()}
        metrics = {
            name: _metrics(graph, of, spent[name], seed) for name, of in scores.items()
        }
        return ArrayFit(scores[self._wanted], metrics, run)


def _metrics(
    graph: ArrayGraph, scores: Floats, spent: float, seed: int
) -> ArrayMetrics:
    rows = graph.rows(TEST)
    found = curve(graph.y[rows] == 1, scores[rows])
    return ArrayMetrics(
        auc=found.auc,
        ap=found.average_precision,
        recall_at_k=found.recall_at(found.positives),
        cpu_seconds=round(spent, 3),
        seed=seed,
    )
