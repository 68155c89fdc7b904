from __future__ import annotations

import os
from typing import TYPE_CHECKING

import neo4j
import pytest

from graph.testing.neo4j_server import (
    Neo4jServer,
    ServerStartError,
    jar_folder,
    neo4j_server,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_server_that_cannot_start_is_reported_with_its_log(tmp_path: Path) -> None:
    jars, log = tmp_path / "no-jars", tmp_path / "neo4j.log"
    with (
        pytest.raises(ServerStartError, match="ended with code 1") as raised,
        neo4j_server(jars, tmp_path / "home", log),
    ):
        pytest.fail("a server without jars answered")
    assert raised.value.log == log
    assert str(log) in str(raised.value)
    assert "Neo4jCommunity" in log.read_text()


def test_the_jars_are_cached_where_the_user_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert jar_folder().parent == tmp_path / "suretynet"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", os.sep)
    assert str(jar_folder()).startswith("/.cache/suretynet/neo4j-")


@pytest.mark.parametrize("n_left", [3, 5])
def test_each_test_gets_an_empty_database(
    neo4j_instance: Neo4jServer, neo4j_url: str, n_left: int
) -> None:
    assert neo4j_url == neo4j_instance.store_url
    auth = neo4j_instance.auth
    with neo4j.GraphDatabase.driver(neo4j_instance.url, auth=auth) as driver:
        (before,) = driver.execute_query("MATCH (n) RETURN count(n) AS n").records
        driver.execute_query("UNWIND range(1, $n) AS i CREATE (:Left)", n=n_left)
    assert before["n"] == 0
