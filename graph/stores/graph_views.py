"""What users of a graph database see of findings tables, whatever the database.

An analysis says so per table; a store without users of its own ignores it. Of one
label, relationship type or property of a node there is one table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class End(NamedTuple):
    """A node that a row refers to.

    `column` of the table holds its id, which is its property `key`.
    """

    label: str
    key: str
    column: str


@dataclass(frozen=True, slots=True)
class NodeView:
    """Each row is a node, with the plain columns of the table as its properties.

    Raises
    ------
    ValueError
        A name has other characters than letters, digits and _.
    """

    label: str
    key: str

    def __post_init__(self) -> None:
        _check(self.label, self.key)

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that the table must have."""
        return (self.key,)


@dataclass(frozen=True, slots=True)
class EdgeView:
    """Each row is a relationship between nodes of facts or of tables before this one.

    Raises
    ------
    ValueError
        A name has other characters than letters, digits and _.
    """

    type: str
    tail: End
    head: End

    def __post_init__(self) -> None:
        _check(self.type, *self.tail, *self.head)

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that the table must have."""
        return self.tail.column, self.head.column


@dataclass(frozen=True, slots=True)
class PropertyView:
    """Some columns are properties of nodes that are there, each named by its `key`.

    Raises
    ------
    ValueError
        A name has other characters than letters, digits and _.
    """

    label: str
    key: str
    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        _check(self.label, self.key, *self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that the table must have; others are absent where it lacks them."""
        return (self.key,)


GraphView = NodeView | EdgeView | PropertyView


def _check(*names: str) -> None:
    for name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of letters, digits and _")
