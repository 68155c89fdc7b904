"""The analyses of packages above `graph`, entered when the program starts."""

from __future__ import annotations

from gnn.serving.analysis import MODEL_SCORE
from graph.analysis.registry import register

register(MODEL_SCORE)
