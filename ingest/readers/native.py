"""Reader of native bundles, which `ingest.files.native` defines."""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS
from ingest.errors import FileFormatError
from ingest.files.delimited import DelimitedFile
from ingest.files.native import (
    DICTIONARY_FILE,
    file_columns,
    file_name,
    kind_of_file,
    required_columns,
)
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
            elif "/" not in name and name != DICTIONARY_FILE:
                yield _stranger(name)
        for kind in KINDS.values():
            for member in by_kind.get(kind.name, []):
                yield Piece(kind, member.name, partial(_blocks, kind, member))


def _stranger(name: str) -> FileFormatError:
    known = [file_name(kind) for kind in KINDS.values()]
    near = get_close_matches(name, known, n=3) or known
    return FileFormatError(
        name, "no kind of fact has a file of this name", f"such as {', '.join(near)}"
    )


def _blocks(kind: Kind, member: Member) -> Iterator[Block]:
    file = DelimitedFile(member)
    names = file.header()
    known = file_columns(kind)
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=3) or known
            raise FileFormatError(
                file.name,
                f"has an unknown column {name!r}",
                f"such as {', '.join(near)}",
            )
    missing = [name for name in required_columns(kind) if name not in names]
    if missing:
        raise FileFormatError(
            file.name,
            f"lacks the column {missing[0]!r}",
            f"the columns {', '.join(required_columns(kind))}",
        )
    yield from file.blocks()
