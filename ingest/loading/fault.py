"""What is wrong with one cell of a record."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """Fault of one cell of a record, with the value expected instead.

    A `common` one comes from elsewhere, and many records have it.
    """

    column: str
    reason: str
    expected: str
    common: bool = False
