"""Timing, and the rows of the table that it fills.

CPU seconds of this process, so that other users of the machine count little, with the
garbage collector off; contenders take turns, and the median of the turns counts.
"""

from __future__ import annotations

import gc
import math
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import orjson

from tests.benchmarks.bars import BARS
from tests.benchmarks.networks import Network, draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[2]
GIGABYTE = 1e9
PATIENCE_S = 120
TIMES = ("s", "ms", "us")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    ours
        Our figure in ``unit``; NaN: not measured, as the note says.
    peer, theirs
        Who was measured beside us, and its figure in the same unit.
    bar
        Key of `BARS`; empty: shown for information.
    pace
        How many times as long as at the pace of the bars anything took, see
        `tests.benchmarks.pace`; None: that of the hour.
    """

    topic: str
    what: str
    ours: float
    unit: str
    peer: str = ""
    theirs: float | None = None
    bar: str = ""
    note: str = ""
    pace: float | None = None

    def __str__(self) -> str:
        if math.isnan(self.ours):
            return f"{self.topic}: {self.what}: {self.note}"
        beside = "" if self.theirs is None else f", {self.peer} {self.theirs:.4g}"
        return f"{self.topic}: {self.what}: {self.ours:.4g} {self.unit}{beside}"

    @property
    def ratio(self) -> float | None:
        """How many times the peer's cost is ours."""
        return None if self.theirs is None else self.theirs / self.ours

    @property
    def at_pace(self) -> float:
        """Our figure as it would be at the pace of the bars, if it is a time."""
        return self.ours / (self.pace or 1) if self.unit in TIMES else self.ours

    @property
    def met(self) -> bool | None:
        """Whether the bar is reached; None without one."""
        if not self.bar:
            return None
        bar = BARS[self.bar]
        judged = self.ratio if bar.of_ratio else self.at_pace
        return judged is not None and bar.met(judged)


@dataclass(frozen=True)
class Workplace:
    """A folder that is removed at the end, and the networks that topics share."""

    folder: Path
    seed: int

    @cached_property
    def small(self) -> Network:
        """100,000 firms, 2.07 guarantees each."""
        return draw(100_000, self.seed, edges_per_firm=2.07, core_degree=4.3)

    @cached_property
    def large(self) -> Network:
        """A million firms, 3 guarantees each."""
        return draw(1_000_000, self.seed)


def cpu_seconds(work: Callable[[], Any]) -> float:
    """CPU seconds of one call; its result is dropped."""
    gc.collect()
    gc.disable()
    try:
        start = process_time()
        result = work()
        spent = process_time() - start
    finally:
        gc.enable()
    del result
    return spent


def in_turns(rounds: int, **contenders: Callable[[], Any]) -> dict[str, float]:
    """Median CPU seconds of each contender, one call of each in every round."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            spent[name].append(cpu_seconds(work))
    return {name: median(seconds) for name, seconds in spent.items()}


def wait_until(ready: Callable[[], bool]) -> None:
    """Return once it is so.

    Raises
    ------
    TimeoutError
        It is not after two minutes.
    """
    end = time.monotonic() + PATIENCE_S
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"not ready after {PATIENCE_S} s")
        time.sleep(0.2)


@dataclass(frozen=True, slots=True)
class Child:
    """What a child process and its own children cost, and what it printed."""

    cpu: float
    memory: float
    output: str

    @property
    def report(self) -> dict[str, Any]:
        """Its last line as JSON."""
        found: dict[str, Any] = orjson.loads(self.output.splitlines()[-1])
        return found


def run_child(
    arguments: Sequence[object], *, python: str | Path = sys.executable
) -> Child:
    """Run Python with these arguments; CPU seconds and peak bytes.

    Parameters
    ----------
    python
        Another interpreter, of an environment of its own.

    Raises
    ------
    subprocess.CalledProcessError
        It failed.
    """
    command = [str(python), *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        peak = _Peak(process.pid)
        peak.start()
        output = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        peak.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    # the times of children that it waited for are summed
    return Child(usage.ru_utime + usage.ru_stime, peak.bytes, output)


class _Peak(threading.Thread):
    """Watches the high-water mark of a process until it is gone.

    Not `ru_maxrss`: that begins with the size of the process that forked.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._status = Path(f"/proc/{pid}/status")
        self.bytes = 0

    def run(self) -> None:
        while found := self._mark():
            self.bytes = max(self.bytes, found)
            time.sleep(0.05)

    def _mark(self) -> int:
        try:
            lines = self._status.read_text(encoding="utf-8").splitlines()
        except OSError:
            return 0
        marks = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
        return int(next(marks, 0)) * 1024
