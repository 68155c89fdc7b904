"""Paths that the tests of the documentation share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def docs(root: Path) -> Path:
    """Folder of the documentation."""
    return root / "docs"
