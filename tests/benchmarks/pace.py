"""How fast the machine is in this hour: a fixed piece of work that is none of ours.

One version of ours took 1.9 times as long in one hour as in another, on one machine.
"""

from __future__ import annotations

import json
from statistics import median

import numpy as np

from tests.benchmarks.harness import cpu_seconds

REFERENCE_S = 0.1
"""CPU seconds of `work` at the pace of the bars."""
TURNS = 5
ROWS = 20_000


def pace() -> float:
    """How many times as long anything takes now as at the pace of the bars."""
    return median(cpu_seconds(work) for _ in range(TURNS)) / REFERENCE_S


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
