"""Passes rejected rows to the report and to the rejects file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.vocabulary import Kind
    from ingest.files.delimited import Block, Origin
    from ingest.files.rejects import Rejected, RejectsFile
    from ingest.loading.report import LoadReport

_REMEMBERED = 100_000


class Refusals:
    """Collector of rejected rows; remembers what misses because of them."""

    def __init__(self, report: LoadReport, file: RejectsFile) -> None:
        self._report = report
        self._file = file
        self._nodes: dict[tuple[str, str], str] = {}
        self._files: dict[str, list[str]] = {}
        self._origins: dict[tuple[str, str], dict[str, Origin]] = {}

    def add(self, kind: Kind, rejected: Sequence[Rejected]) -> None:
        """Take in faults of one file's rows."""
        if rejected:
            rows = len({item.row for item in rejected})
            self._report.file(rejected[0].file, kind.name).rejected += rows
            self._report.show(rejected)
            self._file.write(rejected)

    def remember(self, kind: Kind, ids: Iterable[str | None], file: str) -> None:
        """Note that these nodes' own rows were refused, to say so where they miss."""
        if len(self._nodes) < _REMEMBERED:
            self._nodes |= {(kind.name, name): file for name in ids if name}

    def lost(self, kind_name: str, file: str) -> None:
        """Note that a file which describes this kind was not read at all."""
        self._files.setdefault(kind_name, []).append(file)

    def why_missing(self, node_kind: str, name: str) -> tuple[str, bool]:
        """Words on a node that is missing because of a refusal, and if many are."""
        file = self._nodes.get((node_kind, name))
        if file:
            return f" (its own row in {file} was rejected)", False
        if files := self._files.get(node_kind):
            verb = "was" if len(files) == 1 else "were"
            return f" ({', '.join(files)} {verb} not read)", True
        return "", False

    def origins(self, kind: Kind, block: Block) -> None:
        """Remember how a file itself writes the columns of a block."""
        self._origins.setdefault((block.file, kind.name), {}).update(block.origins)

    def as_in_file(self, kind: Kind, rejected: Rejected) -> Rejected:
        """The rejection with the file's own column and value."""
        known = self._origins.get((rejected.file, kind.name), {})
        origin = known.get(rejected.column)
        if origin is None:
            return rejected
        value = rejected.value.removeprefix(origin.prefix)
        return replace(rejected, column=origin.column, value=value)
