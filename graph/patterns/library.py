"""The patterns that are shipped, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InvalidPatternError, NotFoundError

if TYPE_CHECKING:
    from graph.patterns.model import Pattern

SUFFIX = ".yaml"


@cache
def patterns() -> dict[str, Pattern]:
    """Every pattern of this folder, in order of name.

    Raises
    ------
    InvalidPatternError
        A file is not a pattern; the error names file, line and field.
    """
    from graph.patterns.file import read_pattern

    found: dict[str, Pattern] = {}
    for path in sorted(Path(__file__).parent.glob(f"*{SUFFIX}")):
        pattern = read_pattern(path)
        if pattern.name != path.stem:
            raise InvalidPatternError(
                path.name, 1, "name", f"must be that of the file, {path.stem}"
            )
        found[pattern.name] = pattern
    return found


def pattern_named(name: str) -> Pattern:
    """The pattern of that name.

    Raises
    ------
    NotFoundError
        There is none.
    """
    if name not in patterns():
        raise NotFoundError("pattern", name)
    return patterns()[name]
