from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from neo4j_server import ServerStartError, jar_folder, neo4j_server

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
