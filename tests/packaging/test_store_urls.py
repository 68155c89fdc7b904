"""Only `graph.stores` knows what a store's URL means; others ask the open store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = ("graph/", "ingest/", "api/", "visual/", "gnn/")
READS_A_URL = re.compile(
    r"""urlsplit|urlparse|BACKENDS|url\.(startswith|partition|split|scheme)\b
    |["'](memory|sqlite|neo4j|bolt)(\+\w+)?:(?!///?\{|//["'])""",
    re.VERBOSE,
)
EXEMPT = {
    "api/routers/session.py": "asks whether the request came over TLS",
    "api/security.py": "splits the Host and Origin headers of requests",
}


def offences(text: str) -> list[str]:
    """Lines that look into a URL; docstrings may show one."""
    return [line for line in text.splitlines() if READS_A_URL.search(line)]


def test_nobody_else_looks_at_the_scheme_of_a_store(
    root: Path, project_files: list[Path]
) -> None:
    sources = [
        path
        for path in project_files
        if path.suffix == ".py"
        and path.as_posix().startswith(ROOMS)
        and not path.as_posix().startswith("graph/stores/")
        and path.as_posix() not in EXEMPT
    ]
    assert len(sources) > 100
    found = {path: offences((root / path).read_text("utf-8")) for path in sources}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "parts = urlsplit(url)",
        'if store.url.startswith("x"):',
        "from graph.stores import BACKENDS",
        'if "sqlite:" in text:',
        'polled = ("neo4j+s:", "bolt:")',
        "scheme = store.url.scheme",
    ],
)
def test_such_a_line_would_be_found(line: str) -> None:
    assert offences(line) == [line]


@pytest.mark.parametrize(
    "line",
    ['open_store("memory://")', "open_store(f'sqlite:///{path}')", "a = store.url"],
)
def test_whoever_names_a_store_is_left_in_peace(line: str) -> None:
    assert offences(line) == []
