"""Measures everything and writes a table and a JSON file; see docs/reference.

python tests/benchmarks/run.py --out bench-results [--strict] [--only NAME ...]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from graph.compiled import keep_compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.harness import Row

TOPICS = (
    "components",
    "cycles",
    "rings",
    "patterns",
    "closing",
    "worlds",
    "stores",
    "interchange",
    "tables",
    "pages",
    "pictures",
    "first_use",
    "search",
    "service",
    "heavy",
    "difficulty",
    "models",
    "evidence",
    "network",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; the exit status is 1 where a bar is missed and that is strict."""
    options = _options(arguments)
    # One thread, also in the children, and compiled code kept between runs: both are
    # read when numpy and numba are imported, so our own modules come after.
    os.environ["OMP_NUM_THREADS"] = "1"
    keep_compiled(Path(__file__).parents[2] / "build")
    from tests.benchmarks.harness import Workplace
    from tests.benchmarks.pace import pace
    from tests.benchmarks.report import Report, machine

    console = Console()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="suretynet-bench-") as folder:
        place = Workplace(Path(folder), options.seed)
        _compile(console)
        topics = options.only or TOPICS
        for topic in topics:
            console.print(f"measuring {topic}")
            before = pace()
            measured = []
            for row in import_module(f"tests.benchmarks.{topic}").measure(place):
                console.print(f"  {row}")
                measured.append(row)
            mean = (before + pace()) / 2
            console.print(f"  {mean:.2f} times as long as at the pace of the bars")
            rows += [replace(row, pace=row.pace or mean) for row in measured]
    report = Report(machine(), options.seed, tuple(rows))
    report.write(options.out)
    if "difficulty" in topics:
        import_module("tests.benchmarks.difficulty_plots").draw(options.out)
    console.print(report.table())
    missed = report.missed()
    if not options.only and (unjudged := report.unjudged()):
        console.print(f"not judged: {', '.join(unjudged)}")
    for row in missed:
        console.print(f"missed: {row}")
    return 1 if missed and options.strict else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure suretynet.")
    parser.add_argument("--out", type=Path, default=Path("bench-results"))
    parser.add_argument("--strict", action="store_true", help="fail on a missed bar")
    parser.add_argument("--only", action="append", choices=TOPICS, metavar="NAME")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _compile(console: Console) -> None:
    """Compile the kernels before anything is timed."""
    from graph.analysis.warmup import compile_kernels

    console.print("compiling")
    compile_kernels(lambda *_: None)


if __name__ == "__main__":
    sys.exit(main())
