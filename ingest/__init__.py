"""Files, feeds and data frames on their way to becoming facts in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.loading.frames import load_frames

__all__ = ["load_frames"]


def __getattr__(name: str) -> object:
    """`load_frames`, made where it is used: errors of a load alone need no reader."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ingest.loading import frames

    return frames.load_frames
