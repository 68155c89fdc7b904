"""What snapshots are built from, and what questions about facts are put to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from graph.instant import At
    from graph.model import Fact
    from graph.vocabulary import Kind


class FactView(Protocol):
    """Facts visible at one instant; each store has a view of every instant."""

    @property
    def at(self) -> At:
        """The instant."""

    def select(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        """Facts by source and record; with `by`, of those ids at that reference.

        Columns are those of `graph.model.batch_schema`, then `recorded_from` and
        `recorded_to`.
        """

    def nodes(
        self,
        kind: Kind,
        *,
        by: str | None = None,
        ids: Sequence[str] = (),
        limit: int | None = None,
    ) -> pa.Table:
        """Nodes of a node kind as `select` returns them, each once.

        Of several descriptions of a node `graph.descriptions` makes one.
        """

    def dormant(
        self, kind: Kind, *, by: str | None = None, ids: Sequence[str] = ()
    ) -> pa.Table:
        """What is known here but holds at another time, over or not yet begun.

        References as `<name>_id`, then `valid_from` and `valid_to`; any order.
        """

    def known(self, kind: Kind, ids: Sequence[str]) -> pa.Table:
        """These nodes as `nodes` has them; parties that ended as described last.

        What ended has a `valid_to` that is not after the instant.
        """

    def count_by(
        self, kind: Kind, *, by: str, ids: Sequence[str], distinct: str | None = None
    ) -> dict[str, int]:
        """How many facts, or nodes, name each id at that reference; no zeros.

        With `distinct`, the other end of an edge, how many nodes they name there.
        """

    def node(self, node_kind: Kind, node_id: str) -> Fact:
        """The description of a node, as `nodes` has it.

        Raises
        ------
        NotFoundError
            None is visible.
        """


class FactExport(Protocol):
    """Facts visible at one instant, in bulk."""

    def export(self, kind: Kind, *, ended: bool = False) -> pa.Table:
        """All of a kind; references as `<name>_no` int64, null where absent.

        With `ended`, what is known and over instead of what is visible.
        """

    def dormant(self, kind: Kind) -> pa.Table:
        """What is known here but holds at another time, over or not yet begun.

        References as `<name>_id`, then `valid_from` and `valid_to`; any order.
        """


class FactSource(Protocol):
    """Facts in bulk; every store is one.

    Row order is free: a snapshot depends on the facts only.
    """

    url: str
    """Where they come from, without credentials."""

    store_id: str
    """That was drawn for the store when it was made."""

    def at(self, as_of: int | None = None, known_at: int | None = None) -> At:
        """The instant meant by these axes, with the source's own defaults."""

    def view(self, at: At) -> FactExport:
        """The facts visible at an instant."""

    def node_ids(self, node_kind: str) -> pa.Table:
        """Every node: `node_no` int64, not negative, and `node_id` text."""

    def sequence(self, known_at: int | None = None) -> int:
        """Number of the last commit, or of the last one recorded by an instant."""
