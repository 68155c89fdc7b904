"""A store on the server, and its users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import neo4j
import pytest

from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.stores.base import Store


@pytest.fixture
def server(neo4j_url: str) -> Iterator[Store]:
    """An empty store on the server."""
    with open_store(neo4j_url) as opened:
        yield opened


@pytest.fixture
def ask(neo4j_instance, neo4j_url):
    """Ask the server in Cypher, as its users do."""

    def rows(text: str, **parameters: Any) -> list[list[Any]]:
        with (
            neo4j.GraphDatabase.driver(
                neo4j_instance.url, auth=neo4j_instance.auth
            ) as driver,
            driver.session() as session,
        ):
            return [record.values() for record in session.run(text, parameters)]

    return rows
