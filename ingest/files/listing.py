"""Every path of a folder or archive: what is read, and why the rest is not."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Generic, TypeVar

from ingest.errors import FileFormatError, LimitError
from ingest.files.names import has_suffix, is_passed_over, shown_name

ARCHIVE_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
)
"""What a damaged or odd archive makes its module raise."""

_T = TypeVar("_T")


@dataclass(slots=True)
class Listing(Generic[_T]):
    """What lies at a place: what is read by name, what is not, what holds no facts.

    `limit` is the most paths that are taken in, `suffixes` those that are read.
    """

    place: str
    limit: int
    suffixes: tuple[str, ...]
    found: dict[str, _T] = field(default_factory=dict)
    unread: list[FileFormatError] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    def add(self, name: str, item: _T) -> None:
        """Take in a file by its name."""
        if is_passed_over(name):
            self.passed_over.append(name)
        elif has_suffix(name, self.suffixes):
            self.found[name] = item
        else:
            *others, last = self.suffixes
            read = f"{', '.join(others)} or {last}"
            self.refuse(name, "has no suffix that is read", read)
        self._check()

    def refuse(self, name: str, reason: str, expected: str) -> None:
        """Note a path that cannot be read."""
        self.unread.append(FileFormatError(name, reason, expected))
        self._check()

    def _check(self) -> None:
        if len(self.found) + len(self.unread) > self.limit:
            raise LimitError(self.place, "too many files", f"at most {self.limit}")


def folder_files(folder: Path, limit: int, suffixes: tuple[str, ...]) -> Listing[Path]:
    """Files below a folder by their path inside; links to folders are not followed.

    Raises
    ------
    LimitError
        There are too many.
    """
    listing: Listing[Path] = Listing(shown_name(folder.name), limit, suffixes)

    def name_of(path: Path) -> str:
        return shown_name(path.relative_to(folder).as_posix())

    def closed(error: OSError) -> None:
        inside = name_of(Path(error.filename))
        listing.refuse(inside, f"cannot be opened: {error.strerror}", "a folder")

    for top, folders, files in os.walk(folder, onerror=closed):
        for item in sorted(folders):
            path = Path(top, item)
            if is_passed_over(name_of(path)):
                listing.passed_over.append(name_of(path))
                folders.remove(item)
            elif path.is_symlink():
                listing.refuse(name_of(path), "is a link to a folder", "the folder")
        folders.sort()
        for item in sorted(files):
            path = Path(top, item)
            if path.is_file() or is_passed_over(name_of(path)):
                listing.add(name_of(path), path)
            elif path.is_symlink():
                listing.refuse(name_of(path), "is a link that leads nowhere", "a file")
            else:
                listing.refuse(name_of(path), "is no file", "a file")
    return listing


def archive_files(
    path: Path, limit: int, suffixes: tuple[str, ...]
) -> Listing[zipfile.ZipInfo]:
    """Files of a zip archive by their path inside, without a top folder of all.

    Raises
    ------
    FileFormatError
        The archive is damaged.
    LimitError
        There are too many files, or a path leads out of the archive.
    """
    place = shown_name(path.name)
    listing: Listing[zipfile.ZipInfo] = Listing(place, limit, suffixes)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [
                item for item in archive.infolist() if not item.filename.endswith("/")
            ]
    except ARCHIVE_FAULTS as error:
        raise FileFormatError(place, f"damaged: {error}", "a zip file") from error
    names = [shown_name(info.filename.replace("\\", "/")) for info in infos]
    for info, name in zip(infos, names, strict=True):
        inside = PurePosixPath(name)
        leads_out = inside.is_absolute() or ".." in inside.parts or ":" in name
        if leads_out or not inside.parts:
            raise LimitError(
                place, f"holds the path {info.filename!r}", "paths inside the archive"
            )
    read = [name for name in names if has_suffix(name, suffixes)]
    top = read[0][: _top_length(read)] if read else ""
    inner = [name.removeprefix(top) for name in names]
    times = Counter(inner)
    for info, name in zip(infos, inner, strict=True):
        if times[name] == 1:
            listing.add(name, info)
    for name in (name for name, count in times.items() if count > 1):
        if is_passed_over(name):
            listing.passed_over.append(name)
        else:
            reason = f"is in the archive {times[name]} times"
            listing.refuse(name, reason, "each name once")
    return listing


def _top_length(names: list[str]) -> int:
    """Characters of the one top folder that holds all these paths, with its slash."""
    tops = {name.partition("/")[0] for name in names if not is_passed_over(name)}
    if len(tops) != 1 or not all("/" in name for name in names):
        return 0
    return len(tops.pop()) + 1
