"""One stream of a compound file, the container of XLS, and a plain file around it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SECTOR = 4096
_IN_HEADER = 109  # sectors of the allocation table that the header names
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ROOT, _STREAM, _ENTRY = 5, 2, 128
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONGEST = (_IN_HEADER - 1) * (_SECTOR // 4) * _SECTOR
"""Most bytes of a stream that `compound_file` takes."""


class CompoundError(Exception):
    """The container is broken."""


class CompoundFile:
    """The streams of a compound file by name.

    Raises
    ------
    CompoundError
        It is cut short, or its sectors form no chains.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < 512:
            raise CompoundError("is cut short")
        (self._shift,) = struct.unpack_from("<H", data, 30)
        if self._shift not in {9, 12}:
            raise CompoundError("has sectors of an odd size")
        first, _, self._small, small_table = struct.unpack_from("<IIII", data, 48)
        (more,) = struct.unpack_from("<I", data, 68)
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
        while more < _TABLE and len(places) <= len(data) >> self._shift:
            *found, more = np.frombuffer(self._sector(more), "<u4").tolist()
            places += found
        used = [place for place in places if place < _TABLE]
        if len(used) > len(data) >> self._shift:
            raise CompoundError("has sectors that form no chain")
        self._next = np.frombuffer(b"".join(map(self._sector, used)), "<u4")
        self._streams: dict[str, tuple[int, int]] = {}
        self._root = (_END, 0)
        entries = self._chain(first)
        for at in range(0, len(entries), _ENTRY):
            self._enter(entries[at : at + _ENTRY])
        self._small_next = np.frombuffer(self._chain(small_table), "<u4")

    def _enter(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        place: tuple[int, int] = struct.unpack_from("<II", entry, 116)
        if kind == _ROOT:
            self._root = place
        elif kind == _STREAM:
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            self._streams.setdefault(name.lower(), place)

    def stream(self, *names: str) -> bytes | None:
        """The first stream of these names; None where there is none.

        Raises
        ------
        CompoundError
            Its sectors form no chain.
        """
        for name in names:
            if (found := self._streams.get(name.lower())) is not None:
                begin, size = found
                if size >= self._small:
                    return self._chain(begin)[:size]
                held = self._chain(self._root[0])
                places = _places(begin, self._small_next)
                return b"".join(held[at * 64 : (at + 1) * 64] for at in places)[:size]
        return None

    def _sector(self, place: int) -> bytes:
        sector = self._data[(place + 1) << self._shift : (place + 2) << self._shift]
        if not sector:
            raise CompoundError("is cut short")
        return sector.ljust(1 << self._shift, b"\0")

    def _chain(self, begin: int) -> bytes:
        return b"".join(map(self._sector, _places(begin, self._next)))


def _places(begin: int, following: NDArray[np.uint32]) -> list[int]:
    places: list[int] = []
    while begin < _TABLE:
        if begin >= len(following) or len(places) > len(following):
            raise CompoundError("has sectors that form no chain")
        places.append(begin)
        begin = int(following[begin])
    return places


def compound_file(name: str, stream: bytes) -> bytes:
    """A compound file of one stream of at most `LONGEST` bytes."""
    stream = stream.ljust(_SECTOR, b"\0")  # a shorter one is kept in another way
    sectors = -(-len(stream) // _SECTOR)
    tables = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    begin = tables + 1
    following = [_TABLE] * tables + [_END]
    following += [*range(begin + 1, begin + sectors), _END]
    following += [_END]  # some want a sector of small streams, though there are none
    header = _MAGIC + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<IIIIIIIII", 1, tables, tables, 0, 4096, _END, 0, _END, 0)
    places = [*range(tables), *[_FREE] * (_IN_HEADER - tables)]
    header += np.array(places, "<u4").tobytes()
    links = np.array(following, "<u4").tobytes()
    entries = _entry("Root Entry", _ROOT, 1, begin + sectors, 0)
    entries += _entry(name, _STREAM, _FREE, begin, len(stream))
    return (
        header.ljust(_SECTOR, b"\0")
        + links.ljust(tables * _SECTOR, b"\xff")
        + entries.ljust(_SECTOR, b"\0")
        + stream.ljust((sectors + 1) * _SECTOR, b"\0")
    )


def _entry(name: str, kind: int, child: int, begin: int, size: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    links = struct.pack("<HBBIII36x", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + links + struct.pack("<IQ", begin, size)
