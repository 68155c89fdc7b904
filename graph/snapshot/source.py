"""What a snapshot is built from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.instant import At
    from graph.vocabulary import Kind

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the name of a stage, how much of it is done, and the total."""


class FactSource(Protocol):
    """Facts in bulk; every store is one.

    Row order is free: a snapshot depends on the facts only.
    """

    url: str
    """Where they come from, without credentials."""

    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:
        """The instant meant by these axes, with the source's own defaults."""

    def node_ids(self, node_kind: str) -> pa.Table:
        """Every node: `node_no` int64, not negative, and `node_id` text."""

    def export(self, kind: Kind, at: At) -> pa.Table:
        """Facts visible at `at`; references as `<name>_no` int64, null where absent."""

    def sequence(self, known_at: int | None = None) -> int:
        """Number of the last commit, or of the last one recorded by an instant."""
