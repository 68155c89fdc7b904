"""Reader of foreign tables, whose columns a mapping explains."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS
from ingest.errors import FileFormatError
from ingest.files.delimited import Block
from ingest.files.sheets.grid import called
from ingest.files.sheets.opening import open_sheets
from ingest.mapping.header import LOOKED_AT, found_header
from ingest.mapping.identity import described_companies, stated_types
from ingest.mapping.row_facts import fields_of, read_rows
from ingest.mapping.table_rows import TableRows
from ingest.mapping.values import unit_of
from ingest.mapping.whole_rows import whole_rows
from ingest.readers.piece import Checked, Piece, TableRead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.stores.base import Store
    from ingest.checks.facts import Declared
    from ingest.files.bundle import Bundle
    from ingest.files.sheets.grid import Sheet, Sheets
    from ingest.mapping.document import TableMapping
    from ingest.mapping.files import MappingFile
    from ingest.mapping.header import Header
    from ingest.mapping.row_facts import RowFacts
    from ingest.mapping.values import Question
    from ingest.mapping.whole_rows import WholeRows

    Mapped = tuple[Sheet, TableMapping]

NAME = "mapped"
_UNSEEN = (
    "in this format errors and formulas without a value look like empty cells; "
    "save it as XLSX to have them refused"
)


class MappedReader:
    """Reads the sheets of a bundle's files that a mapping is for.

    Parameters
    ----------
    store
        Where parties may be described; asked once, when rows are read. None: nowhere.
    sheets
        Names of sheets to be read, instead of those that the mapping names.
    encoding
        Of text files; by default it is found.
    opened
        Sheets that are there already, in place of those of a bundle's files.
    """

    name = NAME
    needs_currency = False

    def __init__(
        self,
        mapping: MappingFile,
        store: Store | None = None,
        *,
        sheets: tuple[str, ...] = (),
        encoding: str | None = None,
        opened: Sheets | None = None,
    ) -> None:
        self.mapping = mapping
        self.default_source = mapping[0].source
        self._store = store
        self._names = sheets
        self._encoding = encoding
        self._there = opened
        self._unseen: list[str] = []
        self.questions: list[Question] = []
        self.tables: list[TableRead] = []
        self.assumptions: list[str] = []

    @property
    def notes(self) -> list[str]:
        """What the columns leave open, and what a format does not show."""
        return [*self._unseen, *(f"question: {item}" for item in self._asked())]

    def _asked(self) -> list[str]:
        return [f"{item.column}: {item.text}" for item in self.questions]

    def recognises(self, bundle: Bundle) -> bool:
        """Never: it has to be asked for."""
        del bundle
        return False

    def pieces(self, bundle: Bundle) -> Iterator[Piece | FileFormatError]:
        """Of each sheet every kind of fact that the mapping makes."""
        chosen, unread = self._opened(bundle)
        yield from unread
        reading = _Reading(self, chosen)
        for sheet, mapping in chosen:
            for kind in ("party", *mapping.facts):
                yield _SheetPiece(KINDS[kind], sheet.file, _nothing, reading=reading)

    def read(
        self, bundle: Bundle, declared: Declared
    ) -> tuple[WholeRows, list[FileFormatError]]:
        """Facts of all sheets at once, and what cannot be read as a whole."""
        chosen, unread = self._opened(bundle)
        made = self.whole_rows(chosen, declared)
        return made, [*unread, *made.faults.values()]

    def _opened(self, bundle: Bundle) -> tuple[list[Mapped], list[FileFormatError]]:
        opened = self._there or open_sheets(bundle, encoding=self._encoding)
        unread = [*opened.unread]
        chosen: list[Mapped] = []
        for mapping in self.mapping:
            names = self._names or mapping.sheet
            found = _chosen(opened.found, names)
            chosen += [(sheet, mapping) for sheet in found]
            if not found and opened.found and len(self.mapping) > 1:
                self._unseen.append(f"there is no sheet {' or '.join(names)}")
        left: dict[str, list[str]] = defaultdict(list)
        for sheet in opened.found:
            left[sheet.file.partition("#")[0]].append(called(sheet))
        for file in {sheet.file.partition("#")[0] for sheet, _ in chosen}:
            del left[file]
        all_names = [name for item in self.mapping for name in item.sheet]
        names = self._names or tuple(dict.fromkeys(all_names))
        wanted = " or ".join(map(repr, names)) or "one that is not hidden"
        unread += [
            FileFormatError(
                file, f"has the sheets {', '.join(map(repr, there))}", wanted
            )
            for file, there in left.items()
        ]
        return chosen, unread

    def whole_rows(self, sheets: list[Mapped], declared: Declared) -> WholeRows:
        """Facts of all sheets; of one that cannot be read none."""
        blocks: list[RowFacts] = []
        faults: dict[str, FileFormatError] = {}
        for sheet, mapping in sheets:
            try:
                blocks.append(self._read(sheet, mapping))
            except FileFormatError as error:
                faults[sheet.file] = error
        companies: dict[str, str] = {}
        types: dict[str, str] = {}
        if self._store is not None:
            if self.mapping[0].identity == "full_name":
                companies = described_companies(self._store)
            types = stated_types(self._store, declared.source)
        made = whole_rows(blocks, declared, companies, types)
        made.faults = faults
        self.tables = [_with_rejected(item, made) for item in self.tables]
        self.assumptions += [
            f"{name} is {own}, the one described company of that name"
            for name, own in made.taken.items()
        ]
        return made

    def _read(self, sheet: Sheet, mapping: TableMapping) -> RowFacts:
        header = found_header(sheet.file, sheet.head(LOOKED_AT), mapping)
        first = header.rows[-1] + 1 + mapping.skip
        rows = TableRows(sheet.grids(first, len(header.heads)), header, mapping)
        self.tables.append(_table_read(sheet, header, mapping, rows))
        if not sheet.sees_faults:
            self._unseen.append(f"{sheet.file}: {_UNSEEN}")
        found = read_rows(sheet.file, rows, mapping)
        self.questions += found.questions
        self.assumptions += _units_supposed(header, mapping)
        return found


def _units_supposed(header: Header, mapping: TableMapping) -> Iterator[str]:
    """Columns of amounts of which nothing says what they count."""
    for item, rule in fields_of(mapping):
        head = next(iter(header.columns(rule)), "")
        if item.is_money and head and unit_of(rule.unit or head) is None:
            currency = mapping.currency or "units of their currency"
            yield (
                f"numbers of the column {head} count whole {currency}: "
                "neither head nor mapping names a unit"
            )


def _table_read(
    sheet: Sheet, header: Header, mapping: TableMapping, rows: TableRows
) -> TableRead:
    read = {at for rule in mapping.read for ats in header.columns(rule).values()
            for at in ats}  # fmt: skip
    heads = enumerate(header.heads)
    return TableRead(
        sheet.file,
        header.rows,
        len(rows) + len(rows.rejected),
        rows.left_out,
        0,
        tuple(head for place, head in heads if head and place not in read),
    )


def _with_rejected(table: TableRead, made: WholeRows) -> TableRead:
    rejected = {item.row for item in made.rejected[table.sheet]}
    return replace(table, rejected=len(rejected))


def _chosen(found: tuple[Sheet, ...], names: tuple[str, ...]) -> list[Sheet]:
    """Sheets by name; without names each file's first that is not hidden."""
    if names:
        return [sheet for sheet in found if called(sheet) in names]
    first: dict[str, Sheet] = {}
    for sheet in found:
        if not sheet.hidden:
            first.setdefault(sheet.file.partition("#")[0], sheet)
    return list(first.values())


class _Reading:
    """Rows of all sheets, read when the first piece is."""

    def __init__(self, reader: MappedReader, sheets: list[Mapped]) -> None:
        self._reader, self._sheets = reader, sheets
        self._made: WholeRows | None = None

    def of(self, declared: Declared) -> WholeRows:
        """What came of them."""
        if self._made is None:
            self._made = self._reader.whole_rows(self._sheets, declared)
        return self._made


def _nothing() -> list[Block]:
    return []


@dataclass(frozen=True, slots=True)
class _SheetPiece(Piece):
    """Facts of one kind from a sheet; the rows are rejected with the first kind."""

    reading: _Reading = field(kw_only=True)

    def checked(self, declared: Declared) -> Iterator[Checked]:
        """Facts that are checked already."""
        made = self.reading.of(declared)
        if self.file in made.faults:
            raise made.faults[self.file]
        for table in made.tables.pop((self.file, self.kind.name), []):
            rejected = tuple(made.rejected.pop(self.file, []))
            rows = table["row"].to_numpy()
            yield Checked(Block(self.file, table, rows, rejected), table, [])
