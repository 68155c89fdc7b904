"""The child process that builds a snapshot, seen from its parent.

The child gets one line of JSON on its input, so that nothing stands on a command line,
and writes one line of JSON for each report.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from typing import IO, TYPE_CHECKING, Any

from graph import errors
from graph.errors import GraphError, SnapshotError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph.instant import At
    from graph.progress import Progress

COMMAND = (sys.executable, "-m", "graph.snapshot_build")
_FEWER_NEW_PAGES = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 40),
}
"""Settings of Arrow and glibc that keep freed memory for what is asked for next: pages
touched for the first time cost a build a third of its processor time."""


def build_in_child(
    file: Path,
    url: str,
    at: At,
    target: Path,
    reporting_currency: str,
    *,
    progress: Progress | None = None,
) -> None:
    """Have a child process save the snapshot of a store's file in `target`.

    Raises
    ------
    GraphError
        What the child met; `SnapshotError` with the end of its messages if it broke.
    """
    order = {
        "file": str(file),
        "url": url,
        "as_of": at.as_of,
        "known_at": at.known_at,
        "target": str(target),
        "reporting_currency": reporting_currency,
    }
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as messages,
        subprocess.Popen(  # noqa: S603 - our own command line
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=messages,
            env=os.environ | _FEWER_NEW_PAGES,
            text=True,
            encoding="utf-8",
        ) as child,
    ):
        try:
            failure = _converse(child, order, progress)
        except BaseException:
            child.kill()
            child.wait()  # leaving with an interrupt would wait a moment only
            raise
        if child.wait() == 0:
            return
        messages.seek(0)
        raise failure or _broken(child.returncode, messages.read().strip())


def _broken(status: int, messages: str) -> SnapshotError:
    """A child that ended without saying why; its messages are kept as a note."""
    how = f"ended with {status}" if status >= 0 else f"was killed by signal {-status}"
    last = messages.rpartition("\n")[2]
    error = SnapshotError(
        f"the process that builds snapshots {how}{last and ': '}{last}"
    )
    error.add_note(messages)
    return error


def _converse(
    child: subprocess.Popen[str], order: dict[str, Any], progress: Progress | None
) -> GraphError | None:
    """Send the order, pass reports on; the failure that the child reports, if any."""
    _send(child.stdin, order)
    failure = None
    for report in _reports(child.stdout):
        if "error" in report:
            failure = failure_of(report)
        elif progress is not None:
            progress(report["stage"], report["done"], report["total"])
    return failure


def _send(stream: IO[str] | None, order: dict[str, Any]) -> None:
    if stream is not None:
        with contextlib.suppress(BrokenPipeError), stream:
            stream.write(json.dumps(order) + "\n")


def _reports(stream: Iterable[str] | None) -> Iterable[dict[str, Any]]:
    return (json.loads(line) for line in stream or ())


def report_of(error: GraphError) -> dict[str, Any]:
    """A failure as a report that `failure_of` understands."""
    return {"error": type(error).__name__, "facts": vars(error), "text": str(error)}


def failure_of(report: dict[str, Any]) -> GraphError:
    """The failure that a child reported, with its facts.

    Examples
    --------
    >>> error = failure_of(report_of(errors.MissingRateError("USD", "CNY")))
    >>> type(error).__name__, error.currency
    ('MissingRateError', 'USD')
    """
    cls: type[GraphError] = getattr(errors, report["error"])
    failure = cls.__new__(cls)
    Exception.__init__(failure, report["text"])
    vars(failure).update(report["facts"])
    return failure
