"""A reader of two files with semicolons, ``firms.csv`` and ``pledges.csv``."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from graph.vocabulary import KINDS
from ingest.files.delimited import DelimitedFile
from ingest.readers.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.files.bundle import Bundle, Member
    from ingest.files.delimited import Block

FILES = {"firms.csv", "pledges.csv"}
COLUMNS = {
    "party": {"party_id": "firm", "name": "title", "party_type": "sort"},
    "guarantee": {"guarantee_id": "pledge", "debtor_id": "of", "cap": "sum"},
    "guarantor": {"guarantee_id": "pledge", "guarantor_id": "by"},
}


class PledgeReader:
    """Firms, and who pledges how much for whom."""

    name = "pledges"
    default_source: str | None = "pledge book"
    needs_currency = True

    def recognises(self, bundle: Bundle) -> bool:
        """By the names of both files."""
        return bundle.members.keys() == FILES

    def pieces(self, bundle: Bundle) -> Iterator[Piece]:
        """A pledge is a contract and its promise."""
        for kind, columns in COLUMNS.items():
            member = bundle.members["firms.csv" if kind == "party" else "pledges.csv"]
            yield Piece(
                KINDS[kind], member.name, partial(_blocks, member, columns), columns
            )


def _blocks(member: Member, columns: dict[str, str]) -> Iterator[Block]:
    for block in DelimitedFile(member, delimiter=";").blocks():
        found = block.table
        if "by" in found.column_names:
            pledge = pc.binary_join_element_wise(found["by"], found["of"], ">")
            found = found.append_column("pledge", pledge)
        renamed = {name: found[column] for name, column in columns.items()}
        yield replace(block, table=pa.table(renamed))
