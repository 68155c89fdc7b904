"""The LDBC FinBench layout: a snapshot and its increments.

Every guarantee becomes a contract of one guarantor whose amount is not collected. A
deletion ends its account, and the holding of it, at the moment given. The increments
of loans bring the loan and its applicant in one row, the snapshot in two files.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from graph.vocabulary import KINDS
from ingest.errors import FileFormatError
from ingest.files.names import table_name
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
    DELETIONS,
    FILES,
    GUARANTEES,
    LOANS,
    SOURCES,
    UPDATES,
    guarantee_cells,
)
from ingest.readers.near import stranger
from ingest.readers.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ingest.files.bundle import Bundle, Member
    from ingest.files.delimited import Block


class FinbenchReader:
    """Reads the folder that holds `snapshot/`, `incremental/` or both."""

    name = "finbench"
    default_source: str | None = "finbench"
    needs_currency = True

    def recognises(self, bundle: Bundle) -> bool:
        """Whether both kinds of party have a file."""
        names = set(map(table_name, bundle.members))
        people = {"Person.csv", "AddPersonWrite1.csv"}
        companies = {"Company.csv", "AddCompanyWrite2.csv"}
        return bool(names & people and names & companies)

    def pieces(self, bundle: Bundle) -> Iterator[Piece | FileFormatError]:
        """Each file once per kind that it speaks of, the snapshot's files first.

        Of several files of one table none is read: which one holds, nobody said.
        """
        files: dict[str, list[Member]] = {}
        for name, member in bundle.members.items():
            files.setdefault(table_name(name), []).append(member)
        for name in files.keys() - FILES:
            yield from (stranger(item.name, sorted(FILES)) for item in files.pop(name))
        for name in [name for name, found in files.items() if len(found) > 1]:
            for item in files.pop(name):
                reason = f"is one of several files of the table {name}"
                yield FileFormatError(item.name, reason, "one file of each table")
        members = {name: member for name, [member] in files.items()}
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
            yield _piece(source.kind, members[name], blocks)
    if deletions is not None:
        yield _piece("account", deletions, accounts.deletions_of_none)
    for name in UPDATES:
        if name in members:
            yield _piece("account", members[name], partial(unread, members[name]))


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
            yield _piece("loan", members[name], blocks)
    for member, cells in applications:
        blocks = partial(loans.applications_of_none, member, cells)
        yield _piece("loan", member, blocks)


def _guarantees(members: Mapping[str, Member]) -> Iterator[Piece]:
    """Each row as a contract and as the promise of its guarantor."""
    for scheme, names in GUARANTEES.items():
        cells = guarantee_cells(scheme)
        for name in names:
            if name not in members:
                continue
            rows = partial(mapped_blocks, members[name], cells)
            yield _piece("guarantee", members[name], partial(contracts, rows))
            yield _piece("guarantor", members[name], partial(promises, rows))


def _piece(kind: str, member: Member, blocks: Callable[[], Iterator[Block]]) -> Piece:
    return Piece(KINDS[kind], member.name, blocks)
