"""``suretynet model fit-arrays``: a model of any graph given as arrays."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import JsonOption, progress_bars, show
from api.cli.model_training import LARGEST_SEED
from api.cli.output import say


class ArrayModel(StrEnum):
    """What can be fitted to arrays; `both` is the mean of the other two."""

    LGBM = "lgbm"
    GNN = "gnn"
    BOTH = "both"


def fit_arrays(
    *,
    x: Annotated[Path, typer.Option(help="Columns, floats (n, d); NaN is unknown.")],
    y: Annotated[Path, typer.Option(help="Labels, integers (n,): 1, 0; -1 unknown.")],
    edges: Annotated[
        Path,
        typer.Option(
            help="Links, integers (2, m), tails and heads; or an .npz file with one "
            "such array for each relation."
        ),
    ],
    split: Annotated[
        Path,
        typer.Option(help="int8 (n,): 0 train, 1 validation, 2 test, -1 unused."),
    ],
    out: Annotated[Path, typer.Option(help="Folder of scores.npy and metrics.json.")],
    model: Annotated[
        ArrayModel, typer.Option(help="gnn and both need the extra gnn.")
    ] = ArrayModel.LGBM,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED)] = 1,
    as_json: JsonOption = False,
) -> None:
    """Fit boosted trees to a graph of NumPy arrays, and judge them on its test nodes.

    Columns are a node's own, how many neighbours it has, sums and means of theirs, and
    means two steps away, for each relation and both its directions. Validation chooses
    among three recipes and their mean; the labels of the test are read once.
    """
    from gnn.array_files import read_arrays
    from gnn.arrays import fit_arrays as fit
    from gnn.errors import ModelInputError
    from gnn.folders import check_writable

    if model is not ArrayModel.LGBM:
        raise ModelInputError(
            "--model", "model", model, "lgbm; others need the extra gnn, not there yet"
        )
    check_writable(out)
    graph = read_arrays(x, y, edges, split)
    with progress_bars() as progress:
        found = fit(graph, seed, progress)
    found.write(out)

    def table() -> None:
        told = found.metrics
        say(f"validation chose {found.recipe}")
        say(
            f"test: AUC {told.auc:.3f}, AP {told.ap:.3f}, recall among as many as "
            f"there are {told.recall_at_k:.3f}; {told.cpu_seconds:.1f} CPU-s"
        )

    show({ArrayModel.LGBM: found.metrics}, as_json=as_json, table=table)
