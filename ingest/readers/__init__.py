"""The registry of readers, one a format, and detection of the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import UnknownFormatError
from ingest.readers.finbench import FinbenchReader
from ingest.readers.native import NativeReader

if TYPE_CHECKING:
    from ingest.files.bundle import Bundle
    from ingest.readers.piece import Reader

_READERS: tuple[Reader, ...] = (NativeReader(), FinbenchReader())
READERS = {reader.name: reader for reader in _READERS}
"""Every format by name."""


def reader_of(bundle: Bundle, name: str | None = None) -> Reader:
    """The reader of that name, else the one that recognises the bundle.

    Raises
    ------
    UnknownFormatError
        There is none.
    """
    if name is not None:
        if name not in READERS:
            raise UnknownFormatError(
                bundle.name, tuple(READERS), f"no format is called {name!r}"
            )
        return READERS[name]
    for reader in READERS.values():
        if reader.recognises(bundle):
            return reader
    raise UnknownFormatError(
        bundle.name,
        tuple(READERS),
        "its file names belong to no known format (for a table of your own: "
        "suretynet mapping suggest)",
    )
