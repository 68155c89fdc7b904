"""The analyses of packages above `graph`, entered when the program starts."""

from __future__ import annotations

from gnn.serving.analysis import MODEL_SCORE
from gnn.serving.evidence_ground import MODEL_EVIDENCE
from graph.analysis.registry import register

register(MODEL_SCORE)
register(MODEL_EVIDENCE)
