"""Bundles are written by the tests themselves, a few rows each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.stores.base import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """Empty store in this process."""
    with open_store("memory://") as opened:
        yield opened


@pytest.fixture
def bundle(tmp_path):
    """Writes files of a bundle, name -> text or bytes, and gives their folder."""
    folder = tmp_path / "delivery"
    folder.mkdir()

    def write(**files):
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"{name}.csv").write_bytes(data)
        return folder

    return write
