"""What a load by a mapping would make of each row, without a store."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ingest.files.bundle import open_bundle
from ingest.files.names import FOREIGN_SUFFIXES
from ingest.loading.options import declared_by
from ingest.readers.mapped import MappedReader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph.stores.base import Store
    from ingest.errors import FileFormatError
    from ingest.files.bundle import Limits
    from ingest.files.rejects import Rejected
    from ingest.mapping.files import MappingFile
    from ingest.readers.piece import TableRead


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What one row becomes: facts by kind, a party with the first row that names it."""

    file: str
    row: int
    facts: dict[str, int]
    rejected: bool


@dataclass(frozen=True, slots=True)
class MappingCheck:
    """What a mapping makes of files.

    Attributes
    ----------
    faults
        Of cells.
    unread
        Files that cannot be read as a whole.
    taken
        Names that mean a described company, with its id.
    tables
        What was read.
    assumptions
        What a load would take for granted.
    notes
        What columns leave open, or a format does not show.
    """

    rows: tuple[RowOutcome, ...]
    faults: tuple[Rejected, ...]
    unread: tuple[FileFormatError, ...]
    taken: Mapping[str, str]
    tables: tuple[TableRead, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 when every row becomes facts, 3 when some do not."""
        return 3 if self.faults or self.unread else 0

    def to_dict(self) -> dict[str, Any]:
        """As JSON, with totals."""
        facts: Counter[str] = Counter()
        for item in self.rows:
            facts.update(item.facts)
        rejected = sum(item.rejected for item in self.rows)
        return {
            "tables": [asdict(item) for item in self.tables],
            "rows": [asdict(item) for item in self.rows],
            "totals": {
                "rows": len(self.rows),
                "facts": dict(facts),
                "rejected": rejected,
            },
            "faults": [asdict(item) for item in self.faults],
            "unread": [
                {"file": item.file, "reason": item.reason, "expected": item.expected}
                for item in self.unread
            ],
            "taken": dict(self.taken),
            "assumptions": list(self.assumptions),
            "notes": list(self.notes),
            "exit_code": self.exit_code,
        }


def check_mapping(
    path: Path,
    mapping: MappingFile,
    *,
    store: Store | None = None,
    sheets: tuple[str, ...] = (),
    encoding: str | None = None,
    limits: Limits | None = None,
) -> MappingCheck:
    """What a load would make of the rows of a path; nothing is written.

    Parameters
    ----------
    store
        That is loaded into; None: parties are described nowhere.

    Raises
    ------
    IngestError
        The path cannot be opened.
    """
    bundle = open_bundle(path, limits, FOREIGN_SUFFIXES)
    reader = MappedReader(mapping, store, sheets=sheets, encoding=encoding)
    declared = declared_by(
        source=mapping[0].source or bundle.name, currency=mapping[0].currency
    )
    made, unread = reader.read(bundle, declared)
    facts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for (file, kind), tables in made.tables.items():
        for table in tables:
            for row in table["row"].to_pylist():
                facts[file, row][kind] += 1
    faults = [item for found in made.rejected.values() for item in found]
    bad = {(item.file, item.row) for item in faults}
    read = {
        (file, row)
        for file, parts in made.rows.items()
        for part in parts
        for row in part.tolist()
    }
    rows = tuple(
        RowOutcome(file, row, dict(facts.get((file, row), {})), (file, row) in bad)
        for file, row in sorted(read | bad)
    )
    return MappingCheck(
        rows,
        tuple(faults),
        tuple(unread),
        made.taken,
        tuple(reader.tables),
        tuple(reader.assumptions),
        tuple(reader.notes),
    )
