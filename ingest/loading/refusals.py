"""Passes rejected rows to the report and to the rejects file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.vocabulary import Kind
    from ingest.files.rejects import Rejected, RejectsFile
    from ingest.loading.report import LoadReport

_REMEMBERED = 100_000


class Refusals:
    """Collector of rejected rows; remembers rejected nodes for later messages."""

    def __init__(self, report: LoadReport, file: RejectsFile) -> None:
        self._report = report
        self._file = file
        self._nodes: dict[tuple[str, str], str] = {}

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

    def why_missing(self, node_kind: str, name: str) -> str:
        """Words on a node that is missing because its own row was refused."""
        file = self._nodes.get((node_kind, name))
        return f" (its own row in {file} was rejected)" if file else ""
