"""In which unit the amounts of a plain file of transfers are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc

from ingest.files.bundle import open_bundle
from ingest.files.delimited import DelimitedFile

if TYPE_CHECKING:
    from pathlib import Path


def transfer_unit(path: Path) -> float:
    """What 1 in a file that `read_transfer_file` takes is in the amounts it gives.

    A power of ten, by the most decimals of an amount.
    """
    file = DelimitedFile(next(iter(open_bundle(path).members.values())))
    digits = 0
    for block in file.blocks():
        part = pc.struct_field(
            pc.extract_regex(block.table["amount"], r"\.(?P<part>[0-9]+)$"), "part"
        )
        digits = max(digits, pc.max(pc.utf8_length(part)).as_py() or 0)
    return 10.0**digits
