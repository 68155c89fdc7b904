"""The interface of readers: pieces, which are rows of one kind from one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from graph.vocabulary import Kind
    from ingest.errors import FileFormatError
    from ingest.files.bundle import Bundle
    from ingest.files.delimited import Block


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one kind from one file.

    `blocks` begins to read; it raises `FileFormatError` where the file as a whole is
    wrong, even late. `names` maps vocabulary fields to the file's columns, for
    messages.
    """

    kind: Kind
    file: str
    blocks: Callable[[], Iterable[Block]]
    names: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """Reader of one format."""

    name: str
    default_source: str | None
    """Source of facts that name none; the bundle's name where this is None."""
    needs_currency: bool
    """Whether its amounts come without any currency."""

    def recognises(self, bundle: Bundle) -> bool:
        """Whether the file names are those of this format."""

    def pieces(self, bundle: Bundle) -> Iterator[Piece | FileFormatError]:
        """All rows; files that belong to no kind as errors."""
