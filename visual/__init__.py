"""The graph as a picture: payloads, layouts, the offline report, the explorer."""

from __future__ import annotations

from pathlib import Path

STATIC_DIR = Path(__file__).parent / "static" / "dist"
"""The built explorer; absent until `make run` or `make wheel` built it."""
