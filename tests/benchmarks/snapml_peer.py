"""snapml's temporal cycles beside ours, where an environment of its own has it.

It is proprietary and no dependency. It knows no rule of amounts, so that ours is asked
without one, too; it reports how many cycles of each length a transfer is part of.
"""

from __future__ import annotations

import os
import subprocess
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import orjson

from graph.algorithms.rings import RingBounds, money_rings
from tests.benchmarks.harness import Row, cpu_seconds
from tests.benchmarks.money import DAY, draw

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
WINDOW = 14 * DAY


def beside_snapml(topic: str, place: Workplace) -> Iterator[Row]:
    """The same question to both, on ever more transfers."""
    bounds = RingBounds(2, LONGEST, WINDOW, WINDOW, conserving=False)
    for size in SIZES:
        money = draw(size, ACCOUNTS, 0, place.seed)
        order = np.argsort(money.time, kind="stable")
        numbers = np.arange(size)
        columns = (numbers, money.payer[order], money.payee[order], money.time[order])
        found: list[Rings] = []
        spent = cpu_seconds(partial(_search, money, bounds, found))
        theirs, note = _snapml(
            np.column_stack(columns).astype(np.float64), _by_length(found[0]), place
        )
        what = f"≤ {LONGEST} hops, 14 days, any amounts, {size:,} transfers"
        ours = spent * 1e3
        bar = "rings-snapml" if theirs is not None and size > SIZES[0] else ""
        yield Row(topic, what, ours, "ms", "snapml", theirs, bar=bar, note=note)


def _search(money: Money, bounds: RingBounds, found: list[Rings]) -> None:
    """Ours, the rows by time included."""
    found.append(money_rings(money.rows_by_time()[0], bounds))


def _by_length(rings: Rings) -> list[int]:
    """Transfers of rings of each length from 2 on, once for each ring."""
    lengths = np.diff(rings.starts)
    counts = np.bincount(lengths, minlength=LONGEST + 1)[2:]
    return (counts * np.arange(2, LONGEST + 1)).tolist()


def _snapml(
    table: np.ndarray, ours: list[int], place: Workplace
) -> tuple[float | None, str]:
    """CPU milliseconds and a note; None where it was not measured.

    Raises
    ------
    AssertionError
        It counts other cycles than ours.
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
    assert found["counts"] == ours, "snapml finds other cycles"
    return found["seconds"] * 1e3, f"snapml {found['version']}, equal counts by length"
