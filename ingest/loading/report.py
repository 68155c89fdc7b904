"""What became of the rows of a load, counted per file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.files.rejects import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.model import AppendReport
    from ingest.files.rejects import Rejected

_EXAMPLES = 5
_REJECTED_SHOWN = 20


@dataclass(slots=True)
class Warned:
    """Count and examples of rows that were loaded with a warning."""

    rule: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Count one more; the first few are kept as examples."""
        self.count += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(shortened(text))


@dataclass(slots=True)
class FileReport:
    """One kind of fact in one file.

    `read` = added + corrected + confirmed + unchanged + stale + rejected + resumed,
    where `confirmed` rows say what is known, collected later, and `resumed` ones were
    written by an earlier run of this load that was cut short. With an `error` nothing
    of the file was loaded.
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

    def warn(self, rule: str, text: str) -> None:
        """Count a row under the rule that it strains."""
        self.warnings.setdefault(rule, Warned(rule)).add(text)


@dataclass(slots=True)
class LoadReport:
    """Result of a load: reports per file, first rejected rows, assumptions.

    `notes` are about the load as a whole, such as work put off.
    """

    bundle: str
    format: str
    source: str
    files: list[FileReport] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def file(self, name: str, kind: str) -> FileReport:
        """The report of one kind in one file, made when first asked for."""
        for report in self.files:
            if (report.file, report.kind) == (name, kind):
                return report
        self.files.append(FileReport(name, kind))
        return self.files[-1]

    def show(self, rejected: Sequence[Rejected]) -> None:
        """Keep the first rejected rows for people to see."""
        self.rejected += rejected[: _REJECTED_SHOWN - len(self.rejected)]

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
        totals = ("read", *written, "rejected", "resumed")
        return {
            **asdict(self),
            "files": [
                asdict(item) | {"warnings": [asdict(w) for w in item.warnings.values()]}
                for item in self.files
            ],
            "totals": {name: self.total(name) for name in totals},
            "exit_code": self.exit_code,
        }
