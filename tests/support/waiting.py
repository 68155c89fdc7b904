"""Waiting for what happens in another thread or process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")

PATIENCE_S = 240.0
INTERVAL_S = 0.05


def eventually(look: Callable[[], Found]) -> Found:
    """First true answer of `look`, or a failed test after four minutes.

    What must not happen at all is proved with events and locks, not with the clock.
    """
    end = time.monotonic() + PATIENCE_S
    while not (found := look()):
        if time.monotonic() > end:
            pytest.fail(f"did not happen within {PATIENCE_S:.0f} s, last: {found!r}")
        time.sleep(INTERVAL_S)
    return found
