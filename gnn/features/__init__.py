"""What is known of each firm at an instant, as columns of numbers."""

from __future__ import annotations

from gnn.features.schema import Feature, FeatureSchema, Group
from gnn.features.table import FeatureTable, build_features

__all__ = ["Feature", "FeatureSchema", "FeatureTable", "Group", "build_features"]
