"""The interface of readers: pieces, which are rows of one kind from one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from ingest.checks.facts import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from graph.vocabulary import Kind
    from ingest.checks.facts import Declared
    from ingest.errors import FileFormatError
    from ingest.files.bundle import Bundle
    from ingest.files.delimited import Block
    from ingest.files.rejects import Rejected


class Checked(NamedTuple):
    """Facts of a block as stores take them, and its rows that cannot be any."""

    block: Block
    facts: pa.Table
    rejected: list[Rejected]


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

    @property
    def member(self) -> str:
        """The bundle's file that it is read from."""
        return self.file.partition("#")[0]

    def checked(self, declared: Declared) -> Iterator[Checked]:
        """Facts block by block."""
        for block in self.blocks():
            yield Checked(block, *facts(self.kind, block, declared, self.names))


@dataclass(frozen=True, slots=True)
class TableRead:
    """What was read of a foreign table.

    Attributes
    ----------
    sheet
        As messages call it.
    heads
        Numbers of the rows with its heads.
    rows
        Rows of data.
    left_out
        Rows that are none, such as 合计.
    rejected
        Rows of which nothing is loaded, for what they say themselves.
    columns_not_read
        Heads that no mapping looks at.
    """

    sheet: str
    heads: tuple[int, ...]
    rows: int
    left_out: int
    rejected: int
    columns_not_read: tuple[str, ...]


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


@runtime_checkable
class TableReader(Reader, Protocol):
    """Reader of foreign tables, of which there is more to tell than of a format's."""

    @property
    def assumptions(self) -> list[str]:
        """What it took for granted of the rows it has read."""

    @property
    def tables(self) -> Sequence[TableRead]:
        """Foreign tables that it has read."""

    @property
    def notes(self) -> Sequence[str]:
        """What it could not decide or see in them."""
