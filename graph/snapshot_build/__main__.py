"""Entry of the child process: builds one snapshot of a SQLite store and ends."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from graph.errors import GraphError, SnapshotError
from graph.instant import At
from graph.snapshot import Snapshot
from graph.snapshot_build.adbc_source import AdbcSource
from graph.snapshot_build.child import report_of
from graph.without_pandas import do_without_pandas


def main() -> int:
    """Carry out the order on the standard input; the exit status."""
    do_without_pandas()
    gc.disable()  # it would look through millions of ids, and the process ends soon
    order = json.loads(sys.stdin.readline())
    try:
        with AdbcSource(Path(order["file"]), order["url"]) as source:
            Snapshot.build(
                source,
                At(order["as_of"], order["known_at"]),
                reporting_currency=order["reporting_currency"],
                progress=lambda stage, done, total: _tell(
                    {"stage": stage, "done": done, "total": total}
                ),
                directory=Path(order["target"]),
            )
    except GraphError as error:
        _tell(report_of(error))
        return 1
    except OSError as error:  # such as a full disk
        _tell(report_of(SnapshotError(f"the snapshot cannot be written: {error}")))
        return 1
    return 0


def _tell(report: dict[str, Any]) -> None:
    print(json.dumps(report), flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    sys.exit(main())
