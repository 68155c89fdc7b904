"""The reference's examples are read as it says."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from ingest.mapping.values import amounts, days

if TYPE_CHECKING:
    from pathlib import Path

ROW = re.compile(r"^\| `([^`]+)` \|(.*)\|$", re.MULTILINE)


@pytest.fixture(scope="module")
def examples(docs: Path) -> dict[str, list[str]]:
    text = (docs / "reference" / "foreign-values.md").read_text(encoding="utf-8")
    return {
        typed: [cell.strip() for cell in rest.split("|")]
        for typed, rest in ROW.findall(text)
    }


def test_examples_of_amounts_are_read_as_the_page_says(examples) -> None:
    told = {typed: cells for typed, cells in examples.items() if len(cells) == 2}
    found = amounts(pa.array(list(told)))
    assert [Decimal(text) for text in found.texts.to_pylist()] == [
        Decimal(amount) for amount, _ in told.values()
    ]
    assert found.currencies.to_pylist() == [code or None for _, code in told.values()]
    assert len(told) >= 8


def test_examples_of_days_are_read_as_the_page_says(examples) -> None:
    told = {typed: cells[0] for typed, cells in examples.items() if len(cells) == 1}
    assert days(pa.array(list(told))).texts.to_pylist() == list(told.values())
    assert len(told) >= 6
