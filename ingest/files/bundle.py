"""The files of a path: a folder, one file, ``.csv.gz`` or ``.zip``, within limits.

Nothing is ever unpacked to disk. Archives come from strangers: a name that leaves the
folder, too many members and too high a compression are refused before or while
reading.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from ingest.errors import FileFormatError, IngestError, LimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SUFFIXES = (".csv", ".csv.gz")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the size of input, against hostile or broken files."""

    file_bytes: int = 16 << 30  # of one file, unpacked
    record_bytes: int = 1 << 20  # of one row
    columns: int = 500
    members: int = 1_000
    ratio: int = 200  # unpacked to packed; text seldom passes 30


@dataclass(frozen=True, slots=True)
class Member:
    """One delimited text file of a bundle; `size` is the bytes that a reader pays."""

    name: str
    size: int
    opened: Callable[[], BinaryIO]
    limits: Limits
    packed: int | None = None  # bytes in the archive

    def pieces(self) -> Iterator[bytes]:
        """The unpacked content, a megabyte at a time.

        Raises
        ------
        FileFormatError
            The archive is damaged or locked.
        LimitError
            The content is larger than the limits allow.
        """
        done = 0
        try:
            with closing(self.opened()) as stream:
                while piece := stream.read(_PIECE):
                    done += len(piece)
                    self._check(done)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile) as error:
            raise FileFormatError(
                self.name, f"damaged archive: {error}", "a whole archive"
            ) from error
        except (RuntimeError, NotImplementedError) as error:  # locked, odd method
            raise FileFormatError(
                self.name, f"cannot be unpacked: {error}", "an open zip file"
            ) from error

    def _check(self, done: int) -> None:
        if done > self.limits.file_bytes:
            raise LimitError(
                self.name, "too large", f"at most {self.limits.file_bytes} bytes"
            )
        if self.packed is not None and done > self.limits.ratio * (
            self.packed + _PIECE
        ):
            raise LimitError(
                self.name,
                "unpacks to far more than it holds",
                f"at most {self.limits.ratio} times its packed size",
            )


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that belong together, by their path inside."""

    name: str
    members: dict[str, Member]

    def digest(self) -> bytes:
        """Hash of all names and contents, wherever the bundle lies."""
        total = blake2b(digest_size=16)
        for name in sorted(self.members):
            content = blake2b(digest_size=16)
            try:
                for piece in self.members[name].pieces():
                    content.update(piece)
            except FileFormatError as error:  # reported when the file is read
                content.update(str(error).encode())
            total.update(f"{name}\0".encode() + content.digest())
        return total.digest()


def open_bundle(path: Path, limits: Limits | None = None) -> Bundle:
    """The delimited text files at a path.

    Raises
    ------
    IngestError
        There is nothing at the path.
    FileFormatError
        It is a broken archive.
    LimitError
        There are too many files, or one leads out of its archive.
    """
    limits = limits or Limits()
    path = path.resolve()
    if path.is_dir():
        members = _folder_members(path, limits)
    elif path.suffix == ".zip" and path.is_file():
        members = _zip_members(path, limits)
    elif path.is_file():
        members = [_file_member(path, path.name, limits)]
    else:
        raise IngestError(f"{path.name}: no such file or folder")
    if len(members) > limits.members:
        raise LimitError(path.name, "too many files", f"at most {limits.members}")
    stem = path.name if path.is_dir() else path.name.split(".")[0]
    return Bundle(stem, {member.name: member for member in members})


def _file_member(path: Path, name: str, limits: Limits) -> Member:
    size = path.stat().st_size
    if path.suffix == ".gz":
        return Member(name, size, lambda: _gunzipped(path), limits, size)
    return Member(name, size, lambda: path.open("rb"), limits)


def _gunzipped(packed: Path | BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.open(packed, "rb"))


def _folder_members(path: Path, limits: Limits) -> list[Member]:
    found = (
        file
        for file in sorted(path.rglob("*"))
        if file.name.endswith(_SUFFIXES) and file.is_file()
    )
    return [
        _file_member(file, file.relative_to(path).as_posix(), limits) for file in found
    ]


def _zip_members(path: Path, limits: Limits) -> list[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [item for item in archive.infolist() if not item.is_dir()]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise FileFormatError(path.name, f"damaged: {error}", "a zip file") from error
    if len(infos) > limits.members:
        raise LimitError(path.name, "too many files", f"at most {limits.members}")
    for info in infos:
        inside = PurePosixPath(info.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in info.filename:
            raise LimitError(
                path.name,
                f"holds the path {info.filename!r}",
                "paths inside the archive",
            )
    infos = [item for item in infos if item.filename.endswith(_SUFFIXES)]
    tops = {item.filename.partition("/")[0] for item in infos}
    nested = len(tops) == 1 and all("/" in item.filename for item in infos)
    cut = len(next(iter(tops))) + 1 if nested and tops else 0
    return [_zip_member(path, info, info.filename[cut:], limits) for info in infos]


def _zip_member(path: Path, info: zipfile.ZipInfo, name: str, limits: Limits) -> Member:
    def opened() -> BinaryIO:
        with zipfile.ZipFile(path) as archive:
            # the stream keeps the file open until it is closed itself
            stream = cast("BinaryIO", archive.open(info))
        return _gunzipped(stream) if name.endswith(".gz") else stream

    return Member(name, info.file_size, opened, limits, info.compress_size)
