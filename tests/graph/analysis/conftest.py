"""Snapshots and stores of a few facts.

Fixtures here return functions and live for the session, so that Hypothesis may use
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from graph.snapshot import Snapshot
from graph.stores import open_store
from graph.testing.facts import guarantee_rows, memory_store, write

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def built() -> Callable[..., Snapshot]:
    """A snapshot of these rows."""

    def build(
        rows: dict[str, list[dict[str, Any]]], as_of: int = 0, currency: str = "CNY"
    ) -> Snapshot:
        store = memory_store(rows)
        return Snapshot.build(store, store.at(as_of), reporting_currency=currency)

    return build


@pytest.fixture(scope="session")
def network() -> Callable[..., dict[str, list[dict[str, Any]]]]:
    """Rows of guarantees "ab" (a for b) and of each party's own probability."""

    def rows(arcs: str, **self_pd: float) -> dict[str, list[dict[str, Any]]]:
        facts = guarantee_rows(*((arc[0], arc[1]) for arc in arcs.split()))
        known = {row["party_id"] for row in facts["party"]}
        facts["party"] += [
            {"party_id": name, "name": name} for name in sorted(set(self_pd) - known)
        ]
        facts["rating"] = [
            {"party_id": name, "self_pd": value} for name, value in self_pd.items()
        ]
        return facts

    return rows


# publishing what is in a file starts a process
SQLITE = pytest.param("sqlite", marks=pytest.mark.integration)


@pytest.fixture(params=["memory", SQLITE])
def open_empty(request, tmp_path) -> Callable[[], Any]:
    """Opens an empty store in memory or in a SQLite file; closed at the end."""
    stores = []

    def open_it(name: str = "facts") -> Any:
        url = (
            "memory://"
            if request.param == "memory"
            else f"sqlite:///{tmp_path / name}.db"
        )
        stores.append(open_store(url))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def filled(open_empty) -> Callable[..., Any]:
    """A store of either kind with these rows."""

    def fill(rows: dict[str, list[dict[str, Any]]], name: str = "facts") -> Any:
        store = open_empty(name)
        write(store, rows)
        return store

    return fill
