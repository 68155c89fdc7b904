"""Each store with nothing in it, under the names of its backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.stores.base import Store

pytest.register_assert_rewrite("graph.testing.store_contract")

BACKENDS = ["memory", "sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """URL of a file that does not exist yet."""
    return f"sqlite:///{tmp_path}/facts.db"


@pytest.fixture(params=BACKENDS)
def store_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty store of each backend."""
    if request.param == "memory":
        return "memory://"
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store of each backend."""
    with open_store(store_url) as opened:
        yield opened
