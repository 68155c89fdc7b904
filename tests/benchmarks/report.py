"""The table and the JSON file that a run leaves."""

from __future__ import annotations

import math
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from rich.table import Table

from tests.benchmarks.bars import BARS
from tests.benchmarks.harness import TIMES

if TYPE_CHECKING:
    from tests.benchmarks.harness import Row

HEADINGS = ("what", "ours", "at pace", "beside", "ratio", "bar", "met", "note")
PACKAGES = (
    "numpy",
    "numba",
    "scipy",
    "networkx",
    "networkit",
    "lightgbm",
    "pyarrow",
    "uvicorn",
)


@dataclass(frozen=True, slots=True)
class Report:
    """Rows of one run, with the machine they were measured on."""

    machine: dict[str, Any]
    seed: int
    rows: tuple[Row, ...]

    def missed(self) -> list[Row]:
        """Rows below their bar."""
        return [row for row in self.rows if row.met is False]

    def unjudged(self) -> list[str]:
        """Bars that no row was held to: topics left out, or a machine too busy."""
        return sorted(set(BARS) - {row.bar for row in self.rows})

    def table(self) -> Table:
        """For a terminal, without the notes."""
        table = Table(*HEADINGS[:-1], title="Benchmarks")
        for row in self.rows:
            table.add_row(*cells(row)[:-1])
        return table

    def markdown(self) -> str:
        """For a file."""
        lines = [" | ".join(HEADINGS), " | ".join("---" for _ in HEADINGS)]
        lines += [" | ".join(cells(row)) for row in self.rows]
        facts = ", ".join(f"{name} {value}" for name, value in self.machine.items())
        table = "\n".join(f"| {line} |" for line in lines)
        return f"# Benchmarks\n\nSeed {self.seed}; {facts}.\n\n{table}\n"

    def write(self, folder: Path) -> None:
        """Write ``benchmarks.md`` and ``benchmarks.json``."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "benchmarks.md").write_text(self.markdown(), encoding="utf-8")
        rows = [asdict(row) | {"ratio": row.ratio, "met": row.met} for row in self.rows]
        content = {
            "machine": self.machine,
            "seed": self.seed,
            "bars": {name: asdict(bar) for name, bar in BARS.items()},
            "rows": rows,
        }
        encoded = orjson.dumps(content, option=orjson.OPT_INDENT_2)
        (folder / "benchmarks.json").write_bytes(encoded)


def cells(row: Row) -> tuple[str, ...]:
    """A row as text, in the order of the headings."""
    beside = "" if row.theirs is None else f"{row.peer} {figure(row.theirs)}"
    return (
        f"{row.topic}: {row.what}",
        "" if math.isnan(row.ours) else f"{figure(row.ours)} {row.unit}",
        f"{figure(row.at_pace)} {row.unit}" if _judged_at_pace(row) else "",
        beside,
        "" if row.ratio is None else f"{figure(row.ratio)}x",
        str(BARS[row.bar]) if row.bar else "",
        {None: "", True: "yes", False: "NO"}[row.met],
        row.note,
    )


def _judged_at_pace(row: Row) -> bool:
    return bool(row.bar) and row.unit in TIMES and not BARS[row.bar].of_ratio


def figure(value: float) -> str:
    """Three significant digits, without an exponent."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def machine() -> dict[str, Any]:
    """What the figures depend on besides the code."""
    return {
        "on": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "Python": sys.version.split()[0],
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    """Model of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    models = (line.partition(":")[2].strip() for line in lines if "model name" in line)
    return next(models, platform.processor())
