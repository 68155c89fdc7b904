"""The parts of a workbook that is a zip archive, each unpacked within limits.

The libraries that read workbooks trust the sizes that an archive declares. Here each
part is inflated to its real end before they see it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from ingest.errors import FileFormatError, LimitError
from ingest.files.bundle import Member
from ingest.files.listing import ARCHIVE_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL_HEADER = 30
_PIECE = 1 << 18
_ENCRYPTED = 1


@dataclass(slots=True)
class Source:
    """The bytes of one workbook, which can be sought in."""

    member: Member
    _held: bytes | None = None

    def open(self) -> BinaryIO:
        """A stream of its own from the beginning.

        Raises
        ------
        FileFormatError
            The file does not open, or is damaged in its archive.
        LimitError
            It is larger than a workbook may be.
        """
        if self._held is not None:
            return io.BytesIO(self._held)
        member, limit = self.member, self.member.limits.part_bytes
        if member.size > limit:
            raise LimitError(member.name, "too large", f"at most {limit} bytes")
        if member.packed is None:
            try:
                return member.opened()
            except OSError as error:
                raise FileFormatError(
                    member.name,
                    f"cannot be read: {error.strerror}",
                    "a file that opens",
                ) from error
        self._held = b"".join(member.pieces())
        return io.BytesIO(self._held)

    def content(self) -> bytes:
        """All its bytes; what is raised is that of `open`."""
        with self.open() as stream:
            return stream.read()


class Package:
    """The parts of an archive by name; `strings` of `Member.pieces` count real bytes.

    Raises
    ------
    FileFormatError
        It is no whole zip archive, is encrypted, or packed in an odd way.
    LimitError
        It has too many parts.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.name = source.member.name
        self.limits = source.member.limits
        try:
            with closing(source.open()) as stream, zipfile.ZipFile(stream) as archive:
                infos = archive.infolist()
        except ARCHIVE_FAULTS as error:
            raise FileFormatError(
                self.name, f"damaged: {error}", "a whole workbook"
            ) from error
        if len(infos) > 10 * self.limits.members:
            raise LimitError(self.name, "too many parts", f"{10 * self.limits.members}")
        self.parts = {info.filename: info for info in infos}
        odd = [
            info
            for info in infos
            if info.flag_bits & _ENCRYPTED
            or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        ]
        if odd or len(self.parts) < len(infos):
            raise FileFormatError(
                self.name, "is encrypted or oddly packed", "a workbook without password"
            )

    def pieces(
        self, part: str, limit: int | None = None, file: str | None = None
    ) -> Iterator[bytes]:
        """The part's content, a piece at a time; `file` is what messages call it.

        Raises
        ------
        FileFormatError
            There is no such part, or it is damaged.
        LimitError
            It unpacks to more than `limit` bytes, or to far more than it holds.
        """
        if part not in self.parts:
            reason = f"lacks its part {part}"
            raise FileFormatError(file or self.name, reason, "a whole workbook")
        info = self.parts[part]
        limits = replace(self.limits, file_bytes=limit or self.limits.part_bytes)
        opened = partial(self._opened, info)
        return Member(
            file or self.name, info.file_size, opened, limits, info.compress_size
        ).pieces()

    def content(self, part: str, limit: int | None = None) -> bytes:
        """The part as a whole; what is raised is that of `pieces`."""
        return b"".join(self.pieces(part, limit))

    def _opened(self, info: zipfile.ZipInfo) -> BinaryIO:
        stream = self.source.open()
        stream.seek(info.header_offset)
        header = stream.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or header[:4] != b"PK\3\4":
            stream.close()
            raise zipfile.BadZipFile("a part does not begin where it should")
        stream.seek(sum(struct.unpack("<HH", header[26:30])), io.SEEK_CUR)
        return cast("BinaryIO", _Inflating(stream, info))


class _Inflating:
    """Reads one part to its real end, whatever size the archive declares."""

    def __init__(self, stream: BinaryIO, info: zipfile.ZipInfo) -> None:
        self._stream = stream
        self._left = info.compress_size
        self._inflate = None
        if info.compress_type == zipfile.ZIP_DEFLATED:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def read(self, size: int) -> bytes:
        if self._inflate is None:
            return self._packed(size)
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._packed(_PIECE)
            if data := self._inflate.decompress(packed, size):
                return data
            if not packed:
                raise EOFError("a part is cut short")
        return b""

    def _packed(self, size: int) -> bytes:
        data = self._stream.read(min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._stream.close()
