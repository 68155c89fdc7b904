"""One network trained and asked, by an interpreter that has torch; see `network`.

Takes the file of a store, the folder of its past and the day of training; prints a line
of JSON with CPU seconds and epochs. Nothing else is done here, for the peak of memory.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from graph.compiled import keep_compiled
from tests.benchmarks.harness import cpu_seconds

if TYPE_CHECKING:
    from torch_geometric.data import HeteroData

    from gnn.torch.second import Second

MODEL_SEED = 1


def main() -> None:
    """Train once, then load and score the last moment anew."""
    keep_compiled(Path(__file__).parents[2] / "build")
    from gnn.dataset import Days, dataset
    from gnn.features.firms import Firms
    from gnn.protocol import SERVED
    from gnn.torch.graph import build_graph
    from gnn.torch.second import Networks
    from graph.analysis.history import History
    from graph.stores import open_store

    store, past, day = sys.argv[1:]
    with open_store(f"sqlite:///{Path(store).resolve()}") as opened:
        days = Days.before(date.fromisoformat(day))
        data = dataset(History(opened, Path(past)), days, SERVED)
    networks = Networks(data, "cpu")
    trained: list[Second] = []
    graphs: list[HeteroData] = []
    training = cpu_seconds(lambda: trained.append(networks.network(MODEL_SEED)))
    moment, second = data.test, trained[0]
    loading = cpu_seconds(
        lambda: graphs.append(build_graph(Firms(moment.snapshot), moment.features))
    )
    scoring = cpu_seconds(lambda: second.network.logits(graphs[0], networks.device))
    report = {
        "training": training,
        "fitting": second.cpu_seconds,
        "epochs": second.epochs,
        "loading": loading,
        "scoring": scoring,
    }
    sys.stdout.write(orjson.dumps(report).decode() + "\n")


if __name__ == "__main__":
    main()
