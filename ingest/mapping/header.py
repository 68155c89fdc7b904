"""Where the heads of a foreign table stand, and which columns a mapping means."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.files.sheets.cells import Cell
    from ingest.mapping.document import FieldRule, TableMapping

LOOKED_AT = 30
"""Rows at the top of a sheet in which heads are looked for; judgement."""
JOINT = "/"
"""Between the heads of two rows."""


@dataclass(frozen=True, slots=True)
class Header:
    """Heads of a sheet.

    Attributes
    ----------
    rows
        Numbers of the rows that they stand in, the first row of a sheet being 1.
    heads
        As typed, of each column; empty where a column has none.
    """

    rows: tuple[int, ...]
    heads: tuple[str, ...]

    def columns(self, rule: FieldRule) -> dict[str, list[int]]:
        """Places of the columns that a rule looks at, by head, of those that are."""
        wanted = {plain(head): head for head in rule.columns}
        found: dict[str, list[int]] = {head: [] for head in wanted.values()}
        for place, head in enumerate(self.heads):
            if plain(head) in wanted:
                found[wanted[plain(head)]].append(place)
        return {head: places for head, places in found.items() if places}


def plain(head: str) -> str:
    """A head without spaces and forms of width, as heads are compared.

    Examples
    --------
    >>> plain("担保金额 （万元）")
    '担保金额(万元)'
    """
    return "".join(unicodedata.normalize("NFKC", head).split())


def header_at(top: Sequence[Sequence[Cell]], rows: tuple[int, ...]) -> Header:
    """Heads in one row, or in two that join.

    A head of the upper row counts for the columns to its right that have none there,
    as a merged cell shows it.
    """
    lines = [[cell.text.strip() for cell in top[row - 1]] for row in rows]
    width = max(map(len, lines))
    lines = [[*line, *[""] * (width - len(line))] for line in lines]
    if len(lines) == 1:
        return Header(rows, tuple(lines[0]))
    upper, lower = lines
    heads, over = [], ""
    for above, below in zip(upper, lower, strict=True):
        over = above or (over if below else "")
        heads.append(JOINT.join(part for part in (over, below) if part))
    return Header(rows, tuple(heads))


def found_header(
    file: str, top: Sequence[Sequence[Cell]], mapping: TableMapping
) -> Header:
    """The heads that have all columns of a mapping.

    Parameters
    ----------
    top
        First rows of the sheet.

    Raises
    ------
    FileFormatError
        No rows have; all columns that miss are named, and what is there twice.
    """
    best: tuple[tuple[int, int], Header] | None = None
    for rows in [mapping.header] if mapping.header else _candidates(len(top)):
        if rows[-1] > len(top):
            raise FileFormatError(file, f"has no row {rows[-1]}", "a row with heads")
        header = header_at(top, rows)
        known = sum(bool(header.columns(rule)) for rule in mapping.read)
        # where nothing is known, what looks most like heads is told of
        found = known, 0 if known or len(rows) > 1 else sum(map(bool, header.heads))
        if best is None or found > best[0]:
            best = found, header
    if best is None:
        raise FileFormatError(file, "is empty", "a row with heads")
    _check(file, best[1], mapping)
    return best[1]


def _candidates(count: int) -> Iterator[tuple[int, ...]]:
    for row in range(1, min(count, LOOKED_AT) + 1):
        yield (row,)
        if row > 1:
            yield (row - 1, row)


def _check(file: str, header: Header, mapping: TableMapping) -> None:
    missing: dict[str, None] = {}
    twice: dict[str, None] = {}
    for rule in mapping.read:
        found = header.columns(rule)
        if not found and not rule.optional:
            missing[" or ".join(map(repr, rule.columns))] = None
        for head, places in found.items():
            if len(places) > 1:
                twice[repr(head)] = None
    faults = []
    if missing:
        there = ", ".join(repr(head) for head in header.heads if head)
        row = " and ".join(map(str, header.rows))
        faults.append(
            f"lacks the columns {', '.join(missing)} beside {there} in row {row}"
        )
    if twice:
        faults.append(f"has the columns {', '.join(twice)} twice")
    if faults:
        raise FileFormatError(
            file,
            " and ".join(faults),
            "each column of the mapping once (suretynet mapping suggest drafts one "
            "for the heads that are there)",
        )
