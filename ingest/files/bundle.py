"""The files of a path: a folder, one file, ``.csv.gz`` or ``.zip``, within limits.

Nothing is ever unpacked to disk. Archives come from strangers: a name that leaves the
folder, too many members and too high a compression are refused before or while
reading.
"""

from __future__ import annotations

import gzip
import zipfile
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, BinaryIO, cast

from ingest.errors import FileFormatError, IngestError, LimitError
from ingest.files.listing import ARCHIVE_FAULTS, archive_files, folder_files
from ingest.files.names import NATIVE_SUFFIXES, is_packed, shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the size of input, against hostile or broken files."""

    file_bytes: int = 16 << 30  # of one file, unpacked
    record_bytes: int = 1 << 20  # of one row
    columns: int = 500
    members: int = 1_000
    ratio: int = 200  # unpacked to packed; text seldom passes 30
    part_bytes: int = 1 << 30  # of what is held as a whole, such as a workbook's texts
    dense_cells: int = 10_000_000  # of a sheet that is held as a whole


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle; `size` is the bytes that a reader pays."""

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
        except (RuntimeError, NotImplementedError) as error:  # locked, odd method
            raise FileFormatError(
                self.name, f"cannot be unpacked: {error}", "an open zip file"
            ) from error
        except OSError as error:
            if error.errno is None:  # the archive's own, such as a bad checksum
                raise self._damaged(error) from error
            raise FileFormatError(
                self.name, f"cannot be read: {error.strerror}", "a file that opens"
            ) from error
        except ARCHIVE_FAULTS as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> FileFormatError:
        return FileFormatError(
            self.name, f"damaged archive: {error}", "a whole archive"
        )

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
    """Files that belong together, by their path inside.

    `unread` are the paths whose reason not to be read shows before any is opened,
    `passed_over` those that never hold facts.
    """

    name: str
    members: dict[str, Member]
    unread: tuple[FileFormatError, ...] = ()
    passed_over: tuple[str, ...] = ()

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


def open_bundle(
    path: Path,
    limits: Limits | None = None,
    suffixes: tuple[str, ...] = NATIVE_SUFFIXES,
) -> Bundle:
    """The files at a path whose names end in one of the suffixes.

    Raises
    ------
    IngestError
        There is nothing at the path, or nothing in it.
    FileFormatError
        It is a broken archive.
    LimitError
        There are too many files, or one leads out of its archive.
    """
    limits = limits or Limits()
    path = path.resolve()
    name = shown_name(path.name)
    if path.is_dir():
        files = folder_files(path, limits.members, suffixes)
        members = [_file_member(at, key, limits) for key, at in files.found.items()]
        unread, passed_over = files.unread, files.passed_over
    elif path.suffix.lower() == ".zip" and path.is_file():
        packed = archive_files(path, limits.members, suffixes)
        members = [
            _zip_member(path, at, key, limits) for key, at in packed.found.items()
        ]
        unread, passed_over = packed.unread, packed.passed_over
    elif path.is_file():
        members, unread, passed_over = [_file_member(path, name, limits)], [], []
    else:
        raise IngestError(f"{name}: no such file or folder")
    if not members and not unread:
        raise IngestError(f"{name}: holds no file to load")
    stem = name if path.is_dir() else name.split(".")[0]
    by_name = {member.name: member for member in members}
    return Bundle(stem, by_name, tuple(unread), tuple(passed_over))


def _file_member(path: Path, name: str, limits: Limits) -> Member:
    size = path.stat().st_size
    if is_packed(name):
        return Member(name, size, lambda: _gunzipped(path), limits, size)
    return Member(name, size, lambda: path.open("rb"), limits)


def _gunzipped(packed: Path | BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.open(packed, "rb"))


def _zip_member(path: Path, info: zipfile.ZipInfo, name: str, limits: Limits) -> Member:
    def opened() -> BinaryIO:
        with zipfile.ZipFile(path) as archive:
            # the stream keeps the file open until it is closed itself
            stream = cast("BinaryIO", archive.open(info))
        return _gunzipped(stream) if is_packed(name) else stream

    return Member(name, info.file_size, opened, limits, info.compress_size)
