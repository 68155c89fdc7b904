"""snapml's temporal cycles beside ours, where an environment of its own has it.

It is proprietary and no dependency. It knows no rule of amounts, so that ours is asked
without one, too. It says of each transfer of how many cycles of each length it is
part, and counts some that differ by parallel transfers once; only whether is compared.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import orjson

from graph.algorithms.rings import RingBounds, money_rings
from tests.benchmarks.harness import Row, cpu_seconds
from tests.benchmarks.money import DAY, draw
from tests.benchmarks.snapml_child import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.algorithms.rings import Rings
    from tests.benchmarks.harness import Workplace
    from tests.benchmarks.money import Money

PYTHON = "SURETYNET_BENCH_SNAPML_PYTHON"
"""Names an interpreter that can import snapml."""
CHILD = Path(__file__).with_name("snapml_child.py")
PATIENCE_S = 300
SIZES = (50_000, 200_000, 500_000)
ACCOUNTS = 100_000
LONGEST = 10
WINDOW = 14 * DAY // 1_000
"""In seconds: snapml keeps times as 32-bit integers."""


def beside_snapml(topic: str, place: Workplace) -> Iterator[Row]:
    """The same question to both, on ever more transfers."""
    bounds = RingBounds(2, LONGEST, WINDOW, WINDOW, conserving=False)
    for size in SIZES:
        money = draw(size, ACCOUNTS, 0, place.seed)
        money = replace(money, time=money.time // 1_000)
        order = np.argsort(money.time, kind="stable")
        numbers = np.arange(size)
        columns = (numbers, money.payer[order], money.payee[order], money.time[order])
        found: list[Rings] = []
        spent = cpu_seconds(partial(_search, money, bounds, found))
        theirs, note = _snapml(
            np.column_stack(columns).astype(np.float64),
            _on_cycles(found[0], size),
            place,
        )
        what = f"≤ {LONGEST} hops, 14 days, any amounts, {size:,} transfers"
        ours = spent * 1e3
        bar = "rings-snapml" if theirs is not None and size > SIZES[0] else ""
        yield Row(topic, what, ours, "ms", "snapml", theirs, bar=bar, note=note)


def _search(money: Money, bounds: RingBounds, found: list[Rings]) -> None:
    """Ours, the rows by time included."""
    found.append(money_rings(money.rows_by_time()[0], bounds))


def _on_cycles(rings: Rings, size: int) -> np.ndarray:
    """Which transfers are part of rings of which lengths, shape (size, lengths)."""
    lengths = np.diff(rings.starts)
    found = np.zeros((size, LONGEST - 1), np.bool_)
    found[rings.edges, np.repeat(lengths - 2, lengths)] = True
    return found


def _snapml(
    table: np.ndarray, ours: np.ndarray, place: Workplace
) -> tuple[float | None, str]:
    """CPU milliseconds and a note; None where it was not measured.

    Raises
    ------
    AssertionError
        It finds other transfers on cycles than ours.
    """
    python = os.environ.get(PYTHON)
    if not python:
        return None, "not measured: no snapml"
    path = place.folder / "transfers.npy"
    np.save(path, table)
    try:
        child = subprocess.run(
            [python, CHILD, path, str(WINDOW), str(LONGEST)],
            stdout=subprocess.PIPE,
            check=True,
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        return None, f"not measured: snapml took more than {PATIENCE_S} s"
    found = orjson.loads(child.stdout)
    assert found["digest"] == digest(ours), "snapml finds other cycles"
    return found["seconds"] * 1e3, f"snapml {found['version']}, equal transfers"
