"""igraph beside us, where an environment of its own has it; it is no dependency."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import orjson

from tests.benchmarks.igraph_child import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.benchmarks.networks import Ends

PYTHON = "SURETYNET_BENCH_IGRAPH_PYTHON"
"""Names an interpreter that can import igraph."""
CHILD = Path(__file__).with_name("igraph_child.py")
PATIENCE_S = 600


def cycles_by_igraph(
    ends: Ends, n: int, length: int, ours: Iterable[tuple[int, ...]]
) -> tuple[float | None, str]:
    """CPU milliseconds of the same search and a note; None where it was not measured.

    Raises
    ------
    AssertionError
        It finds other cycles than ours.
    """
    python = os.environ.get(PYTHON)
    if not python:
        return None, "not measured: no igraph"
    arcs = np.unique(np.column_stack(ends), axis=0)
    arcs = arcs[arcs[:, 0] != arcs[:, 1]]
    order = {"n": n, "arcs": arcs.tolist(), "length": length}
    try:
        child = subprocess.run(
            [python, CHILD],
            input=orjson.dumps(order) + b"\n",
            stdout=subprocess.PIPE,
            check=True,
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        return None, f"not measured: igraph took more than {PATIENCE_S} s"
    found = orjson.loads(child.stdout)
    assert found["digest"] == digest(list(ours)), "igraph finds other cycles"
    note = f"igraph {found['version']}, {found['count']:,} cycles, equal sets"
    return found["seconds"] * 1e3, note
