"""Names of files: which are read, which are passed over, and as whose table."""

from __future__ import annotations

from pathlib import PurePosixPath

DICTIONARY_FILE = "dictionary.csv"
"""Lies in a bundle beside the facts and explains their columns."""
TRUTH_FILE = "truth.json"
"""Lies beside a generated economy and holds its answers."""

NATIVE_SUFFIXES = (".csv", ".csv.gz")
"""Of the files of a native bundle."""
SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
"""Of workbooks."""
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
"""Of delimited text."""
COLUMNAR_SUFFIXES = (".parquet", ".arrow", ".feather")
"""Of typed columns."""
JSON_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
"""Of JSON objects, one a line."""
FOREIGN_SUFFIXES = (
    *SHEET_SUFFIXES,
    *TEXT_SUFFIXES,
    *COLUMNAR_SUFFIXES,
    *JSON_SUFFIXES,
)
"""Of the tables of strangers, which need a mapping."""

_BESIDE_FACTS = ("readme", "license")
_FOLDERS = {"__macosx", "read_params"}  # forks of macOS, queries of FinBench


def has_suffix(name: str, suffixes: tuple[str, ...]) -> bool:
    """Whether the name ends, in any case, in one of them."""
    return name.lower().endswith(suffixes)


def is_packed(name: str) -> bool:
    """Whether the suffix, in any case, is that of gzip."""
    return name.lower().endswith(".gz")


def is_passed_over(name: str) -> bool:
    """Whether a path inside a bundle is one that never holds facts."""
    parts = PurePosixPath(name.lower()).parts
    return (
        any(part.startswith(".") or part in _FOLDERS for part in parts)
        or parts[-1] in {DICTIONARY_FILE, TRUTH_FILE}
        or parts[-1].startswith(_BESIDE_FACTS)
    )


def table_name(name: str) -> str:
    """The file's name without folders, unpacked, its suffix in small letters.

    Examples
    --------
    >>> table_name("snapshot/Company.CSV.gz")
    'Company.csv'
    """
    base = PurePosixPath(name).name
    stem, dot, suffix = base[: -len(".gz") if is_packed(base) else None].rpartition(".")
    return f"{stem}{dot}{suffix.lower()}"


def shown_name(name: str) -> str:
    """The name with what is not UTF-8 written as escapes, as stores can keep it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
