"""Names of files and columns that a format does not have, with the nearest it has."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ingest.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like this one, case aside.

    Examples
    --------
    >>> nearest("Naem", ["party_id", "name"])
    'name'
    """
    return max(known, key=lambda other: _likeness(name.lower(), other.lower()))


def stranger(name: str, known: Sequence[str]) -> FileFormatError:
    """The refusal of a file whose name no table of the format has."""
    reason = "no table of this format has a file of this name"
    return FileFormatError(name, reason, f"such as {nearest(name, known)}")


def check_columns(
    file: str,
    names: Sequence[str],
    known: Sequence[str],
    required: Iterable[str],
) -> None:
    """Refuse a header with a column that is not known, or without one that must be.

    Raises
    ------
    FileFormatError
        All such columns, each unknown one with the nearest known.
    """
    unknown = [name for name in names if name not in known]
    missing = [name for name in required if name not in names]
    faults = []
    if unknown:
        faults.append(f"has unknown columns: {', '.join(map(repr, unknown))}")
    if missing:
        faults.append(f"lacks the columns: {', '.join(map(repr, missing))}")
    if faults:
        near = [f"{nearest(name, known)!r} for {name!r}" for name in unknown]
        expected = ", ".join([*near, *map(repr, missing)])
        raise FileFormatError(file, " and ".join(faults), expected)


def _likeness(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right).ratio()
