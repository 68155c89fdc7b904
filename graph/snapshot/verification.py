"""Which files of a snapshot were compared with their hashes, and are still the same.

To hash a large snapshot takes a second or more, to open one that was hashed before
must take milliseconds. So each comparison is remembered beside the files, together with
inode, size and times of the file: whoever writes to a file, exchanges or restores it
changes one of them. What changes none, such as a disk that forgets, `damage` finds,
which always reads everything.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from graph.errors import SnapshotCorruptError, StateFileError
from graph.snapshot.files import SUFFIX, verify_files
from graph.state_file import read_state, write_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "verified.json"

Stamp = tuple[str, int, int, int, int]
"""Hash, inode, size, and the times of the last change of content and of anything."""

HELD: dict[str, dict[str, Stamp]] = {}
"""What this process verified, by folder: for folders that it may not write to."""


def verify_once(directory: Path, files: Mapping[str, str]) -> None:
    """Compare each file with its hash that was not compared as it is now.

    Raises
    ------
    SnapshotCorruptError
        A file is missing or was altered; the error names it.

    Notes
    -----
    O(bytes) the first time, then a look at each file's status.
    """
    known = _remembered(directory)
    stamps: dict[str, Stamp] = {}
    for name, expected in files.items():
        # taken before the comparison: what changes meanwhile is looked at again
        stamps[name] = _stamp(directory / (name + SUFFIX), expected)
        if known.get(name) != stamps[name]:
            verify_files(directory, {name: expected})
    HELD[str(directory)] = stamps
    if stamps != known:
        _remember(directory, stamps)


def untouched(directory: Path, files: Mapping[str, str]) -> bool:
    """Whether every file is as it was when it was last compared; reads none of them."""
    known = HELD.get(str(directory), {})
    try:
        return all(
            known.get(name) == _stamp(directory / (name + SUFFIX), expected)
            for name, expected in files.items()
        )
    except SnapshotCorruptError:
        return False


def damage(
    directory: Path, files: Mapping[str, str]
) -> dict[str, SnapshotCorruptError]:
    """What is wrong with which file; reads all of them, whatever is remembered."""
    found: dict[str, SnapshotCorruptError] = {}
    for name, expected in files.items():
        try:
            verify_files(directory, {name: expected})
        except SnapshotCorruptError as error:
            found[name] = error
    if found:
        forget(directory)
    return found


def forget(directory: Path) -> None:
    """Have every file compared again at the next opening."""
    HELD.pop(str(directory), None)
    with suppress(OSError):  # not where nothing may be written
        (directory / FILE_NAME).unlink(missing_ok=True)


def _stamp(path: Path, expected: str) -> Stamp:
    try:
        status = path.stat()
    except OSError as error:
        raise SnapshotCorruptError(str(path), str(error)) from error
    times = status.st_mtime_ns, status.st_ctime_ns
    return expected, status.st_ino, status.st_size, *times


def _remembered(directory: Path) -> dict[str, Stamp]:
    if found := HELD.get(str(directory)):
        return found
    with suppress(FileNotFoundError, StateFileError):  # then everything is compared
        return read_state(directory / FILE_NAME, dict[str, Stamp], "it is not needed")
    return {}


def _remember(directory: Path, stamps: dict[str, Stamp]) -> None:
    text = json.dumps(stamps, indent=1)
    with suppress(OSError):  # a folder that may only be read
        write_state(directory / FILE_NAME, text, directory.parent)
