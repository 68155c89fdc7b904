"""The native bundle: one CSV file per kind, columns named as in the vocabulary.

Money is written in major units of its currency, shares as fractions of 1, days as
YYYY-MM-DD (`valid_to` is the last day included), instants as RFC 3339.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyarrow import csv

from graph.vocabulary import KINDS, Timing
from ingest.errors import OptionError
from ingest.files.names import table_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    from graph.vocabulary import Kind

_FILES = {"guarantor": "guarantee_guarantor.csv"}


def file_name(kind: Kind) -> str:
    """Name of the kind's file in a bundle."""
    return _FILES.get(kind.name, f"{kind.name}.csv")


def kind_of_file(name: str) -> Kind | None:
    """The kind whose file, packed or not, has this name; None where none has."""
    if "/" in name:
        return None
    base = table_name(name)
    for kind in KINDS.values():
        if base in {file_name(kind), f"{kind.name}.csv"}:
            return kind
    return None


def file_columns(kind: Kind) -> tuple[str, ...]:
    """Columns that the kind's file may have, in the order in which we write them."""
    return (
        *(item.column for item in kind.references),
        *(item.name for item in kind.properties),
        "source",
        "record_id",
        *time_columns(kind),
        "collected_at",
    )


def time_columns(kind: Kind) -> tuple[str, ...]:
    """Columns of the valid time; the first is `valid_from`, however it is called."""
    if kind.timing is Timing.STATE:
        return ("valid_from", "valid_to")
    return (kind.timing.value,)


def required_columns(kind: Kind) -> tuple[str, ...]:
    """Columns that the kind's file must have."""
    times = () if kind.timing is Timing.STATE else (kind.timing.value,)
    return (
        *(item.column for item in kind.references if item.required),
        *(item.name for item in kind.properties if item.required),
        *times,
    )


def write_file(
    folder: Path, kind: Kind, columns: Sequence[str], tables: Iterable[pa.Table]
) -> int:
    """Write the kind's file; return its number of rows.

    The tables have these columns, as text or in types whose text is what the file
    holds; null is an empty cell.
    """
    options = csv.WriteOptions(
        include_header=False, quoting_style="needed", batch_size=8_192
    )
    n_rows = 0
    with (folder / file_name(kind)).open("wb") as stream:
        stream.write((",".join(columns) + "\n").encode())
        for table in tables:
            csv.write_csv(table.select(columns), stream, options)
            n_rows += table.num_rows
    return n_rows


@contextmanager
def atomic_folder(target: Path, mode: int = 0o777) -> Iterator[Path]:
    """Draft folder that is renamed to the target on success and removed on failure.

    Raises
    ------
    OptionError
        The target is a file or has something in it.
    """
    target = target.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        what = "is not empty" if target.is_dir() else "is no folder"
        raise OptionError(f"{target} {what}; name a new or empty folder")
    draft = target.with_name(f"{target.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)  # left by a run that was killed
    draft.mkdir(mode, parents=True)
    try:
        yield draft
        draft.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
