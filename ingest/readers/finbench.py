"""The LDBC FinBench layout: a snapshot and its increments.

Every guarantee becomes a contract of one guarantor whose amount is not collected. A
deletion ends its account, and the holding of it, at the moment given. The increments
of loans bring the loan and its applicant in one row, the snapshot in two files.
"""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS
from ingest.readers.finbench_files import mapped_blocks
from ingest.readers.finbench_joins import (
    Accounts,
    Loans,
    contracts,
    promises,
    unread,
)
from ingest.readers.finbench_tables import (
    APPLICATIONS,
    DELETED,
    DELETIONS,
    GUARANTEES,
    LOANS,
    SOURCES,
    UPDATES,
    guarantee_cells,
)
from ingest.readers.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ingest.errors import FileFormatError
    from ingest.files.bundle import Bundle, Member
    from ingest.files.delimited import Block
    from ingest.readers.finbench_tables import Cell


class FinbenchReader:
    """Reads the folder that holds `snapshot/`, `incremental/` or both."""

    name = "finbench"
    default_source: str | None = "finbench"
    needs_currency = True

    def recognises(self, bundle: Bundle) -> bool:
        """Whether both kinds of party have a file."""
        names = {PurePosixPath(name).name for name in bundle.members}
        people = {"Person.csv", "AddPersonWrite1.csv"}
        companies = {"Company.csv", "AddCompanyWrite2.csv"}
        return bool(names & people and names & companies)

    def pieces(self, bundle: Bundle) -> Iterator[Piece | FileFormatError]:
        """Each file once per kind that it speaks of, the snapshot's files first."""
        members = {
            PurePosixPath(key).name: item for key, item in bundle.members.items()
        }
        yield from _plain(members)
        yield from _loans(members)
        yield from _guarantees(members)


def _plain(members: Mapping[str, Member]) -> Iterator[Piece]:
    """Files that are read row by row, accounts with their ends."""
    deletions = members.get(DELETIONS)
    accounts = Accounts(deletions)
    for source in SOURCES:
        for name in source.files:
            if name not in members:
                continue
            blocks = partial(
                mapped_blocks, members[name], source.cells, source.constants
            )
            if source.kind in {"account", "account_holder"}:
                blocks = partial(accounts.ended, source.kind, blocks)
            yield _piece(source.kind, members[name], blocks, source.cells)
    if deletions is not None:
        yield _piece("account", deletions, accounts.deletions_of_none, DELETED)
    for name in UPDATES:
        if name in members:
            yield _piece("account", members[name], partial(unread, members[name]), {})


def _loans(members: Mapping[str, Member]) -> Iterator[Piece]:
    """Loans of the snapshot, then what is left of their applications."""
    applications = [
        (members[name], cells)
        for name, cells in APPLICATIONS.items()
        if name in members
    ]
    loans = Loans(applications)
    for name in LOANS.files:
        if name in members:
            blocks = partial(loans.applied, members[name])
            yield _piece("loan", members[name], blocks, LOANS.cells)
    for member, cells in applications:
        blocks = partial(loans.applications_of_none, member, cells)
        yield _piece("loan", member, blocks, cells)


def _guarantees(members: Mapping[str, Member]) -> Iterator[Piece]:
    """Each row as a contract and as the promise of its guarantor."""
    for scheme, names in GUARANTEES.items():
        cells = guarantee_cells(scheme)
        for name in names:
            if name not in members:
                continue
            rows = partial(mapped_blocks, members[name], cells)
            yield _piece("guarantee", members[name], partial(contracts, rows), cells)
            yield _piece("guarantor", members[name], partial(promises, rows), cells)


def _piece(
    kind: str,
    member: Member,
    blocks: Callable[[], Iterator[Block]],
    cells: Mapping[str, Cell],
) -> Piece:
    names = {field: cell.names[0] for field, cell in cells.items()}
    return Piece(KINDS[kind], member.name, blocks, names)
