"""What a file's sheets may mean, what that leaves open, and a drafted mapping."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ingest.mapping.suggest.columns import table_of
from ingest.mapping.suggest.drafting import drafted
from ingest.mapping.suggest.evidence import evidence_of, numbered, weighed
from ingest.mapping.suggest.naming import unit_name
from ingest.mapping.suggest.questions import currency_of_table, distinct, questions
from ingest.mapping.values import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.files.sheets.cells import Cell
    from ingest.mapping.suggest.columns import Column, Table
    from ingest.mapping.suggest.evidence import Evidence

ROWS_READ = 200
"""Rows at the top of a sheet that are looked at; judgement."""


@dataclass(frozen=True, slots=True)
class ColumnSuggestion:
    """A column that has a target, such as `guarantor.name`."""

    sheet: str
    column: str
    target: str
    confidence: float
    why: str
    unit: str | None
    format: str | None
    examples: list[str]


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A column without a target."""

    sheet: str
    column: str
    why: str
    examples: list[str]


@dataclass(frozen=True, slots=True)
class SheetSuggestion:
    """A sheet: the numbers of the rows with its heads, and what it is about."""

    sheet: str
    hidden: bool
    header: tuple[int, ...]
    about: str | None


@dataclass(frozen=True)
class Suggestion:
    """What a file may mean.

    Attributes
    ----------
    mapping
        The drafted document, of the sheet that is understood best.
    columns, unmapped
        Of that sheet.
    questions
        What is to be answered before the mapping can be trusted; a guess always is.
    """

    mapping: dict[str, Any]
    sheets: tuple[SheetSuggestion, ...]
    columns: tuple[ColumnSuggestion, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the mapping can be loaded as it is."""
        return bool(self.mapping) and not self.questions

    @property
    def comments(self) -> list[str]:
        """What a file with the mapping says above it."""
        asked = [
            f"question: {f'{item.column}: ' if item.column else ''}{item.text}"
            for item in self.questions
        ]
        unread = ", ".join(item.column for item in self.unmapped if item.column)
        return [*asked, *([f"columns not read: {unread}"] if unread else [])]

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        told = asdict(self)
        return {"mapping": told.pop("mapping"), "ready": self.ready, **told}


class HasTop(Protocol):
    """A sheet as far as its first rows; `name` is empty where a file has no sheets."""

    @property
    def name(self) -> str:
        """What the workbook calls it."""

    @property
    def hidden(self) -> bool:
        """Whether the workbook hides it."""

    def head(self, rows: int = ...) -> Sequence[Sequence[Cell]]:
        """Its first rows, which may differ in length."""


@dataclass(frozen=True)
class Top:
    """First rows that are at hand."""

    cells: Sequence[Sequence[Cell]]
    name: str = ""
    hidden: bool = False

    def head(self, rows: int = ROWS_READ) -> Sequence[Sequence[Cell]]:
        """The first of them."""
        return self.cells[:rows]


def suggest(sheets: Sequence[HasTop]) -> Suggestion:
    """Suggest a mapping for the sheets of a file.

    Hidden sheets are listed, but not read. O(rows looked at x columns).
    """
    tables = [
        None if sheet.hidden else table_of(sheet.head(ROWS_READ)) for sheet in sheets
    ]
    told = tuple(
        SheetSuggestion(
            sheet.name,
            sheet.hidden,
            table.rows if table else (),
            table.context.kind if table else None,
        )
        for sheet, table in zip(sheets, tables, strict=True)
    )
    found = [
        (table, sheet.name)
        for sheet, table in zip(sheets, tables, strict=True)
        if table is not None and table.weight
    ]
    if not found:
        asked = Question("no_facts", "", "No head is known: where are the heads?")
        return Suggestion({}, told, questions=(asked,))
    best, name = max(found, key=lambda item: item[0].weight)
    return _of_table(name, best, told)


def _of_table(
    sheet: str, table: Table, sheets: tuple[SheetSuggestion, ...]
) -> Suggestion:
    columns = [column.with_match(numbered(column)) for column in table.columns]
    read = [(column, evidence_of(column, table.unit)) for column in columns]
    read = [(item.with_match(weighed(item.match, told)), told) for item, told in read]
    chosen, twice = distinct(read)
    currency = currency_of_table(table, chosen)
    draft = drafted(table, chosen, currency)
    named = {"mapping": 1, "sheet": sheet} if sheet else {}
    mapping = named | draft.document
    kept = [column for column, _ in chosen]
    return Suggestion(
        mapping,
        sheets,
        tuple(_suggested(sheet, column, told) for column, told in chosen),
        tuple(
            Unmapped(sheet, column.name, column.match.why, column.examples)
            for column, _ in read
            if not any(column is item for item in kept)
        ),
        (*questions(table, chosen, draft), *twice),
    )


def _suggested(sheet: str, column: Column, told: Evidence) -> ColumnSuggestion:
    return ColumnSuggestion(
        sheet,
        column.name,
        column.match.target,
        column.match.confidence,
        column.match.why,
        None if told.unit is None else unit_name(told.unit) or None,
        told.format,
        column.examples,
    )
