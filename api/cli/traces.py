"""Traces of our own faults, in files: they may quote facts, a console is no place."""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from pathlib import Path

FOLDER = "traces"

_data_dirs: list[Path] = []
"""Folder of the command that runs, once it has read its settings."""


def keep_traces_in(data_dir: Path) -> None:
    """Have traces kept in this data folder."""
    _data_dirs[:] = [data_dir]


def kept_trace(error: BaseException) -> str:
    """Write a failure's trace to a file that only its owner may read; where it is.

    It goes to the data folder, or to the folder for temporary files where that is not
    known or cannot be written to.
    """
    text = "".join(traceback.format_exception(error))
    name = f"{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}-{os.getpid()}.txt"
    for data_dir in _data_dirs:
        try:
            path = data_dir / FOLDER / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), text)
        except OSError:
            continue
        return f"its trace, which may quote facts, is in {path}"
    try:
        descriptor, place = tempfile.mkstemp(prefix="suretynet-", suffix=".txt")
        _write(descriptor, text)
    except OSError as unwritten:
        return f"its trace cannot be written: {unwritten}"
    return f"its trace, which may quote facts, is in {place}"


def _write(descriptor: int, text: str) -> None:
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
