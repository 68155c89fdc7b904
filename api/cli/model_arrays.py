"""``suretynet model fit-arrays``: a model of any graph given as arrays."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.context import JsonOption, progress_bars, show
from api.cli.model_training import LARGEST_SEED, Device
from api.cli.output import say


class ArrayModel(StrEnum):
    """What can be fitted to arrays; `both` is the two others taken together."""

    LGBM = "lgbm"
    GNN = "gnn"
    BOTH = "both"


DeviceOption = Annotated[
    Device, typer.Option(help="Of graph networks; auto takes a GPU where one is.")
]


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
    device: DeviceOption = Device.AUTO,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED)] = 1,
    as_json: JsonOption = False,
) -> None:
    """Fit a model to a graph of NumPy arrays, and judge it on its test nodes.

    Boosted trees see a node's own columns, how many neighbours it has, sums and means
    of theirs, and means two steps away, for each relation and both its directions;
    validation chooses among three recipes and their mean. A graph network sees nodes
    and links; validation chooses when to stop. The labels of the test are read once.
    """
    from api.logs import configure_logs
    from gnn.array_files import read_arrays
    from gnn.arrays import ArrayModels
    from gnn.folders import check_writable

    configure_logs("INFO")  # on standard error: which device, what has no links
    models = ArrayModels(model.value, device.value)
    check_writable(out)
    graph = read_arrays(x, y, edges, split)
    with progress_bars() as progress:
        found = models.fit(graph, seed, progress)
    found.write(out)

    def table() -> None:
        if "recipe" in found.run:
            say(f"validation chose {found.run['recipe']}")
        if "epochs" in found.run:
            epochs = ", ".join(map(str, found.run["epochs"]))
            say(f"graph networks of {epochs} epochs, on {found.run['device']}")
        for name, told in found.metrics.items():
            say(
                f"{name}, test: AUC {told.auc:.3f}, AP {told.ap:.3f}, recall among as "
                f"many as there are {told.recall_at_k:.3f}; {told.cpu_seconds:.1f} "
                "CPU-s"
            )

    show(dict(found.metrics), as_json=as_json, table=table)
