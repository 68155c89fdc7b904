"""Retraction of facts by source and record id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.stores.base import Store
    from graph.vocabulary import Kind

_BATCH = 10_000


def retract_records(
    store: Store, kind: Kind, source: str, record_ids: Sequence[str]
) -> int:
    """Close the open versions of these records; the number closed.

    Raises
    ------
    NotFoundError
        None of them is open.
    """
    closed = sum(
        store.retract(kind, source, record_ids[start : start + _BATCH])
        for start in range(0, len(record_ids), _BATCH)
    )
    if not closed:
        shown = ", ".join(record_ids[:3])
        raise NotFoundError(f"open {kind.name} record of source {source}", shown)
    return closed
