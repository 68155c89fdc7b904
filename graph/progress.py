"""How long work tells what is done of it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called with the name of a stage, how much of it is done, and its total."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """Take note of a step."""


class StageProgress(Protocol):
    """Called with how much of one stage is done, and its total."""

    def __call__(self, done: int, total: int, /) -> None:
        """Take note of a step."""
