"""All tables at a path, each file read as its suffix and first bytes say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import FileFormatError
from ingest.files.bundle import Bundle, open_bundle
from ingest.files.encoding import known_encoding
from ingest.files.names import (
    COLUMNAR_SUFFIXES,
    FOREIGN_SUFFIXES,
    JSON_SUFFIXES,
    SHEET_SUFFIXES,
    TEXT_SUFFIXES,
    has_suffix,
)
from ingest.files.sheets.columnar import ColumnarSheet
from ingest.files.sheets.grid import Sheets
from ingest.files.sheets.json_lines import JsonSheet
from ingest.files.sheets.text import TextSheet
from ingest.files.sheets.workbook import workbook_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.files.bundle import Limits, Member
    from ingest.files.sheets.grid import Sheet


def open_sheets(
    at: Path | Bundle, limits: Limits | None = None, encoding: str | None = None
) -> Sheets:
    """The tables of strangers at a path, or in a bundle opened for their suffixes.

    Parameters
    ----------
    at
        A workbook, another file, a folder or a zip archive of such.
    limits
        What is accepted, where `at` is a path; a bundle has its own.
    encoding
        Of delimited text that is neither UTF-8 nor GB18030, nor UTF-16 with a mark.

    Raises
    ------
    OptionError
        The encoding is not known.
    IngestError
        There is nothing at the path.
    """
    known_encoding(encoding)
    bundle = at if isinstance(at, Bundle) else open_bundle(at, limits, FOREIGN_SUFFIXES)
    found: list[Sheet] = []
    unread = list(bundle.unread)
    for member in bundle.members.values():
        try:
            found += _sheets(member, encoding)
        except FileFormatError as error:
            unread.append(error)
    return Sheets(bundle.name, tuple(found), tuple(unread), bundle.passed_over)


def _sheets(member: Member, encoding: str | None) -> list[Sheet]:
    if has_suffix(member.name, SHEET_SUFFIXES):
        return workbook_sheets(member)
    if has_suffix(member.name, TEXT_SUFFIXES):
        return [TextSheet(member, encoding)]
    if has_suffix(member.name, COLUMNAR_SUFFIXES):
        return [ColumnarSheet(member)]
    if has_suffix(member.name, JSON_SUFFIXES):
        return [JsonSheet(member, encoding)]
    raise FileFormatError(
        member.name, "has no suffix that is read", ", ".join(FOREIGN_SUFFIXES)
    )
