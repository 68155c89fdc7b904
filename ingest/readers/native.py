"""Reader of native bundles, which `ingest.files.native` defines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS
from ingest.errors import FileFormatError
from ingest.files.delimited import DelimitedFile
from ingest.files.native import (
    file_columns,
    file_name,
    kind_of_file,
    required_columns,
)
from ingest.readers.near import check_columns, stranger
from ingest.readers.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.vocabulary import Kind
    from ingest.files.bundle import Bundle, Member
    from ingest.files.delimited import Block


class NativeReader:
    """Reads folders, single files, ``.csv.gz`` and ``.zip`` of native CSV files."""

    name = "native"
    default_source: str | None = None
    needs_currency = False

    def recognises(self, bundle: Bundle) -> bool:
        """Whether some file is named after a kind."""
        return any(kind_of_file(name) for name in bundle.members)

    def pieces(self, bundle: Bundle) -> Iterator[Piece | FileFormatError]:
        """One piece per file, in the vocabulary's order."""
        by_kind: dict[str, list[Member]] = {}
        for name, member in bundle.members.items():
            kind = kind_of_file(name)
            if kind is not None:
                by_kind.setdefault(kind.name, []).append(member)
            elif "/" in name:
                reason = "lies in a folder of its own"
                yield FileFormatError(name, reason, "all files in one folder")
            else:
                yield stranger(name, [file_name(kind) for kind in KINDS.values()])
        for kind in KINDS.values():
            for member in by_kind.get(kind.name, []):
                yield Piece(kind, member.name, partial(_blocks, kind, member))


def _blocks(kind: Kind, member: Member) -> Iterator[Block]:
    file = DelimitedFile(member)
    names = file.header()
    check_columns(file.name, names, file_columns(kind), required_columns(kind))
    yield from file.blocks()
