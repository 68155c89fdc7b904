"""What became of the rows of a load, counted per file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.files.rejects import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import AppendReport
    from ingest.errors import FileFormatError
    from ingest.files.rejects import Rejected
    from ingest.readers.piece import TableRead

_EXAMPLES = 5
_REJECTED_SHOWN = 20


@dataclass(slots=True)
class Warned:
    """Count and examples of rows that were loaded with a warning."""

    rule: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, texts: Sequence[str], count: int) -> None:
        """Count some more; the first few are kept as examples."""
        self.count += count
        room = _EXAMPLES - len(self.examples)
        self.examples += [shortened(text) for text in texts[:room]]


@dataclass(slots=True)
class FileReport:
    """One kind of fact in one file.

    `read` = added + corrected + confirmed + unchanged + stale + rejected + resumed
    + joined, where `confirmed` rows say what is known, collected later, `resumed` ones
    were written by an earlier run of this load that was cut short and `joined` ones
    complete the rows of another file. With an `error` nothing of the file was loaded.
    """

    file: str
    kind: str
    read: int = 0
    added: int = 0
    corrected: int = 0
    confirmed: int = 0
    unchanged: int = 0
    stale: int = 0
    resumed: int = 0
    joined: int = 0
    rejected: int = 0
    error: str | None = None
    warnings: dict[str, Warned] = field(default_factory=dict)

    def count(self, written: AppendReport) -> None:
        """Add what the store made of a batch."""
        self.added += written.added
        self.corrected += written.corrected
        self.confirmed += written.confirmed
        self.unchanged += written.unchanged
        self.stale += written.stale

    def warn(self, rule: str, *texts: str, count: int | None = None) -> None:
        """Count rows under the rule that they strain: those told, or more of them."""
        warned = self.warnings.setdefault(rule, Warned(rule))
        warned.add(texts, len(texts) if count is None else count)


@dataclass(slots=True)
class LoadReport:
    """Result of a load: reports per file, first rejected rows, assumptions.

    Every path of the bundle is here: with its rows, with an error, or among
    `passed_over`, which never hold facts. `notes` are about the load as a whole, such
    as work put off. `tables` are foreign ones; rows that they lose for what stands in
    them count as rejected with the parties, which are made of whole rows only.
    """

    bundle: str
    format: str
    source: str
    files: list[FileReport] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tables: list[TableRead] = field(default_factory=list)
    _told: set[tuple[str, str, str]] = field(default_factory=set, repr=False)

    def file(self, name: str, kind: str) -> FileReport:
        """The report of one kind in one file, made when first asked for."""
        for report in self.files:
            if (report.file, report.kind) == (name, kind):
                return report
        self.files.append(FileReport(name, kind))
        return self.files[-1]

    def refuse(self, error: FileFormatError, kind: str = "") -> None:
        """Note that a file was not read."""
        self.file(error.file, kind).error = error.fault

    def show(self, rejected: Sequence[Rejected]) -> None:
        """Keep the first rejected rows for people to see, one of each common cause."""
        for item in rejected:
            if len(self.rejected) >= _REJECTED_SHOWN:
                return
            cause = (item.file, item.column, item.reason)
            if item.common:
                if cause in self._told:
                    continue
                self._told.add(cause)
            self.rejected.append(item)

    def total(self, name: str) -> int:
        """Sum of a count over all files."""
        return sum(getattr(report, name) for report in self.files)

    @property
    def exit_code(self) -> int:
        """0 when everything was loaded, 3 when rows or files were refused."""
        refused = self.total("rejected") or any(item.error for item in self.files)
        return 3 if refused else 0

    def to_dict(self) -> dict[str, Any]:
        """The report for JSON, with totals."""
        written = ("added", "corrected", "confirmed", "unchanged", "stale")
        totals = ("read", *written, "rejected", "resumed", "joined")
        return {
            "bundle": self.bundle,
            "format": self.format,
            "source": self.source,
            "tables": [asdict(item) for item in self.tables],
            "files": [
                asdict(item) | {"warnings": [asdict(w) for w in item.warnings.values()]}
                for item in self.files
            ],
            "rejected": [asdict(item) for item in self.rejected],
            "assumptions": self.assumptions,
            "passed_over": self.passed_over,
            "notes": self.notes,
            "totals": {name: self.total(name) for name in totals},
            "exit_code": self.exit_code,
        }
