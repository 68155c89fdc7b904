"""JSON lines as a sheet: one object a line, row 1 has the names of all its members.

Lines are parsed one by one, since one column may hold numbers here and texts there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson

from ingest.errors import FileFormatError, LimitError
from ingest.files.encoding import Decoder
from ingest.files.rejects import Rejected
from ingest.files.sheets.rows import Marks, grids_of, head_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.files.bundle import Member
    from ingest.files.sheets.cells import Cell
    from ingest.files.sheets.grid import Grid

_EXPECTED = "one JSON object a line"


@dataclass(slots=True)
class JsonSheet:
    """A file of JSON objects: one sheet without a name.

    The object of line 1 is row 2, as if a line with the names stood above it.
    """

    member: Member
    encoding: str | None = None
    name: str = ""
    hidden: bool = False
    sees_faults: bool = True
    _names: list[str] | None = None

    @property
    def file(self) -> str:
        """The file's name."""
        return self.member.name

    def head(self, rows: int = 30) -> list[list[Cell]]:
        """The names and the first objects as cells."""
        return head_of((row for _, row in islice(self._rows([]), rows)), Marks())

    def grids(self, first: int, width: int) -> Iterator[Grid]:
        """The rows from number `first` on."""
        rejected: list[Rejected] = []
        rows = (item for item in self._rows(rejected) if item[0] >= first)
        yield from grids_of(self.file, rows, width, Marks(), rejected)

    def _rows(self, rejected: list[Rejected]) -> Iterator[tuple[int, list[Any]]]:
        """The rows by their number; lines that are no object are told to the list."""
        names = self._all_names()
        yield 1, list(names)
        for row, line, found in self._objects():
            if found is None:
                text = line.decode(errors="replace")
                reason = "is no JSON object"
                rejected.append(Rejected(self.file, row, "", text, reason, _EXPECTED))
            else:
                yield row, [found.get(name) for name in names]

    def _all_names(self) -> list[str]:
        """Names of the members of all objects, in the order in which they come."""
        if self._names is None:
            names: dict[str, None] = {}
            n_rows = 0
            limit = self.member.limits.columns
            for row, _, found in self._objects():
                if found is None and not n_rows:
                    reason = f"has no JSON object in line {row - 1}"
                    raise FileFormatError(self.file, reason, _EXPECTED)
                n_rows += 1
                names |= dict.fromkeys(found or ())
                if len(names) > limit:
                    reason = f"has more than {limit} names of members"
                    raise LimitError(self.file, reason, f"at most {limit}")
            if not n_rows:
                raise FileFormatError(self.file, "is empty", _EXPECTED)
            self._names = list(names)
        return self._names

    def _objects(self) -> Iterator[tuple[int, bytes, dict[str, Any] | None]]:
        for number, line in enumerate(self._lines(), start=2):
            if line.strip():
                try:
                    found = orjson.loads(line)
                except orjson.JSONDecodeError:
                    found = None
                yield number, line, found if isinstance(found, dict) else None

    def _lines(self) -> Iterator[bytes]:
        decoder = Decoder(self.file, self.encoding)
        limit = self.member.limits.record_bytes
        rest = b""
        for piece in decoder.ascii_based(self.member.pieces()):
            *lines, rest = decoder.without_mark(rest + piece).split(b"\n")
            if max(map(len, [*lines, rest])) > limit:
                reason = f"has a line of more than {limit} bytes"
                raise LimitError(self.file, reason, "shorter lines")
            if lines:
                yield from decoder.utf8(b"\n".join(lines) + b"\n").split(b"\n")[:-1]
        yield decoder.utf8(rest)
