"""Files that a page in a browser gives."""

from __future__ import annotations

import csv
from pathlib import Path


def taken(page, name: str) -> list[dict[str, str]]:
    """Rows of the file of this name that the key of the page takes."""
    with page.expect_download() as download:
        page.keyboard.press("x")
    assert download.value.suggested_filename == name
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
