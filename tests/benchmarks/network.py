"""The graph network: what training and scoring by it cost, beside the trees.

Networks are trained by an interpreter that has the extra gnn: this one, or that of
``.venv-gnn``. Where neither has it, the rows say so.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.data_dir import planted_case
from gnn.dataset import Days, dataset
from gnn.protocol import SERVED
from gnn.training import fit
from graph.analysis.history import History
from graph.stores import open_store
from tests.benchmarks.harness import GIGABYTE, ROOT, Row, cpu_seconds, run_child
from tests.benchmarks.network_child import MODEL_SEED
from tests.benchmarks.service import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.harness import Workplace

TOPIC = "network"
COMPANIES = 100_000
FEWER = "SURETYNET_BENCH_NETWORK_COMPANIES"
"""Names another size, to try it out."""
GNN_PYTHON = ROOT / ".venv-gnn" / "bin" / "python"
MISSING = "not measured: suretynet[gnn] is not installed"
ASK = "from gnn.extra import require_torch; require_torch()"
TRAINING, MEMORY = "training a network, its graphs included", "peak memory of that"
SCORING = "scores of all firms, their graph included"


def measure(place: Workplace) -> Iterator[Row]:
    """Costs on the demo economy."""
    python = interpreter()
    if python is None:
        for what, unit in ((TRAINING, "s"), (MEMORY, "GB"), (SCORING, "s")):
            yield Row(TOPIC, what, math.nan, unit, note=MISSING)
        return
    data = demo(place, int(os.environ.get(FEWER, COMPANIES)))
    case = planted_case(data)
    assert case is not None, "the demo has a linked case"
    day = date.fromisoformat(str(case["as_of"]))
    yield from costs(
        data / "suretynet.db", place.folder / "network-past", day, python=python
    )


def interpreter() -> Path | None:
    """One that has the extra gnn."""
    for python in (Path(sys.executable), GNN_PYTHON):
        if python.exists():
            asked = subprocess.run(
                [python, "-c", ASK], cwd=ROOT, capture_output=True, check=False
            )
            if asked.returncode == 0:
                return python
    return None


def costs(store: Path, past: Path, day: date, *, python: Path) -> Iterator[Row]:
    """Trees in this process, then a network in a child that finds the same snapshots.

    Parameters
    ----------
    past
        Folder that keeps the snapshots of the moments.
    day
        On which both are trained.
    """
    with open_store(f"sqlite:///{store.resolve()}") as opened:
        data = dataset(History(opened, past), Days.before(day), SERVED)
    model = fit(data, SERVED, MODEL_SEED)
    training = cpu_seconds(lambda: fit(data, SERVED, MODEL_SEED))
    values = data.test.features.values
    scoring = cpu_seconds(lambda: model.raw(values))
    child = run_child(
        ["-m", "tests.benchmarks.network_child", store, past, day], python=python
    )
    told, firms = child.report, f"{len(values):,} firms"
    yield Row(
        TOPIC,
        TRAINING,
        told["training"],
        "s",
        "trees",
        training,
        "network-training",
        f"{firms}; {told['epochs']} epochs, {told['fitting']:.3g} s without the graphs",
    )
    memory = child.memory / GIGABYTE
    yield Row(TOPIC, MEMORY, memory, "GB", bar="network-memory", note=firms)
    yield Row(
        TOPIC,
        SCORING,
        told["loading"] + told["scoring"],
        "s",
        "trees",
        scoring,
        "network-scoring",
        f"{firms}; graph {told['loading']:.3g} s + network {told['scoring']:.3g} s",
    )
