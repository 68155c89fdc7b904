"""Failures of models and of what they are trained on, with their facts in the text."""

from __future__ import annotations

from graph.errors import GraphError


class ModelError(GraphError):
    """A model cannot be trained, opened or applied."""


class LabelError(ModelError):
    """Labels are missing, of one class only, or of another time."""
