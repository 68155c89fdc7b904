"""Costs beside a fixed piece of work that is none of ours: how fast the hour is.

One version of ours took 1.9 times as long in one hour as in another on one machine, and
within seconds a third more or less.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.harness import Row, cpu_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE_S = 0.088
"""CPU seconds of `work` at the pace of the bars: docs/decisions/0030."""
ROWS = 20_000


TURNS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, and how many times as long as at the pace of the bars they are."""

    seconds: float
    pace: float

    @property
    def at_pace(self) -> float:
        """Seconds as they would be at the pace of the bars."""
        return self.seconds / self.pace

    def row(self, topic: str, what: str, bar: str, note: str = "") -> Row:
        """A row of the table in milliseconds."""
        took = self.seconds * 1e3
        return Row(topic, what, took, "ms", bar=bar, note=note, pace=self.pace)


def pace() -> float:
    """How many times as long as at the pace of the bars anything takes now."""
    return median(cpu_seconds(work) for _ in range(TURNS)) / REFERENCE_S


def in_paced_turns(rounds: int, **contenders: Callable[[], Any]) -> dict[str, Cost]:
    """Median CPU seconds of each contender, each between two turns of the reference."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    paces: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        before = cpu_seconds(work)
        for name, contender in contenders.items():
            spent[name].append(cpu_seconds(contender))
            after = cpu_seconds(work)
            paces[name].append((before + after) / 2 / REFERENCE_S)
            before = after
    found = {}
    for name, seconds in spent.items():
        at_pace = median(map(float.__truediv__, seconds, paces[name]))
        found[name] = Cost(median(seconds), median(seconds) / at_pace)
    return found


def work() -> int:
    """Records, their order, groups and JSON, and an array: what answers are made of."""
    records = [
        {"id": f"party:{i}", "name": f"企业{i}", "amount": i * 7_919 % 10_007}
        for i in range(ROWS)
    ]
    records.sort(key=lambda record: (record["amount"], record["id"]))
    groups: dict[int, list[str]] = {}
    for record in records:
        groups.setdefault(record["amount"] % 97, []).append(record["id"])
    read = json.loads(json.dumps(records))
    numbers = np.arange(10 * ROWS, dtype=np.int64) * 7_919 % 100_003
    return len(groups) + len(read) + int(numbers[np.argsort(numbers)][0])
